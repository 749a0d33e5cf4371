from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.expectations.forms.fields import moment_field, topic_field
from heed.expectations.operations.letters import Terms

MOST_FOUND = 20


class ProposalForm(forms.Form):
    """A promise found in a text, changed before it is taken into the ledger."""

    wording = forms.CharField(label=_("What we promise"), max_length=500)
    due_at = moment_field(_("By when?"))
    is_separate = forms.BooleanField(label=_("It is another matter"), required=False)

    def __init__(self, *args: Any, now: datetime, mark: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"proposal{mark}_%s"} | kwargs)
        self.fields["topic"] = topic_field(required=False)
        self.now = now

    def clean_due_at(self) -> datetime:
        due_at: datetime = self.cleaned_data["due_at"]
        if due_at <= self.now:
            raise forms.ValidationError(_("This time has passed. Give one in the future."))
        return due_at


def attached_promises(marks: list[str], *, now: datetime) -> tuple[list[Terms], list[str]]:
    """The promises ticked while the answer was written, and what is wrong with them.

    A mark is a due time and the words, as the page offered them.
    """
    found: list[Terms] = []
    problems: list[str] = []
    for mark in dict.fromkeys(marks[:MOST_FOUND]):
        moment, _space, wording = mark.partition(" ")
        due_at = _instant(moment)
        if due_at is None or not wording.strip():
            problems.append(
                gettext("A promise found in the text could not be read. Tick it again.")
            )
        elif due_at <= now:
            problems.append(
                _("“%(wording)s”: this time has passed. Give one in the future.")
                % {"wording": wording[:500]}
            )
        else:
            found.append(Terms(wording[:500], due_at, is_separate=True))
    return found, [str(each) for each in problems]


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
