"""Texts as a list shows them: masked, with the pieces that moved the models."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from heed.measures.texts.linear import LinearModel
from heed.measures.texts.model_files import ModelUnreadable
from heed.measures.texts.verdicts import reasons
from heed.surveys.models import TextModel, TextReading
from heed.surveys.queries.text_models import newest_model, weights_of
from heed.surveys.queries.text_readings import text_of
from heed.surveys.rules.text_models import OTHER

LONGEST = 600
MOST_PIECES = 3


@dataclass(frozen=True)
class Piece:
    """A part of a text; `spoke_for` is "sentiment", "topic" or empty."""

    text: str
    spoke_for: str = ""


@dataclass(frozen=True)
class Shown:
    """A reading with its text in pieces. `is_cut` where the text goes on."""

    reading: TextReading
    pieces: tuple[Piece, ...]
    is_cut: bool

    @property
    def has_reasons(self) -> bool:
        return any(piece.spoke_for for piece in self.pieces)


def shown(readings: Iterable[TextReading]) -> list[Shown]:
    """Readings as a list shows them; reviewed ones without reasons, since a person decided."""
    sentiment, topics = (_model(kind) for kind in (TextModel.Kind.SENTIMENT, TextModel.Kind.TOPICS))
    found = []
    for reading in readings:
        whole = text_of(reading)
        text = whole[:LONGEST]
        spans: list[tuple[int, int, str]] = []
        if reading.corrected_at is None:
            spans = _spans(text, sentiment, reading.sentiment, "sentiment", [])
            label = str(reading.topic_id) if reading.topic_id else OTHER
            spans = _spans(text, topics, label if label != OTHER else "", "topic", spans)
        found.append(Shown(reading, tuple(_pieces(text, spans)), len(whole) > LONGEST))
    return found


def _model(kind: str) -> LinearModel | None:
    newest = newest_model(kind)
    try:
        return weights_of(newest.key) if newest else None
    except (OSError, ModelUnreadable):
        return None


def _spans(
    text: str,
    model: LinearModel | None,
    label: str,
    spoke_for: str,
    taken: list[tuple[int, int, str]],
) -> list[tuple[int, int, str]]:
    """Where the weightiest pieces stand in the text, beside those that are taken."""
    if model is None or label not in model.labels:
        return taken
    found, sought = list(taken), _plain(text)
    for reason in reasons(model, text, label, most=MOST_PIECES):
        start = sought.find(reason.text)
        end = start + len(reason.text)
        if start >= 0 and all(end <= first or last <= start for first, last, _for in found):
            found.append((start, end, spoke_for))
    return found


def _plain(text: str) -> str:
    """The text as models see it, where that has the same length; else in small letters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return plain if len(plain) == len(text) else text.lower()


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> Iterable[Piece]:
    place = 0
    for start, end, spoke_for in sorted(spans):
        if place < start:
            yield Piece(text[place:start])
        yield Piece(text[start:end], spoke_for)
        place = end
    if place < len(text):
        yield Piece(text[place:])
