"""What an erased customer said in surveys is taken out; figures and choices stay."""

from collections.abc import Mapping

from django.db import transaction

from heed.core import files
from heed.surveys.analysing.commands import RESULTS
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.format.questions import Comment, Computed, Files, Line
from heed.surveys.format.words import Input
from heed.surveys.models import Analysis, Invitation, Response, ResponseFile, TextReading
from heed.surveys.queries.versions import asked_in


@transaction.atomic
def erase_responses_of(*, customer_id: int) -> None:
    """Take texts, days, files and raw answers out of a customer's responses; safe to run twice.

    What was chosen, rated and counted stays, without a link to the customer. Responses to
    anonymous surveys name nobody and are not touched. Files go before the rows that name them, so
    that a run cut short finds them again. Where she was asked is forgotten too, and
    how her texts were read.
    """
    TextReading.objects.filter(customer_id=customer_id).delete()
    Invitation.objects.filter(customer_id=customer_id).update(reached="")
    rows = Response.objects.filter(customer_id=customer_id).select_for_update(of=("self",))
    answered = Response.objects.filter(customer_id=customer_id).values("survey_id")
    # Snapshots of results quote words; they are made anew from what stays.
    Analysis.objects.filter(survey_id__in=answered, choice__method=RESULTS).delete()
    for response in rows.select_related("version"):
        _forget_files(response)
        _erase(response)


def _forget_files(response: Response) -> None:
    given = ResponseFile.objects.filter(response=response)
    for key in given.values_list("key", flat=True):
        files.forget(key)
    given.delete()


def _erase(response: Response) -> None:
    if response.cleaned is not None:
        asked = asked_in(response.version)
        response.cleaned = _without_words(asked, response.cleaned)
    response.answers, response.fingerprint = {}, ""
    response.customer = response.invitation = None
    response.save(update_fields=["cleaned", "answers", "fingerprint", "customer", "invitation"])


def _without_words(asked: Questionnaire, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers that were chosen, rated or counted."""
    kept = {}
    for question in asked.questions:
        answer = answers.get(question.name)
        is_words = isinstance(question, Comment | Files) or (
            isinstance(question, Line) and question.input is not Input.NUMBER
        )
        is_made_of_words = isinstance(question, Computed) and isinstance(answer, str)
        is_code = answer in list(question.missing)
        if answer is not None and (is_code or not (is_words or is_made_of_words)):
            kept[question.name] = answer
    return kept
