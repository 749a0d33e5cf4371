"""One page of a survey sent: kept whatever it says, then on, back, or shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heed.accounts.queries import system_user
from heed.portal.views.survey_files import asks_for_files, take_files
from heed.portal.views.survey_pages import page_named, render_page
from heed.portal.views.survey_visits import Visit, settled
from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.forms import answers_from_fields
from heed.surveys.answering.onward import Problems, onward
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.steps import page_before
from heed.surveys.models import Response
from heed.surveys.operations.responses import (
    AnswersImpossible,
    begin_response,
    change_language,
    keep_page,
    submit_response,
)


@dataclass(frozen=True)
class Step:
    """A page as it was shown, and all answers with what was sent now.

    The first page of a survey begins the response by being kept.
    """

    request: HttpRequest
    visit: Visit
    page: AskedPage
    answers: Mapping[str, object]
    now: datetime

    def keep(self, page: AskedPage) -> Response:
        """Keep all that was typed, and that the person stands on this page."""
        response = self.visit.response
        if response is None:
            begun = _begun(self.request, self.visit, self.now, self.answers, page.name)
            if begun.answers == self.answers:
                return begun
            response = begun  # by another press of the same button, a moment before
        return keep_page(
            response_id=response.pk, answers=self.answers, page=page.name, now=self.now
        )

    def go_to(self, page: AskedPage, anchor: str = "") -> HttpResponse:
        self.keep(page)
        return redirect(address_of(self.visit, page) + anchor)

    def again(self, problems: Problems, page: AskedPage) -> HttpResponse:
        visit = self.visit.with_response(self.keep(page))
        return render_page(self.request, visit, page, problems=problems)


def address_of(visit: Visit, page: AskedPage) -> str:
    return f"{visit.address}?{urlencode({'page': page.name})}"


def take(request: HttpRequest, visit: Visit, *, now: datetime) -> HttpResponse:
    """Keep what was sent and lead on. Raises the refusals of the operations."""
    page = page_named(visit, request.GET.get("page", ""))
    if page is None:  # answers given elsewhere have hidden it
        return redirect(visit.address)
    given = answers_from_fields(page, dict(request.POST.lists()))
    files: dict[str, object] = {}
    problems: dict[str, tuple[str, ...]] = {}
    if asks_for_files(page):
        response = visit.response or _begun(request, visit, now, {}, "")
        visit = visit.with_response(response)
        files, problems = take_files(request, response, page, now=now)
    step = Step(request, visit, page, {**visit.answers, **given, **files}, now)
    wish = request.POST.get("language", "")
    if wish:
        return _put_in(step, wish)
    if request.POST.get("then") == "back":
        return step.go_to(page_before(visit.sitting, step.answers, page.name) or page)
    return _led_on(step, problems)


def _begun(
    request: HttpRequest, visit: Visit, now: datetime, answers: Mapping[str, object], page: str
) -> Response:
    return begin_response(
        survey=visit.survey,
        key=visit.key,
        mode=_mode(request, visit),
        language=visit.language,
        invitation=visit.invitation,
        kiosk=visit.kiosk,
        answers=answers,
        page=page,
        now=now,
    )


def _mode(request: HttpRequest, visit: Visit) -> str:
    if visit.kiosk:
        return Response.Mode.ON_SITE
    by_code = request.GET.get("by") == "qr"
    open_mode = Response.Mode.QR if by_code else Response.Mode.LINK
    return Response.Mode.MAIL if visit.invitation else open_mode


def _put_in(step: Step, wish: str) -> HttpResponse:
    """The same page in another language, with what was typed."""
    response = step.keep(step.page)
    if wish in [settled(each) for each in step.visit.sitting.questionnaire.languages]:
        change_language(response_id=response.pk, language=wish, now=step.now)
    return redirect(address_of(step.visit, step.page))


def _led_on(step: Step, file_problems: Problems) -> HttpResponse:
    """On to the next page; the same again where something is wrong or new questions appeared."""
    way = onward(step.visit.sitting, step.answers, step.page, file_problems)
    if way.page is None:
        return _handed_in(step)
    if way.problems:
        return step.again(way.problems, way.page)
    return step.go_to(way.page, f"#q{way.place}" if way.place else "")


def _handed_in(step: Step) -> HttpResponse:
    response = step.visit.response or step.keep(step.page)
    try:
        submit_response(
            response_id=response.pk,
            answers=step.answers,
            invitation=step.visit.invitation,
            actor=system_user(),
            now=step.now,
        )
    except AnswersImpossible as refusal:
        for page in pages_of(step.visit.sitting, step.answers):
            if any(each.name in refusal.problems for each in page.questions):
                return step.again(refusal.problems, page)
        raise
    return redirect(f"{step.visit.address}?thanks")
