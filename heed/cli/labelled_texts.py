"""Texts with labels from files as people have them, personal data masked as they are read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.measures.texts.masking import masked
from heed.measures.texts.sentiment import NEGATIVE, POSITIVE
from heed.measuring.answer_files import read_answers
from heed.measuring.asked import column_meant

ENDINGS = {".csv", ".tsv", ".xlsx", ".parquet", ".gz"}
_SENTIMENTS = {
    NEGATIVE: ("negative", "neg", "0", "-1", "差评", "负面", "消极"),
    POSITIVE: ("positive", "pos", "1", "好评", "正面", "积极"),
}
_SENTIMENT_OF = {word: label for label, words in _SENTIMENTS.items() for word in words}


class NoFiles(DomainError):
    code = "text.no_files"
    message = _("%(place)s holds no CSV, XLSX or Parquet file. Name the folder that holds them.")


class NotSentiments(DomainError):
    code = "text.not_sentiments"
    message = _(
        "The label “%(label)s” says neither positive nor negative. Write positive or 1, negative "
        "or 0, or leave --sentiment out to learn topics."
    )


@dataclass
class LabelledTexts:
    """Texts with their labels and groups; `set_aside` counts rows not used, by reason."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    rows: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)


def read_labelled_texts(
    place: Path, *, text: str, label: str, group: str = "", is_sentiment: bool = False
) -> LabelledTexts:
    """The texts of a file, or of all files of a folder, each once. Raises DomainError.

    A text that comes again would be learnt and then tested on; the first one counts.
    """
    found = LabelledTexts()
    seen: set[str] = set()
    asked = [text, label, *([group] if group else [])]
    for path in _files(place):
        for written, given, *groups in _cells(path, asked):
            found.rows += 1
            reason = "no_text" if not written else "no_label" if not given else ""
            if not reason and written in seen:
                reason = "repeated"
            if reason:
                found.set_aside[reason] += 1
                continue
            seen.add(written)
            found.texts.append(masked(written))
            found.labels.append(_sentiment(given) if is_sentiment else given)
            found.groups.extend(groups)
    return found


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    files = sorted(path for path in place.iterdir() if path.suffix.lower() in ENDINGS)
    if not files:
        raise NoFiles(place=place)
    return files


def _cells(path: Path, asked: list[str]) -> Iterator[list[str]]:
    table = read_answers(path)
    places = [column_meant(each, table.columns).place for each in asked]
    for row in table.rows:
        yield [str(row[place]).strip() for place in places]


def _sentiment(label: str) -> str:
    if label.lower() not in _SENTIMENT_OF:
        raise NotSentiments(label=label)
    return _SENTIMENT_OF[label.lower()]
