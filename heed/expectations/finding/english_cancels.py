"""What makes an English commitment none: negation, attempt, report, question, condition."""

import re

from heed.expectations.finding.alternatives import Alternatives, in_words, word_alternatives
from heed.expectations.finding.cores import Core
from heed.expectations.finding.rule_files import filled, patterns_of, read_rules

RULES = read_rules("english_lists", "english")
LISTS = patterns_of(RULES["lists"])
OWN_CONDITION = in_words(filled(RULES["own_condition"]["pattern"], LISTS))
CANCELS = {
    reach: [
        (each["says"], alternative)
        for each in RULES["cancels"]
        if each["reach"] == reach
        for alternative in word_alternatives(filled(each["pattern"], LISTS))
    ]
    for reach in ("before", "clause", "condition")
}
CANCELLING = {
    reach: Alternatives([pattern for _, pattern in entries], at_words=True)
    for reach, entries in CANCELS.items()
}
QUESTION = re.compile(
    r"(?:^|[,;:.!–—-] ?|\b(?:and|but|or|so) )(?:(?:and|but|or|so|please|also|hi|hello|just) )?"
    r"(?:will|shall|can|could|would|do|does|did|is|are|was|were|has|have|may|might|should|what"
    r"|what's"
    r"|when|where|which|who|whose|why|how|any|is that|isn't|won't|don't)\b"
)


def why_cancelled(text: str, core: Core, later: list[Core], *, is_question: bool) -> str:
    """Why this commitment is none, nothing where it is one."""
    if is_question and _is_asked(text, core):
        return "a question"
    for reach, end in (("before", core.end), ("clause", core.clause_end)):
        for _, _, number in CANCELLING[reach].places(text, core.clause_start, end):
            return str(CANCELS[reach][number][0])
    if "according to" in text[: core.start]:
        return "a report of what somebody said"
    is_conditional = _is_conditional(text, core, later, CANCELLING["condition"])
    return "a condition outside our hands" if is_conditional else ""


def _is_asked(text: str, core: Core) -> bool:
    first = QUESTION.search(text)
    return first is None or first.start() <= core.start


def _is_conditional(text: str, core: Core, later: list[Core], pattern: Alternatives) -> bool:
    """Whether a condition stands before the commitment, or right behind it."""
    if pattern.search(text) is None:
        return False
    outside = OWN_CONDITION.blanked(text, "_")
    begin = max(text.rfind(";", 0, core.start), text.rfind("\n", 0, core.start)) + 1
    if pattern.search(outside, begin, max(core.start, core.deed)):
        return True
    until = later[0].start if later else len(text)
    behind = pattern.search(outside, core.end, until)
    if behind is None:
        return False
    return not later or not re.search(r"[,;(–—]\s*(?:and |but |or |so )?$", text[: behind.start()])
