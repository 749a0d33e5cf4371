"""The forms of calling, and what an interviewer reads aloud beside the questions."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info, get_supported_language_variant, gettext_lazy
from django.utils.translation import gettext as _

from heed.core.instants import OUT_OF_RANGE, is_in_range
from heed.surveys.answering.asked import Asked, AskedPage
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Files, Rating
from heed.surveys.forms.surveys import InviteForm
from heed.surveys.models import CallAttempt
from heed.surveys.operations.interviews import AppointmentMissing, AppointmentPassed
from heed.surveys.rules.call_times import at_her_place, quick_times


class ListForm(InviteForm):
    with_unanswered = forms.BooleanField(
        label=gettext_lazy("Also call who was written to and has not answered"),
        required=False,
        help_text=gettext_lazy(
            "After three days without an answer. It counts as a reminder, not as asking again."
        ),
    )

    def choice(self) -> dict[str, Any]:
        return super().choice() | {"with_unanswered": self.cleaned_data["with_unanswered"]}


class OutcomeForm(forms.Form):
    """What came of a call. The names do not meet those of the questions on the same page."""

    prefix = "call"

    outcome = forms.ChoiceField(choices=CallAttempt.Outcome.choices, required=False)
    note = forms.CharField(required=False, max_length=500)
    when = forms.CharField(required=False, max_length=10)
    at = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    )
    is_for_ever = forms.BooleanField(required=False)
    wrong_number = forms.IntegerField(required=False, min_value=1)

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def clean_at(self) -> datetime | None:
        """The time as her clock shows it."""
        given: datetime | None = self.cleaned_data["at"]
        if given and not is_in_range(given):
            raise forms.ValidationError(OUT_OF_RANGE)
        return at_her_place(given.replace(tzinfo=UTC), self.zone) if given else None

    def clean(self) -> dict[str, Any]:
        """One button says it all: a time means calling back, a number that it is wrong."""
        given = super().clean() or self.cleaned_data
        if given.get("when"):
            given["outcome"] = CallAttempt.Outcome.CALL_BACK
        elif given.get("is_for_ever"):
            given["outcome"] = CallAttempt.Outcome.REFUSED
        elif given.get("wrong_number"):
            given["outcome"] = CallAttempt.Outcome.WRONG_NUMBER
        if self.errors:
            return given
        if not given["outcome"]:
            raise forms.ValidationError(gettext_lazy("Choose what came of the call."))
        if given["outcome"] == CallAttempt.Outcome.CALL_BACK:
            self._require_ahead(self._again())
        return given

    def attempt(self) -> dict[str, Any]:
        """The attempt as the operation takes it."""
        given = self.cleaned_data
        is_back = given["outcome"] == CallAttempt.Outcome.CALL_BACK
        return {
            "outcome": given["outcome"],
            "note": given["note"],
            "call_again_at": self._again() if is_back else None,
            "is_for_ever": given["is_for_ever"],
            "number_id": given["wrong_number"],
        }

    def _require_ahead(self, at: datetime | None) -> None:
        """What was said on the page is kept even where the time cannot be taken."""
        if at is None:
            raise forms.ValidationError(AppointmentMissing.message)
        if at <= self.now:
            raise forms.ValidationError(str(AppointmentPassed(at=self._said(at))))

    def _said(self, at: datetime) -> str:
        return date_format(at.astimezone(self.zone).replace(tzinfo=None), "DATETIME_FORMAT")

    def _again(self) -> datetime | None:
        wanted: str = self.cleaned_data["when"]
        offered = {each.name: each.at for each in quick_times(self.now, self.zone)}
        at: datetime | None = self.cleaned_data["at"]
        return offered.get(wanted, at)


@dataclass(frozen=True)
class Tongue:
    """A language the questionnaire can be asked in, by its own name."""

    code: str
    name: str


def tongues_of(questionnaire: Questionnaire) -> list[Tongue]:
    codes = [_settled(each) for each in questionnaire.languages]
    return [Tongue(code, _own_name(code)) for code in codes]


def tongue_for(questionnaire: Questionnaire, wished: str) -> str:
    """The language to ask in: the wished one where the questionnaire speaks it."""
    codes = [each.code for each in tongues_of(questionnaire)]
    return wished if wished in codes else codes[0]


def frame_language(language: str) -> str:
    """The language of the sentences around the questions, as far as Heed speaks it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def read_aloud(page: AskedPage, language: str) -> AskedPage:
    """The page as it is asked on the telephone: scales are said in words, files left out.

    Nobody sees the scale there, so that its ends have to be told.
    """
    with translation.override(frame_language(language)):
        questions = [_told(each) for each in page.questions if not isinstance(each.question, Files)]
    return replace(page, questions=tuple(questions))


def _told(asked: Asked) -> Asked:
    question = asked.question
    is_worded = any(each.text != str(each.value) for each in asked.choices)
    if not isinstance(question, Rating) or is_worded:
        return asked
    ends = {
        "lowest": question.lowest,
        "highest": question.highest,
        "low": asked.lowest_label,
        "high": asked.highest_label,
    }
    if asked.lowest_label and asked.highest_label:
        told = _("Please say a number from %(lowest)s, “%(low)s”, to %(highest)s, “%(high)s”.")
    else:
        told = _("Please say a number from %(lowest)s to %(highest)s.")
    return replace(asked, description=" ".join(filter(None, (asked.description, told % ends))))


def _settled(language: str) -> str:
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return language


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
