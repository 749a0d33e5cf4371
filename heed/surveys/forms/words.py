"""What authors read for the words of the format: types, roles, purposes, orders."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from heed.surveys.format.words import (
    Carried,
    ChoicesOrder,
    Input,
    Missing,
    Order,
    Part,
    Purpose,
    Role,
)

Pairs = tuple[tuple[str, LazyText | str], ...]

# type, name, what it is for
TYPES: tuple[tuple[str, LazyText, LazyText], ...] = (
    ("rating", _("Scale"), _("How satisfied, how likely, how far one agrees")),
    ("radiogroup", _("One of several"), _("A reason, a group, a kind")),
    ("checkbox", _("Several of many"), _("All that apply")),
    ("dropdown", _("One of a long list"), _("A country, a branch")),
    ("boolean", _("Yes or no"), _("A fact, or a consent")),
    ("comment", _("Own words"), _("Why, and what we should do")),
    ("text", _("A line, a number or a day"), _("A name, a count, a date")),
    ("matrix", _("Table of one scale"), _("Several statements judged alike")),
    ("heed:pair", _("Expected and perceived"), _("The gap, row by row, as in SERVQUAL")),
    ("heed:kano", _("Kano pair"), _("With a feature and without it")),
    ("heed:bestworst", _("Best and worst of a set"), _("What matters most, without ties")),
    ("ranking", _("Put in order"), _("The most preferred first")),
    ("heed:sum100", _("Share out 100 points"), _("How much each thing weighs")),
    ("file", _("A file"), _("A photograph of the damage")),
    ("html", _("A text between"), _("Says something, asks nothing")),
    ("expression", _("A worked-out value"), _("Made from the answers before")),
)
TYPE_NAMES = {key: name for key, name, _use in TYPES}

READY_USES: dict[str, LazyText] = {
    "transactional": _("After a case: satisfaction, ease and recommendation in a minute."),
    "recovery": _("After a complaint: was it settled fairly, in outcome, procedure and tone?"),
    "servqual_short": _("Expected and perceived service side by side, with weights."),
    "kano": _("Which features are a must, which delight, and which leave people cold."),
    "best_worst": _("What matters most, by choosing the best and the worst of small sets."),
    "perceived_value": _("What customers feel they get for what they give."),
    "exit_interview": _("Why somebody leaves, and what would have kept her."),
}

PURPOSES: Pairs = (
    ("", _("not said")),
    (Purpose.BEHAVIOUR, _("What she does")),
    (Purpose.OPINION, _("What she thinks")),
    (Purpose.CLASSIFICATION, _("Who she is")),
)
ROLES: Pairs = (
    ("", _("none")),
    (Role.CSAT, _("Satisfaction (CSAT)")),
    (Role.NPS, _("Recommendation (NPS)")),
    (Role.CES, _("Ease (CES)")),
    (Role.OVERALL, _("Overall judgement")),
    (Role.EXPECTATION, _("Expectation")),
    (Role.PERCEPTION, _("Perception")),
    (Role.ADEQUATE, _("Just acceptable")),
    (Role.DESIRED, _("Desired")),
    (Role.DISCONFIRMATION, _("Against what was expected")),
    (Role.IMPORTANCE, _("Importance")),
    (Role.WEIGHT, _("Weight")),
    (Role.QUALITY, _("Quality")),
    (Role.PRICE, _("Price")),
    (Role.VALUE, _("Value for the price")),
    (Role.LOYALTY, _("Loyalty")),
    (Role.OUTCOME, _("Outcome")),
    (Role.EFFORT, _("Effort")),
    (Role.ELAPSED, _("Time it took")),
    (Role.DISTRIBUTIVE, _("Fair remedy")),
    (Role.PROCEDURAL, _("Fair procedure")),
    (Role.INTERACTIONAL, _("Fair treatment")),
    (Role.REASON, _("Reason")),
    (Role.COMMENT, _("Comment")),
    (Role.TRAP, _("Trap for robots, not shown")),
)
MISSING: Pairs = (
    (Missing.DONT_KNOW, _("Don’t know")),
    (Missing.NOT_APPLICABLE, _("Does not apply")),
    (Missing.REFUSED, _("Rather not say")),
)
PARTS: Pairs = (
    (Part.EXPECTED, _("Expected")),
    (Part.ADEQUATE, _("Just acceptable")),
    (Part.DESIRED, _("Desired")),
    (Part.PERCEIVED, _("Perceived")),
    (Part.IMPORTANCE, _("Importance")),
)
ORDERS: Pairs = ((Order.AS_WRITTEN, _("as written")), (Order.RANDOM, _("another for each person")))
CHOICE_ORDERS: Pairs = (
    (ChoicesOrder.AS_WRITTEN, _("as written")),
    (ChoicesOrder.RANDOM, _("another for each person")),
)
CARRIED: Pairs = (
    (Carried.ALL, _("all")),
    (Carried.CHOSEN, _("those chosen there")),
    (Carried.LEFT, _("those not chosen there")),
)
INPUTS: Pairs = (
    (Input.TEXT, _("a text")),
    (Input.NUMBER, _("a number")),
    (Input.DAY, _("a day")),
)

LANGUAGES = {"en": "English", "zh-cn": "中文"}
BY_TYPE: dict[tuple[str, str], LazyText] = {
    ("comment", "rows"): _("Lines to write on"),
    ("heed:kano", "rows"): _("Features"),
    ("heed:kano", "columns"): _("The five answers"),
    ("text", "min"): _("At least"),
    ("text", "max"): _("At most"),
}
LABELS: dict[str, LazyText] = {
    "title": _("Question"),
    "description": _("Explanation below it"),
    "html": _("Text"),
    "choices": _("Choices"),
    "rows": _("Rows"),
    "columns": _("Columns"),
    "rateValues": _("Words for single points"),
    "rateMin": _("Lowest point"),
    "rateMax": _("Highest point"),
    "minRateDescription": _("Words at the lowest point"),
    "maxRateDescription": _("Words at the highest point"),
    "choicesOrder": _("Order of the choices"),
    "rowOrder": _("Order of the rows"),
    "setsOrder": _("Order of the sets"),
    "choicesFromQuestion": _("Take choices from the question"),
    "choicesFromQuestionMode": _("Which of them"),
    "showOtherItem": _("Ends with “other”, in own words"),
    "otherText": _("Words for “other”"),
    "showNoneItem": _("Ends with “none of these”"),
    "noneText": _("Words for “none of these”"),
    "minSelectedChoices": _("At least so many"),
    "maxSelectedChoices": _("At most so many"),
    "selectToRankEnabled": _("Only some are ranked"),
    "eachRowRequired": _("Each row must be answered"),
    "inputType": _("What is written"),
    "min": _("At least"),
    "max": _("At most"),
    "maxLength": _("Most characters"),
    "allowMultiple": _("Several files"),
    "acceptedTypes": _("Kinds of files"),
    "maxSize": _("Most bytes"),
    "labelTrue": _("Word for yes"),
    "labelFalse": _("Word for no"),
    "heed_consent": _("A consent: only with yes one goes on"),
    "expression": _("Worked out as"),
    "sets": _("Sets"),
    "bestLabel": _("Word for the best"),
    "worstLabel": _("Word for the worst"),
    "parts": _("What is asked of each row"),
    "total": _("Points to share out"),
    "isRequired": _("Must be answered"),
    "visibleIf": _("Asked only if"),
    "requiredIf": _("Must be answered if"),
    "heed_missing": _("May be answered with"),
    "name": _("Name in the data"),
    "heed_role": _("Part in a measure"),
    "heed_item": _("Item"),
    "heed_dimension": _("Dimension"),
    "heed_scale": _("Scale"),
    "heed_purpose": _("What it is asked for"),
}
HINTS: dict[str, LazyText] = {
    "choices": _("One a line: value | English | 中文"),
    "rows": _("One a line: value | English | 中文"),
    "columns": _("One a line: value | English | 中文"),
    "rateValues": _("One a line: point | English | 中文"),
    "sets": _(
        "One a line: the values of its choices, with commas between. Left empty, Heed makes sets "
        "in which each choice is shown about three times (3 to 12 choices)"
    ),
    "visibleIf": _("Such as {csat} <= 2 or {reason} anyof ['price', 'staff']"),
    "requiredIf": _("Such as {csat} <= 2"),
    "name": _("Conditions and exports call it so; change it only while nothing refers to it."),
    "acceptedTypes": _("Such as .pdf,image/*"),
    "minSelectedChoices": _("0 for no limit"),
    "maxSelectedChoices": _("0 for no limit"),
    "maxLength": _("0 for the usual limit"),
    "maxSize": _("0 for the usual limit"),
    "heed_item": _("What links the same question of other surveys to it"),
}
KANO_HINT = _("One a line: value | name | 中文 | with it | 有此功能时 | without it | 没有此功能时")
