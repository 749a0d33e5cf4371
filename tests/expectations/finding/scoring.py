"""How well promises are found, against sentences read by a person.

`python -m tests.expectations.finding.scoring FILE [--show]` prints the figures by language and
kind; `--show` names each miss.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from heed.core.business_hours import BusinessHours
from heed.expectations.finding.finder import FoundPromise, find_promises

NINE_TO_SIX = ((time(9), time(18)),)
DEVELOPMENT = Path(__file__).with_name("development.jsonl")
SECOND = Path(__file__).with_name("second.jsonl")
THIRD = Path(__file__).with_name("third.jsonl")


@dataclass
class Score:
    """Counts over the promises of some sentences."""

    sentences: int = 0
    labelled: int = 0
    found: int = 0
    matched: int = 0
    timed: int = 0
    due_right: int = 0
    vague_right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.labelled if self.labelled else 1.0

    @property
    def due_share(self) -> float:
        return self.due_right / self.timed if self.timed else 1.0

    @property
    def vague_share(self) -> float:
        return self.vague_right / self.matched if self.matched else 1.0


def read_labelled(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def find_in(sentence: dict) -> list[FoundPromise]:
    zone = sentence["timezone"]
    hours = BusinessHours(zone, dict.fromkeys(range(5), NINE_TO_SIX))
    now = datetime.fromisoformat(sentence["now"])
    return find_promises(sentence["text"], now=now, time_zone=ZoneInfo(zone), hours=hours)


def score(sentences: list[dict], find=find_in) -> Score:
    """Return the counts; a found promise matches the labelled one it overlaps most, one to one."""
    total = Score()
    for sentence in sentences:
        _add(total, sentence, find(sentence))
    return total


def by(key: str, sentences: list[dict]) -> dict[str, Score]:
    groups = defaultdict(list)
    for sentence in sentences:
        groups[sentence[key]].append(sentence)
    return {name: score(group) for name, group in sorted(groups.items())}


def _add(total: Score, sentence: dict, found: list[FoundPromise]) -> None:
    labelled = _with_spans(sentence)
    pairs = _pairs(labelled, found)
    total.sentences += 1
    total.labelled += len(labelled)
    total.found += len(found)
    total.matched += len(pairs)
    place = f"{sentence['id']} [{sentence['kind']}] {sentence['text']}"
    for at, promise in enumerate(labelled):
        if at not in {first for first, _ in pairs}:
            total.wrong.append(f"MISSED {promise['text']!r} in {place}")
    for at, each in enumerate(found):
        if at not in {second for _, second in pairs}:
            total.wrong.append(f"EXTRA  {each.text!r} in {place} ({each.why})")
    for first, second in pairs:
        _add_pair(total, labelled[first], found[second], sentence)


def _add_pair(total: Score, promise: dict, each: FoundPromise, sentence: dict) -> None:
    place = f"{sentence['id']} [{sentence['kind']}] {sentence['text']}"
    is_vague_right = each.vague == promise["vague"]
    total.vague_right += is_vague_right
    if not is_vague_right:
        total.wrong.append(f"VAGUE  found {each.vague} in {place} ({each.why})")
    if promise["vague"]:
        return
    total.timed += 1
    wanted = datetime.fromisoformat(promise["due_at"])
    if each.due_at == wanted:
        total.due_right += 1
    else:
        said = sentence["now"][:16]
        total.wrong.append(f"DUE    {each.due_at} for {wanted} said {said} in {place}")


def _with_spans(sentence: dict) -> list[dict]:
    spans, reached = [], Counter()
    for promise in sentence["promises"]:
        start = sentence["text"].find(promise["text"], reached[promise["text"]])
        start = max(start, 0)
        end = start + len(promise["text"])
        reached[promise["text"]] = end
        spans.append(promise | {"span": (start, end)})
    return spans


def _pairs(labelled: list[dict], found: list[FoundPromise]) -> list[tuple[int, int]]:
    overlaps = sorted(
        (
            (_overlap(promise["span"], each.span), first, second)
            for first, promise in enumerate(labelled)
            for second, each in enumerate(found)
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs, firsts, seconds = [], set(), set()
    for overlap, first, second in overlaps:
        if overlap and first not in firsts and second not in seconds:
            pairs.append((first, second))
            firsts.add(first)
            seconds.add(second)
    return pairs


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEVELOPMENT)
    parser.add_argument("--show", action="store_true", help="name each miss")
    parser.add_argument("--by", default="language", help="language or kind")
    options = parser.parse_args()
    sentences = read_labelled(options.file)
    groups = by(options.by, sentences) | {"all": score(sentences)}
    show = sys.stdout.write
    show(f"{'':24} sentences promises precision recall due   vague\n")
    for name, each in groups.items():
        show(
            f"{name[:24]:24} {each.sentences:9} {each.labelled:8} {each.precision:9.3f} "
            f"{each.recall:6.3f} {each.due_share:5.3f} {each.vague_share:5.3f}\n"
        )
    if options.show:
        show("\n".join([*groups["all"].wrong, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
