"""Who acts, by the words before an English verb: we, our people, the customer, a third party."""

import re

from heed.expectations.finding.english_cancels import LISTS
from heed.expectations.finding.patterns import when_used
from heed.expectations.finding.rule_files import filled

PLAIN = {"": "none", "i": "ours", "we": "ours", "you": "you", "they": "staff", "he": "other"}


def _compiled(pattern: str) -> re.Pattern[str]:
    return when_used(filled(pattern, LISTS))


NOBODY = re.compile(r"(?:no|none|nobody|neither|nothing|no one|no-one|not)\b")
PRONOUN = _compiled(
    r"(?:(?P<ours>i|we|i personally|we all|we both)|(?P<you>you|u|ya)|(?P<nobody>there|what|how)"
    r"|(?P<other>he|she)|(?P<staff>they|who))(?: (?:{adverb}))*$"
)
NOUN = _compiled(
    r"(?:(?P<third>(?:{third})(?:'s)?)|(?P<customer>{customer})"
    r"|(?P<staff>(?:{staff})(?: (?:from|of|in|at) [a-z ]+)?))(?: (?:{adverb}))*$"
)
NAME = _compiled(r"(?!(?:{no_name})$)[^\W\d_]+(?:-[^\W\d_]+)?")
WORD = re.compile(r"(?<![a-z'])[a-z]")


def subject_of(left: str) -> str:
    """Who acts, from the words before the verb."""
    stripped = left.strip()
    if stripped in PLAIN:
        return PLAIN[stripped]
    if NOBODY.match(stripped):
        return "nobody"
    starts = [match.start() for match in WORD.finditer(stripped)][-6:]
    for pattern in (PRONOUN, NOUN):
        for at in starts:
            match = pattern.match(stripped, at)
            if match:
                return match.lastgroup or "thing"
    return "name" if NAME.fullmatch(stripped) else "thing"
