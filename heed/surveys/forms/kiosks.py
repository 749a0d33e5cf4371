"""The form a kiosk is opened by, and what a tablet sends."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.surveys.answering.values import UNUSABLE
from heed.surveys.operations.kiosk_answers import Kept

MOST_AT_ONCE = 50
MOST_VERSION = 2**31 - 1


class HandingUnreadable(DomainError):
    code = "kiosk.unreadable"
    message = _("This is not what a tablet sends: %(problem)s.")
    status = 400


class KioskForm(forms.Form):
    name = forms.CharField(
        label=_("Where it stands"),
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Shop window, Bristol")}),
    )


@dataclass(frozen=True)
class Handing:
    """What a tablet sends at once; `said_now` is its clock at that moment."""

    said_now: datetime
    kept: tuple[Kept, ...]


def handing_from(body: bytes) -> Handing:
    """Raises HandingUnreadable where a part is missing or of another kind."""
    try:
        sent = _usable(json.loads(body))
    except (ValueError, RecursionError) as problem:
        raise HandingUnreadable(problem="no JSON") from problem
    if not isinstance(sent, dict) or not isinstance(sent.get("responses"), list):
        raise HandingUnreadable(problem="responses")
    responses = sent["responses"]
    if len(responses) > MOST_AT_ONCE:
        raise HandingUnreadable(problem=f"{len(responses)} > {MOST_AT_ONCE}")
    return Handing(_instant(sent, "now"), tuple(_kept(each) for each in responses))


def _kept(sent: object) -> Kept:
    if not isinstance(sent, dict) or not isinstance(sent.get("answers"), dict):
        raise HandingUnreadable(problem="answers")
    version = sent.get("version")
    if not isinstance(version, int) or not 0 <= version <= MOST_VERSION:
        raise HandingUnreadable(problem="version")
    return Kept(
        key=_key(sent),
        version=version,
        language=_text(sent, "language"),
        page=_text(sent, "page"),
        answers=sent["answers"],
        started_at=_instant(sent, "started"),
        changed_at=_instant(sent, "changed"),
        finished_at=None if sent.get("finished") is None else _instant(sent, "finished"),
    )


def _key(sent: Mapping[str, object]) -> UUID:
    try:
        return UUID(_text(sent, "key"))
    except ValueError as problem:
        raise HandingUnreadable(problem="key") from problem


def _text(sent: Mapping[str, object], name: str) -> str:
    found = sent.get(name)
    if not isinstance(found, str):
        raise HandingUnreadable(problem=name)
    return found


def _instant(sent: Mapping[str, object], name: str) -> datetime:
    try:
        found = parse_datetime(_text(sent, name))
    except ValueError as problem:
        raise HandingUnreadable(problem=name) from problem
    if found is None or found.tzinfo is None:
        raise HandingUnreadable(problem=name)
    return found


def _usable(value: object) -> object:
    """What was sent without what no database takes."""
    if isinstance(value, str):
        return UNUSABLE.sub("", value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_usable(each) for each in value]
    if isinstance(value, dict):
        return {UNUSABLE.sub("", key): _usable(each) for key, each in value.items()}
    return value
