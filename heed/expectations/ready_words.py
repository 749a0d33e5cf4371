"""Ready words for agents, in the language of whom they are for; to be changed before use."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from heed.core.templatetags.amounts import spell, with_unit
from heed.expectations.models import Standard, TierOffer, Topic

MOST_DECIMALS = 3


def value_said(value: float | Decimal, topic: Topic) -> str:
    """A value of the topic with its unit, without needless zeros."""
    exact = round(Decimal(str(value)), MOST_DECIMALS).normalize()
    decimals = max(-int(exact.as_tuple().exponent), 0)
    return with_unit(spell(exact, decimals), topic.unit_name)


def norm_told(standard: Standard, offer: TierOffer | None, topic: Topic) -> str:
    """What to say to a customer who expects more than the norm and may not know it."""
    if topic.kind == Topic.Kind.FELT:
        return _(
            "I understand why you wish that. It is more than is usual in our trade; let me tell "
            "you what I can do for you."
        )
    facts = {"norm": value_said(standard.value, topic), "source": standard.source}
    if offer:
        facts["offer"] = value_said(offer.value, topic)
        return (
            _(
                "I understand why you wish that. In our trade %(norm)s is usual (%(source)s); "
                "with us you can count on %(offer)s. Shall we see what we can do beyond that?"
            )
            % facts
        )
    return (
        _(
            "I understand why you wish that. In our trade %(norm)s is usual (%(source)s). "
            "Shall we see what we can do for you?"
        )
        % facts
    )


def careful(value: float, *, more_is_better: bool) -> Decimal:
    """The value to one decimal, rounded to the side that is easier to keep."""
    rounding = ROUND_FLOOR if more_is_better else ROUND_CEILING
    return Decimal(str(round(value, MOST_DECIMALS))).quantize(Decimal("0.1"), rounding)


def steering_words(
    direction: str, topic: Topic, value: float | None, *, more_is_better: bool, language: str
) -> str:
    """What to say to lower or raise what is expected, in a language; empty where it is held."""
    if value is None or direction not in {"lower", "raise"}:
        return ""
    with translation.override(language):
        said = value_said(careful(value, more_is_better=more_is_better), topic)
        facts = {"topic": str(topic), "value": said}
        if topic.kind == Topic.Kind.FELT:
            return _felt_words(direction) % facts
        if direction == "lower":
            return (
                _(
                    "Before we begin, about %(topic)s: please count on %(value)s. I would rather "
                    "tell you now than disappoint you later; if it goes better, so much the better."
                )
                % facts
            )
        return _("About %(topic)s: with us you can count on %(value)s, and we keep to it.") % facts


def _felt_words(direction: str) -> str:
    if direction == "lower":
        return _(
            "Before we begin, about %(topic)s: here is what I can do for you and what I cannot, "
            "so that nothing comes as a surprise."
        )
    return _(
        "About %(topic)s: our customers give us %(value)s of 7 and more. I look forward to "
        "showing you."
    )
