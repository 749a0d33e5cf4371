"""The words a question can carry, so that measures read answers without configuration."""

from enum import StrEnum


class Missing(StrEnum):
    """Why somebody who was asked gives no value; not asked and skipped are something else."""

    DONT_KNOW = "dontknow"
    NOT_APPLICABLE = "notapplicable"
    REFUSED = "refused"


class Purpose(StrEnum):
    """What a question is asked for (D6.2)."""

    BEHAVIOUR = "behaviour"
    OPINION = "opinion"
    CLASSIFICATION = "classification"


class Role(StrEnum):
    """Which part a question plays in a measure."""

    OVERALL = "overall"
    CSAT = "csat"
    NPS = "nps"
    CES = "ces"
    EXPECTATION = "expectation"
    PERCEPTION = "perception"
    ADEQUATE = "adequate"
    DESIRED = "desired"
    IMPORTANCE = "importance"
    DISCONFIRMATION = "disconfirmation"
    WEIGHT = "weight"
    REASON = "reason"
    OUTCOME = "outcome"
    EFFORT = "effort"
    ELAPSED = "elapsed"
    DISTRIBUTIVE = "distributive"
    PROCEDURAL = "procedural"
    INTERACTIONAL = "interactional"
    QUALITY = "quality"
    PRICE = "price"
    VALUE = "value"
    LOYALTY = "loyalty"
    COMMENT = "comment"
    TRAP = "trap"


class Part(StrEnum):
    """What is asked of each row of a `heed:pair`."""

    EXPECTED = "expected"
    ADEQUATE = "adequate"
    DESIRED = "desired"
    PERCEIVED = "perceived"
    IMPORTANCE = "importance"


class Order(StrEnum):
    """In which order things are shown."""

    AS_WRITTEN = "initial"
    RANDOM = "random"


class ChoicesOrder(StrEnum):
    AS_WRITTEN = "none"
    RANDOM = "random"


class Carried(StrEnum):
    """Which choices of an earlier question are carried forward."""

    ALL = "all"
    CHOSEN = "selected"
    LEFT = "unselected"


class Input(StrEnum):
    """What is written on a line."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "date"


OTHER = "other"
NONE = "none"
KEPT_VALUES = {OTHER, NONE, *Missing}
