"""The pages of a survey as a letter of the company."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info

from heed.portal.views.survey_visits import Visit, settled
from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.file_rules import MOST_BYTES
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.steps import page_after, progress
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.forms.shown_pages import drawn_questions

Problems = Mapping[str, tuple[str, ...]]


def page_named(visit: Visit, name: str) -> AskedPage | None:
    """The page of this name as it is shown now; the first for ""."""
    pages = pages_of(visit.sitting, visit.answers)
    if not name:
        return next(iter(pages), None)
    return next((page for page in pages if page.name == name), None)


def page_to_show(visit: Visit, name: str) -> AskedPage | None:
    """The page asked for, else where the person stopped, else the one after that."""
    stopped = visit.response.page if visit.response else ""
    found = (name and page_named(visit, name)) or page_named(visit, stopped)
    pages = pages_of(visit.sitting, visit.answers)
    after = page_after(visit.sitting, visit.answers, stopped or None)
    return found or after or next(iter(pages[-1:]), None)


def render_page(
    request: HttpRequest, visit: Visit, page: AskedPage, *, problems: Problems | None = None
) -> HttpResponse:
    """A page of questions; with problems beside them it is a 422."""
    pages = pages_of(visit.sitting, visit.answers)
    names = [each.name for each in pages]
    place = names.index(page.name) if page.name in names else 0
    shown = pages[place] if pages and names[place] == page.name else page
    context = drawn_questions(visit.version_id, visit.language, shown, problems) | {
        "visit": visit,
        "survey": visit.survey,
        "title": visit.sitting.text(visit.sitting.questionnaire.title),
        "introduction": visit.sitting.text(visit.sitting.questionnaire.description),
        "customer": _greeted(visit),
        "number": place + 1,
        "count": len(pages),
        "share": round(progress(pages, page.name) * 100),
        "is_first": place == 0,
        "is_last": page_after(visit.sitting, visit.answers, page.name) is None,
        "languages": languages_offered(visit.sitting.questionnaire),
        "text_language": "" if visit.language in dict(settings.LANGUAGES) else visit.language,
        "address": _sent_to(request, visit, page),
    }
    return render(request, "portal/survey_page.html", context, status=422 if problems else 200)


def render_end(
    request: HttpRequest, visit: Visit | None, name: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """A page that asks nothing (any more)."""
    context = {"visit": visit, "ending": name, "megabytes": MOST_BYTES // 1_000_000, **more}
    return render(request, "portal/survey_end.html", context, status=status)


def _sent_to(request: HttpRequest, visit: Visit, page: AskedPage) -> str:
    """Where the form of a page is sent to, which says what page it is."""
    by = {"by": "qr"} if request.GET.get("by") == "qr" and not visit.response else {}
    return f"{visit.back}?{urlencode({'page': page.name, **by})}"


def _greeted(visit: Visit) -> object:
    """Whom the letter addresses: nobody by name where nobody is to be known."""
    is_known = visit.invitation and not visit.survey.is_anonymous
    return visit.invitation.customer if visit.invitation and is_known else None


def languages_offered(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Those a questionnaire can be read in, by their own names; none where it is but one."""
    codes = [settled(each) for each in questionnaire.languages]
    return [(code, _own_name(code)) for code in codes] if len(codes) > 1 else []


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
