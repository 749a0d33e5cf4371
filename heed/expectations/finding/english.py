"""How commitments are read in English, by the words of words/english*.toml."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from heed.expectations.finding.alternatives import beginnings, in_words, word_starts
from heed.expectations.finding.cores import (
    ANOTHER,
    DAY,
    NOTHING,
    RESULT,
    TIME,
    Core,
    Language,
    Reading,
    merged,
)
from heed.expectations.finding.english_cancels import LISTS, RULES, why_cancelled
from heed.expectations.finding.english_subjects import subject_of
from heed.expectations.finding.patterns import when_used
from heed.expectations.finding.rule_files import filled
from heed.expectations.finding.time_words import TimeReader, TimeWords

STEM = 3  # signs by which words are told apart before a form is tried
ANY_WORD = frozenset({""})


def _compiled(pattern: str) -> re.Pattern[str]:
    return when_used(filled(pattern, LISTS))


SEPARATOR = re.compile(
    r"[,;()!?\x00\n]|:(?!\d)|\.{2,}|…|(?<!\d) ?[–—] ?|\s-+\s|[.](?=\s|$)|\b(?:and|but|so"
    r"|because|plus|while|then|or)\b"
)
HARD = re.compile(r"[,;()!?\x00\n]|:(?!\d)|\.{2,}|…|(?<!\d) ?[–—] ?|\s-+\s|[.](?=\s|$)")
ADVERBS = r"(?:,? (?:{adverb})\b,?)*"
WILL = (
    r"\b(?P<word>will|shall|wil|wll)\b|(?<=[a-z])'ll\b|(?<=[a-z])' ?ll\b"
    r"|(?<=\bi)ll\b(?= (?:call|send|get|ring|check|have|email|be|look|let|pop|chase|text|ask))"
)
GOING_TO = (
    r"(?:(?:\b(?:am|are|is)|(?<=[a-z])'(?:m|re|s)) )?(?:(?:also|now|then|just|still|all|not"
    r"|personally|definitely) )?\b(?:going to|gonna|gunna)\b"
)
MODAL, MODAL_OR_GOING = re.compile(WILL), re.compile(f"{WILL}|{GOING_TO}")
AFTER = _compiled(rf"{ADVERBS} *")
IDLE = _compiled(r"(?:{idle})\b")
OURS_BE = _compiled(r"be (?:{adverb} )*(?:{ours_be})")
BE_ING = _compiled(r"be (?:{adverb} )*(?!(?:{idle_ing})\b)[a-z]+ing\b")
THING_BE = _compiled(r"be (?:{adverb} )*(?:{thing_be})\b")
THING_DOES = _compiled(r"(?:{thing_does})\b")
PARTICIPLE = _compiled(
    r"(?:be|get|have been|have (?:it|this|that|them|your [a-z]+|the [a-z]+)) (?:{adverb} )*"
    r"(?!(?:{idle_participle})\b)"
    r"(?:[a-z-]+ed|sent|paid|made|done|given|put|set|sold|built|brought|dealt|kept|cut|met"
    r"|found|told|rung|written|seen to|taken (?:care|off|down|away|out|over|to)|withdrawn|shown"
    r"|driven|flown|hung|fit|redone|rewritten|reset|resent|rebuilt|swept|lent|shut|held for)\b"
)
YOU_GET = _compiled(r"(?:{you_get})\b")
FROM_OTHERS = _compiled(r"\b(?:from|by) (?:your|the|his|her|their|an?) (?:own )?(?:{third})\b")
YOUR = re.compile(r"\b(?:you|your|u|ur|ya|cust|customer|client|him|her|them|mr|mrs|ms|pt)\b")
ACTION = _compiled(r"(?:{action})\b")
PREPARE = _compiled(r"(?:{prepare})\b")
GETS_IT = re.compile(r"(?:have|get|receive|be getting) (?:it|them|this|these|everything|both)\b")
NO_SUBJECT = (" be", " was", " were", " been", " had", " not", " wasn't", " weren't")
NEVER = re.compile(r"(?:not|never|no longer)\b")
BEING_FINE = re.compile(r"(?:be|go|do)ing (?:closed|well|fine|ok|great|good|on\b|charged)")
NOT_PRESENT = re.compile(
    r"\b(?:do|did|(?<!agreed )(?<!confirmed )that|which|what|how|if|when|where|as|let|can"
    r"|could|should|would|may|shall|will|must)$"
)
OUR_THING = _compiled(
    r"\b(?:your|you|it|this|that|our|{staff}|{noted}|order|parcel|payment|item|unit|job|work"
    r"|works|fix)\b"
)
NOTE_START = re.compile(r"\s[-–—]+ |[:|] +|\) |, (?=c/?b\b|call ?back|f/?u\b)")
AND_DOES = _compiled(r"\band (?:then |also )*(?P<verb>{action})\b(?! (?:of|to)\b)")
FORGET = re.compile(r"(?:won't|will not) (?:forget|fail) to|(?<= )'ll not (?:forget|fail) to")
SHOULD = _compiled(r"(?<=[a-z] )should (?!(?:not|never|i|we|you)\b)(?=[^.;!?]*{my_word})")
HARMLESS = in_words(filled(RULES["harmless"]["pattern"], LISTS))
ING = _compiled(
    r"(?:\b(?:am|are|is)|(?<=[a-z])'(?:m|re|s))(?: (?:{adverb}))* (?P<verb>(?!going to"
    r"|(?:{idle_ing})\b)[a-z]+ing)\b"
    r"(?! (?:you )?(?:about|regarding|because|to (?:let|tell|inform|ask|confirm|follow|say"
    r"|apologi|thank|remind|check)|on behalf|in regards?|re\b|with regard))"
)
ING_WORDS = re.compile(
    r"(?:being|hav|arriv|com|go|ship|leav|deliver|send"
    r"|dispatch|post|call|ring|phon|email|text|messag|visit"
    r"|meet|bring|drop|collect|pick|return|refund|credit|pay|transfer|replac|repair|fix|install|fit"
    r"|chas|book|order|process|issu|releas|publish|deploy|migrat|updat|upgrad|restor|unlock"
    r"|sort|get"
    r"|swap|clean|paint|switch|mov|put|submit|fil|rol|start|finish|complet|prepar|print|pack|review"
    r"|activat|cancel|clos|reset|schedul|escalat|forward|pop|hand|mak|giv|tak|runn|do|inspect|test"
    r"|send|mail|writ|push|patch|delay|wip|treat|cut|revers|waiv|add|remov|extend|renew|approv"
    r"|check|arrang|organi[sz]|rais|load|wir|clear|settl|reimburs|compensat|restart|connect|scan"
    r"|sign|draft|edit|measur|servic|calibrat|restock|refill|wash|trim|translat|assign|driv|carry"
    r"|reopen|rebook|redo|pass|swing|courier|hook|upload|invoic|tow|head)"
    r"[a-z]*ing\b|being\b|going\b"
)
ING_THING = re.compile(
    r"(?:being [a-z]+|arriving|coming|going (?:out|in|off|live|on|back)"
    r"|getting (?:an?|new|its)\b|shipping|leaving|landing)\b"
)
HAVING_DONE = re.compile(
    r"having (?:[a-z']+ ){1,4}?(?:[a-z]+ed|sent|done|made|put|brought|taken|built)\b"
)
PRESENT = _compiled(r"\b(?P<who>i|we)(?: (?:{adverb}))* (?P<verb>{fixed})\b")
PRESENT_S = _compiled(
    r"\b(?P<verb>comes|arrives|follows|ships|leaves|goes (?:out|off|live|in|back|to)|visits"
    r"|delivers|collects|attends|reaches|brings|returns|replaces|repairs|fixes|picks|swaps|pays|refunds|sends|hands"
    r"|installs|fits|calls|rings|starts work|lands|gets (?:to you|there)"
    r"|(?:is|are) (?:with you|ready|there|back|at your|on site|due (?:on|at|for|between)|yours)"
    r"|gets? (?!charged|billed|debited|closed|deleted|locked|suspended)(?:[a-z]+ed|sent|done"
    r"|put|paid|made|built|given)|(?<=s )(?:arrive|leave|ship|go (?:out|off|live|back)|roll out))\b"
)
DONE_BEFORE = re.compile(  # "your lamp is packed and arrives on Thursday"
    r"(?:^|[,;.:!] ?)(?:hi,? )?(?:your|our|the|it|they|this|everything)\b"
    r"(?=[^,;.!?]* (?:is|are|has|have|was|were|left|went|passed)\b)"
    r"(?:(?!\b(?:if|when|once|said|says|say|told|thinks?|claims?|not|customer|client)\b|n't)[^,;.!?]){2,60}"
    r"(?: and|,? then)$"
)
FALLS_DUE = ("is due", "are due")  # an estimate where a thing is, an arrangement where a person is
TIMETABLED = re.compile(
    r"\b(?:train|ferry|flight|plane|bus|tram|boat|sun|tide|term|course|semester|season|sale|offer"
    r"|show|film|match|game|concert|exam|class|lesson|lecture|meeting)s?$"
)


def _stems(hint: Iterable[str]) -> frozenset[str]:
    """What words begin with that make a form worth trying."""
    return frozenset(word.strip()[:STEM].ljust(STEM) for word in hint) or ANY_WORD


class Form(NamedTuple):
    """Another way of committing, tried where a word begins as its hint says."""

    name: str
    needs: str
    hint: frozenset[str]
    pattern: re.Pattern[str]


EVERY = [
    Form(each["name"], each["needs"], _stems(each.get("hint", ())), _compiled(each["pattern"]))
    for each in RULES["forms"]
]
FORMS = [form for form in EVERY if not form.name.startswith("note:")]
NOTES = [form for form in EVERY if form.name.startswith("note:")]


@cache
def _firsts(form: Form) -> tuple[str, ...]:
    return tuple(beginnings(form.pattern.pattern))


@lru_cache(maxsize=8192)
def _notes_beginning(signs: str) -> tuple[Form, ...]:
    """The forms of notes that a text with these first signs may have."""
    return tuple(each for each in NOTES if signs.startswith(_firsts(each)))


def read(sentence: str, is_question: bool, times: Sequence[TimeWords] = ()) -> Reading:  # noqa: ARG001, FBT001
    """The commitments of a sentence in small letters, and those that something cancels."""
    said = SHOULD.sub(_will, sentence) if "should" in sentence else sentence
    text = HARMLESS.blanked(FORGET.sub(_will, said), ",")
    cores = merged(
        [*_modal(text), *_continuous(text), *_present(text), *_others(text)], text, SEPARATOR
    )
    kept, cancelled = [], []
    for number, core in enumerate(cores):
        says = why_cancelled(text, core, cores[number + 1 :], is_question=is_question)
        if says:
            cancelled.append((core, says))
        else:
            kept += [core] if core.rule.startswith("note") else _with_another(text, core)
    return Reading(tuple(kept), tuple(cancelled))


def _will(match: re.Match[str]) -> str:
    return "will".ljust(len(match[0]))


def _with_another(text: str, core: Core) -> list[Core]:
    """The commitment and a second deed joined to it by "and", which may have a time of its own."""
    match = AND_DOES.search(text, core.end, core.clause_end)
    if not match:
        return [core]
    first = replace(core, clause_end=match.start())
    second = replace(
        core,
        start=match.start(),
        end=match.end(),
        clause_start=match.start(),
        rule=ANOTHER,
        deed=match.start("verb"),
        is_preparation=False,
    )
    return [first, second]


@lru_cache(maxsize=64)
def _clause_starts(text: str) -> list[int]:
    return [match.end() for match in SEPARATOR.finditer(text)]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a place, from separator to separator."""
    first = 0
    for at in _clause_starts(text):
        if at > start:
            break
        first = at
    after = HARD.search(text, end)
    last = after.start() if after else len(text)
    return first, last


def _core(
    text: str,
    start: int,
    end: int,
    rule: str,
    *,
    needs: str = NOTHING,
    actor: str = "",
    deed: int = -1,
) -> Core:
    first, last = _clause(text, start, end)
    first = min(first, start)
    begin = first + len(text[first:start]) - len(text[first:start].lstrip())
    verb = text[deed:] if deed >= 0 else text[end:]
    return Core(
        start=begin,
        end=end,
        clause_start=first,
        clause_end=last,
        actor=actor or text[begin:start].strip() or "we",
        rule=rule,
        needs=needs,
        is_preparation=bool(PREPARE.match(verb)),
        deed=deed if deed >= 0 else end,
    )


def _modal(text: str) -> Iterator[Core]:
    """As in: "We will …", "you'll get …", "it is going to be …", and notes with "will"."""
    is_going = "going to" in text or "gonna" in text or "gunna" in text
    if not is_going and "ll" not in text and "wil" not in text:
        return
    for match in (MODAL_OR_GOING if is_going else MODAL).finditer(text):
        first, _ = _clause(text, match.start(), match.end())
        left = text[first : match.start()]
        if f" {left.rstrip()}".endswith(NO_SUBJECT) or " not " in match[0]:
            continue
        at = AFTER.match(text, match.end())
        verb = at.end() if at else match.end()
        rest = text[verb:]
        if text[match.end() :].strip() == "" or not rest:
            continue
        if _is_commitment(subject_of(left), left, rest, is_word=bool(match["word"])):
            rule = RESULT if GETS_IT.match(rest) else "will"
            yield _core(text, match.start(), _end_of_word(text, verb), rule, deed=verb)


def _end_of_word(text: str, at: int) -> int:
    while at < len(text) and (text[at].isalnum() or text[at] in "'-"):
        at += 1
    return at


def _is_commitment(  # noqa: PLR0911
    subject: str, left: str, rest: str, *, is_word: bool
) -> bool:
    is_be = rest.startswith("be ")
    if subject in {"third", "nobody"} or NEVER.match(rest):
        return False
    if subject in {"you", "customer"}:
        is_ours = not FROM_OTHERS.search(rest)
        return is_ours and bool(YOU_GET.match(rest) or PARTICIPLE.match(rest))
    if subject == "none" and not is_word:
        return bool(ACTION.match(rest))
    if subject in {"ours", "none"}:
        if is_be:
            return bool(
                OURS_BE.match(rest)
                or BE_ING.match(rest)
                or (subject == "none" and PARTICIPLE.match(rest))
            )
        return not IDLE.match(rest)
    if THING_BE.match(rest) or PARTICIPLE.match(rest) or THING_DOES.match(rest):
        return True
    if subject == "staff":
        return bool(OURS_BE.match(rest) or BE_ING.match(rest)) if is_be else not IDLE.match(rest)
    if is_be:
        return bool(
            (OURS_BE.match(rest) or BE_ING.match(rest))
            and not re.search(r"\b(?:it|that|this)$", left.strip())
        )
    is_for_you = subject == "name" or YOUR.search(rest[:60])
    return bool(ACTION.match(rest) and is_for_you and not IDLE.match(rest))


def _continuous(text: str) -> Iterator[Core]:
    """As in: "I'm sending it this afternoon": with a time."""
    if "ing" not in text:
        return
    for match in ING.finditer(text):
        rest = text[match.start("verb") :]
        if not ING_WORDS.match(match["verb"]) and not YOUR.search(rest[:60]):
            continue
        first, _ = _clause(text, match.start(), match.end())
        subject = subject_of(text[first : match.start()])
        if subject in {"third", "nobody", "you", "customer", "none"}:
            continue
        if subject in {"other", "thing"} and not (ING_THING.match(rest) or YOUR.search(rest[:60])):
            continue
        if rest.startswith("having") and not HAVING_DONE.match(rest):
            continue
        if BEING_FINE.match(rest):
            continue
        yield _core(
            text, match.start(), match.end(), "is doing", needs=TIME, deed=match.start("verb")
        )


def _present(text: str) -> Iterator[Core]:
    """As in: "We ship it tomorrow", "our engineer comes on Monday": with a day."""
    for match in PRESENT.finditer(text):
        if not NOT_PRESENT.search(text[: match.start()].rstrip()):
            yield _core(
                text, match.end("who"), match.end(), "does", needs=DAY, deed=match.start("verb")
            )
    for match in PRESENT_S.finditer(text):
        first, _ = _clause(text, match.start(), match.end())
        left = text[first : match.start()]
        subject = subject_of(left)
        if subject == "none" and DONE_BEFORE.search(text, 0, first):
            subject = "thing"
        if subject != "staff" and match["verb"].startswith(FALLS_DUE):
            continue
        if subject in {"staff", "thing", "name"} and not TIMETABLED.search(left.rstrip()):
            last = _clause(text, match.start(), match.end())[1]
            at = first if match["verb"].startswith("get") else match.start()
            is_to_you = bool(YOUR.search(text, at, last))
            needs = TIME if is_to_you else DAY
            yield _core(text, match.start(), match.end(), "does", needs=needs, deed=match.start())


def _others(text: str) -> Iterator[Core]:
    """Guarantees, arrangements, "let me …", and notes in telegraph style."""
    stems = {text[at : at + STEM] for at in word_starts(text, 0, len(text))} | ANY_WORD
    lead = len(text) - len(text.lstrip(" ,-*•>\t"))
    starts = [lead, *(match.end() for match in NOTE_START.finditer(text))]
    for form in FORMS:
        if not form.hint.isdisjoint(stems):
            for match in form.pattern.finditer(text):
                if form.name != "arranged" or _is_arranged_by_us(text, match):
                    yield _formed(text, form, match)
    for at in starts:
        for form in _notes_beginning(text[at : at + STEM]):
            noted = None if form.hint.isdisjoint(stems) else form.pattern.match(text, at)
            if noted:
                yield _formed(text, form, noted)


def _formed(text: str, form: Form, match: re.Match[str]) -> Core:
    groups = match.groupdict()
    deed = match.start("verb") if groups.get("verb") else -1
    who = (groups.get("who") or "").strip()
    return _core(
        text, match.start(), match.end(), form.name, needs=form.needs, actor=who, deed=deed
    )


def _is_arranged_by_us(text: str, match: re.Match[str]) -> bool:
    first, _ = _clause(text, match.start(), match.end())
    left = text[first : match.start()]
    if left.strip() and not match.groupdict().get("who") and not OUR_THING.search(left):
        return False
    return subject_of(left) not in {"third", "customer"}


ENGLISH = Language(
    read=read,
    times=TimeReader("english_spans", "english_times", at_words=True, before="before "),
    splits=SEPARATOR,
    hint=re.compile(
        r"ll\b|\b(?:will|shall|wil|wll|going to|gonna|gunna|let|allow|expect|guarantee"
        r"|promised?|commit|committed"
        r"|undertake|pledge|assure|count on|scheduled|booked|arranged|lined up|got|set|reserved"
        r"|confirmed"
        r"|organi[sz]ed|i|we|is|are|to|call ?back|follow|comes|arrives|ships)\b|'(?:m|re|s)\b"
        r"|^\W*\w"
    ),
)
