"""Which words for times belong to which commitment of a sentence."""

import re
from collections.abc import Iterator

from heed.expectations.finding.cores import Core
from heed.expectations.finding.resolving import CLOCKS, EXACT_DAYS
from heed.expectations.finding.time_words import TimeWords
from heed.expectations.finding.written_text import is_chinese

UNUSED = {"past", "repeating", "vague", "then"}
SEGMENT = re.compile(
    r"[,，、;；()（）\x00]|[:：](?!\d)|\s-+\s|(?<!\d)[–—]|\.(?=\s)|\s(?=[一-龥])|(?<=[一-龥])\s"
)
ARRANGED_FOR = re.compile(r"(?:预约|约[好了定在到]|安排|订[好了]|排[好了在])[^，,]*$")
FILLER = re.compile(
    r"\b(?:give (?:me|us)(?: until| till)?|at the (?:very )?latest|latest|i\.?e\.?|that is"
    r"|that's|namely|by|on|before|around|about|at|no later than"
    r"|sharp|your time|local time|the|in|and|or|sooner|tops|max|say|meaning|so|within|if not"
    r"|absolute|deadline|eta)\b"
    r"|给我们?|请|最晚|最迟|也就是|就是|左右|之前|以前|前|吧|哈|哦|呢|的|在|于|内|截止|时间|即|约|先|最多|之内|[\s.\-]"
)
NO_EXTENSION = re.compile(
    r"\s*(?:please|kindly|you|which|because|as|since|but|the|they|it|sorry|after|that|he|she"
    r"|your|do|if|what|when|who"
    r"|where|thanks|thank|from|for the|like)\b"
)


def describes_a_thing(sentence: str, words: TimeWords, times: list[TimeWords]) -> bool:
    """Whether the words only describe a thing, as 今天 in 今天的订单."""
    after = words.end
    if words.kind in CLOCKS and ARRANGED_FOR.search(sentence, 0, words.start):
        return False  # 约好周六上午10点的复诊
    if not sentence.startswith("的", after) or sentence.startswith(("的时候", "的话"), after):
        return False
    is_last = after + 1 >= len(sentence) or not sentence[after + 1].isalnum()
    return not is_last and not any(each.start == after + 1 for each in times)


def times_of(
    sentence: str, core: Core, every: list[Core], times: list[TimeWords]
) -> list[TimeWords]:
    """The times in the clause of a commitment, and in segments beside it that say only a time."""
    if not times:
        return []
    number = every.index(core)
    until = every[number + 1].start if number + 1 < len(every) else len(sentence)
    since = every[number - 1].clause_end if number else 0
    own = [
        each
        for each in times
        if each.end > core.clause_start and each.start < min(core.clause_end, until)
    ]
    own = [each for each in own if each.start >= min(since, core.clause_start) or not number]
    right = _beside(
        sentence, min(core.clause_end, until), until, times, is_bare=bool(has_time(own))
    )
    if number + 1 < len(every) and has_time(own) and right and not _is_added(sentence, right[0]):
        right = []
    left = []
    if not has_time([*own, *right]) or not any(each.kind in EXACT_DAYS for each in [*own, *right]):
        left = _before_core(sentence, since, core.clause_start, times, is_first=not number)
    return [*left, *own, *right]


def has_time(times: list[TimeWords]) -> bool:
    return any(each.kind not in UNUSED for each in times)


def _is_added(sentence: str, words: TimeWords) -> bool:
    return bool(
        re.search(
            r"最晚|最迟|也就是|即|latest|i\.e|that is",
            sentence[max(0, words.start - 8) : words.end + 16],
        )
    )


def _beside(
    sentence: str, start: int, end: int, times: list[TimeWords], *, is_bare: bool
) -> list[TimeWords]:
    """Times behind a clause: in segments that say nothing else, or in any if none is known yet."""
    found: list[TimeWords] = []
    for first, last in _segments(sentence, start, end):
        inside = [each for each in times if first <= each.start < last]
        segment = sentence[first:last]
        if not segment.strip():
            continue
        if not inside:
            if len(FILLER.sub("", segment)) > 2 and (is_bare or NO_EXTENSION.match(segment)):
                break
            continue
        if says_only_a_time(sentence, first, last, inside):
            found += inside
        elif (
            not is_bare
            and not found
            and not is_chinese(segment)
            and not NO_EXTENSION.match(segment)
        ):
            return inside
        else:
            break
    return found


def _before_core(
    sentence: str, start: int, end: int, times: list[TimeWords], *, is_first: bool
) -> list[TimeWords]:
    """Times in a segment in front of a clause that says nothing else: "Tomorrow, I will …"."""
    segments = [
        each for each in _segments(sentence, start, end) if sentence[each[0] : each[1]].strip()
    ]
    found: list[TimeWords] = []
    for first, last in reversed(segments if is_first else segments[:1] * (len(segments) == 1)):
        inside = [each for each in times if first <= each.start < last]
        if not inside or not says_only_a_time(sentence, first, last, inside):
            break
        found = [*inside, *found]
    return found


def _segments(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in SEGMENT.finditer(sentence, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def says_only_a_time(sentence: str, first: int, last: int, inside: list[TimeWords]) -> bool:
    rest, at = [], first
    for each in inside:
        rest.append(sentence[at : each.start])
        at = each.end
    rest.append(sentence[at:last])
    left = FILLER.sub("", " ".join(rest))
    return len(left) <= 2
