"""Promises in what our own people wrote, by the conventions of docs/promises-in-text.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.expectations.finding.chinese import CHINESE
from heed.expectations.finding.cores import ANOTHER, DAY, NOTHING, RESULT, Core, Reading
from heed.expectations.finding.due_times import DueTimes
from heed.expectations.finding.english import ENGLISH
from heed.expectations.finding.own_words import NONE, OwnWords
from heed.expectations.finding.placing import (
    UNUSED,
    describes_a_thing,
    has_time,
    says_only_a_time,
    times_of,
)
from heed.expectations.finding.resolving import CLOCKS, EXACT_DAYS, Due, due_of
from heed.expectations.finding.time_words import TimeWords
from heed.expectations.finding.written_text import is_chinese, readable, sentences

MOST_OF_A_SENTENCE = 1000
DAYS_AND_MOMENTS = EXACT_DAYS | CLOCKS | {"part"}


@dataclass(frozen=True)
class FoundPromise:
    """A promise that stands in a text. `span` counts characters; a vague one has no due time."""

    span: tuple[int, int]
    text: str
    what: str
    actor: str
    due_at: datetime | None
    vague: bool
    suggested_at: datetime | None
    why: str

    def as_json(self) -> dict[str, object]:
        return {
            "span": list(self.span),
            "text": self.text,
            "what": self.what,
            "actor": self.actor,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "vague": self.vague,
            "suggested_at": self.suggested_at.isoformat() if self.suggested_at else None,
            "why": self.why,
        }


@dataclass(frozen=True)
class _Timed:
    """A commitment with the times that belong to it; places are those of the whole text."""

    core: Core
    sentence: int  # where the sentence begins, from which core and times are counted
    start: int
    end: int
    times: tuple[TimeWords, ...]
    due: Due | None
    is_chinese: bool


def find_promises(
    text: str,
    *,
    now: datetime,
    time_zone: ZoneInfo,
    hours: BusinessHours,
    words: OwnWords = NONE,
) -> list[FoundPromise]:
    """The promises a text holds, in order, due in `time_zone` by our `hours`.

    Only the first 100,000 characters are read. `words` are what the team adds to the rules.
    """
    due = DueTimes(now, time_zone, hours)
    small = words.with_staff_known(readable(text))
    found: list[_Timed] = []
    for start, end, is_question in sentences(small):
        for first, last in _pieces(small, start, end):
            _read(small, first, last, due, found, words, is_question=is_question)
    return [_promise(text, small, each, due) for each in found]


def is_text_worth_reading(text: str) -> bool:
    """Whether a text is not empty and short enough to be read while somebody types."""
    return bool(text.strip()) and len(text) <= 20_000


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MOST_OF_A_SENTENCE:
        cut = max(text.rfind(mark, start, start + MOST_OF_A_SENTENCE) for mark in ",， ")
        cut = cut if cut > start else start + MOST_OF_A_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _read(
    text: str,
    start: int,
    end: int,
    due: DueTimes,
    found: list[_Timed],
    words: OwnWords,
    *,
    is_question: bool,
) -> None:
    """Add the promises of one sentence."""
    sentence = text[start:end]
    is_zh = is_chinese(sentence)
    language = CHINESE if is_zh else ENGLISH
    if not language.hint.search(sentence):
        return
    times = _times_in(sentence, words, is_zh=is_zh) if is_zh else []
    reading = _with_own_rules(language.read(sentence, is_question, times), sentence, words)
    is_only_a_time = not reading.cores and not reading.cancelled and found and not found[-1].due
    if not is_zh and (reading.cores or is_only_a_time):
        times = _times_in(sentence, words, is_zh=is_zh)
    if is_only_a_time:
        _complete(sentence, times, due, found, start)
    if not reading.cores:
        return
    others = [core for core, _ in reading.cancelled]
    every = sorted([*reading.cores, *others], key=lambda core: core.start)
    timed = []
    for core in reading.cores:
        own = times_of(sentence, core, every, times)
        kept = _timed(text, start, core, own, due, is_zh=is_zh)
        if kept:
            timed.append(kept)
    found.extend(_joined(timed))


def _times_in(sentence: str, words: OwnWords, *, is_zh: bool) -> list[TimeWords]:
    reader = (CHINESE if is_zh else ENGLISH).times
    times = _with_own(reader.find(sentence), words.times_in(sentence))
    if not is_zh:
        return times
    return [each for each in times if not describes_a_thing(sentence, each, times)]


def _with_own(times: list[TimeWords], own: list[TimeWords]) -> list[TimeWords]:
    """Both in order; where they overlap, the team's own words count."""
    if not own:
        return times
    rest = [each for each in times if not any(_overlap(each, mine) for mine in own)]
    return sorted([*rest, *own], key=lambda each: each.start)


def _overlap(one: TimeWords, other: TimeWords) -> bool:
    return one.start < other.end and other.start < one.end


def _with_own_rules(reading: Reading, sentence: str, words: OwnWords) -> Reading:
    """The reading with the commitments and cancelling phrases of the team."""
    if words is NONE:
        return reading
    known = [*reading.cores, *(core for core, _ in reading.cancelled)]
    cores = list(reading.cores)
    for start, end in words.commitments_in(sentence):
        if not any(core.start < end and start < core.clause_end for core in known):
            cores.append(Core(start, end, start, end, "we", "own words", deed=start))
    kept, cancelled = [], list(reading.cancelled)
    for core in sorted(cores, key=lambda each: each.start):
        clause = sentence[core.clause_start : core.clause_end]
        if words.cancels_in(clause) or words.acts_for_others(
            sentence[core.clause_start : core.end]
        ):
            cancelled.append((core, "own words"))
        else:
            kept.append(core)
    return Reading(tuple(kept), tuple(cancelled))


def _timed(
    text: str, start: int, core: Core, own: list[TimeWords], due: DueTimes, *, is_zh: bool
) -> _Timed | None:
    """The commitment with its due time, None where it repeats or lacks the time it needs."""
    kinds = {each.kind for each in own}
    if "repeating" in kinds or ("past" in kinds and core.needs != NOTHING):
        return None
    after = [each for each in own if each.start >= core.deed]
    used = after if any(each.kind not in UNUSED | CLOCKS | {"part"} for each in after) else own
    used = [each for each in used if each.kind not in UNUSED]
    moment = due_of(used, due) if used else None
    if moment is None and "then" in kinds:
        moment = _before(text, start + core.start, due, is_zh=is_zh) or _today(own, due)
    is_soon = core.rule in {"is doing"} and "vague" in kinds
    if core.needs != NOTHING and moment is None and not is_soon:
        return None
    if core.needs == DAY and not _names_a_day(text, start, used):
        return None
    places = [
        core.start,
        core.clause_end,
        *(each.start for each in own),
        *(each.end for each in own),
    ]
    last = max(core.end, min(core.clause_end, max(places)), *(each.end for each in own), 0)
    return _Timed(core, start, start + min(places), start + last, tuple(own), moment, is_zh)


def _names_a_day(text: str, start: int, used: list[TimeWords]) -> bool:
    """Whether a day or a moment is named, not only opening hours: "from 8 to 20"."""
    return any(
        each.kind in DAYS_AND_MOMENTS
        and not (each.kind == "range" and text.startswith("from", start + each.start))
        for each in used
    )


def _complete(
    sentence: str, times: list[TimeWords], due: DueTimes, found: list[_Timed], start: int
) -> None:
    """Take "Tomorrow at 3 at the latest." for the time of the promise before it."""
    if not found or found[-1].due or not has_time(times):
        return
    if says_only_a_time(sentence, 0, len(sentence), times):
        moment = due_of([each for each in times if each.kind not in UNUSED], due)
        found[-1] = replace(found[-1], due=moment, end=start + len(sentence.rstrip()))


def _before(text: str, at: int, due: DueTimes, *, is_zh: bool) -> Due | None:
    """The time named last before a place: what "by then" stands for."""
    reader = (CHINESE if is_zh else ENGLISH).times
    for first, last, _ in reversed(list(sentences(text[max(0, at - 400) : at]))):
        piece = text[max(0, at - 400) : at][first:last]
        moment = due_of([each for each in reader.find(piece) if each.kind not in UNUSED], due)
        if moment:
            return moment
    return None


def _today(times: list[TimeWords], due: DueTimes) -> Due | None:
    """What "the same day" stands for where no day was named before it."""
    words = tuple(each for each in times if each.kind == "then" and "days" in each.values)
    return Due(due.close_of_today(), words) if words else None


def _joined(timed: list[_Timed]) -> list[_Timed]:
    """Preparations belong to what they prepare, untimed deeds to the promise they go with."""
    found: list[_Timed] = []
    for each in timed:
        last = found[-1] if found else None
        if last and each.core.rule == ANOTHER and (each.due is None or last.due is None):
            found[-1] = replace(last, end=each.end, due=each.due or last.due)
        elif last and last.due is None and _leads_to(last, each):
            found[-1] = replace(each, start=last.start)
        elif last and each.is_chinese and each.due is None and _goes_with(last, each):
            found[-1] = replace(last, end=each.end)
        else:
            found.append(each)
    return found


def _goes_with(last: _Timed, each: _Timed) -> bool:
    """Whether a Chinese clause without a time tells more of the promise before it."""
    if each.core.actor in OURSELVES:
        return True
    return last.due is not None and not any(words.kind == "vague" for words in each.times)


def _leads_to(last: _Timed, each: _Timed) -> bool:
    """Whether a deed without a time only leads to the next: 我们会安排退款，3天内返回."""
    if last.core.is_preparation:
        return True
    if not last.is_chinese:
        return each.core.rule == RESULT
    is_at_once = any(words.kind == "vague" for words in last.times)
    return each.due is not None and each.core.actor == OURSELVES[0] and not is_at_once


def _promise(text: str, small: str, each: _Timed, due: DueTimes) -> FoundPromise:
    start, end = _trimmed(text, each.start, each.end)
    moment = each.due.at if each.due else None
    return FoundPromise(
        span=(start, end),
        text=text[start:end],
        what=_what(text, each, end),
        actor=_actor(text, small, each),
        due_at=moment,
        vague=moment is None,
        suggested_at=None if moment else due.suggested(),
        why=_why(each, due),
    )


LOOSE_ENDS = re.compile(
    r"^(?:之前|以前|前|之内|内|左右)"
    r"|(?: ?\b(?:by|before|at|on|around|about|within|in|until|from))+$",
    re.IGNORECASE,
)
OURSELVES = ("我们", "我", "这边")
EDGE = " \t\n\r,，.。;；:：!！-–—、\x00\ufffd~～"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def _actor(text: str, small: str, each: _Timed) -> str:
    """Who acts, as it is written."""
    at = small.find(each.core.actor, each.start, each.end)
    return text[at : at + len(each.core.actor)] if at >= 0 else each.core.actor


def _what(text: str, each: _Timed, end: int) -> str:
    """The deed without its times."""
    parts, at = [], each.sentence + each.core.deed
    for words in each.times:
        if each.sentence + words.start >= at:
            parts.append(text[at : each.sentence + words.start])
            at = each.sentence + words.end
    parts.append(text[at:end])
    what = " ".join(" ".join(parts).split()).strip(EDGE)
    return LOOSE_ENDS.sub("", what).strip(EDGE) or text[each.start : end].strip(EDGE)


def _why(each: _Timed, due: DueTimes) -> str:
    says = f"commitment ({each.core.rule})"
    if each.due is None:
        return f"{says}; no time is named"
    kinds = ", ".join(dict.fromkeys(words.kind.replace("_", " ") for words in each.due.words))
    passed = "; this time has passed" if each.due.at < due.now else ""
    return f"{says}; time ({kinds or 'named before'}){passed}"
