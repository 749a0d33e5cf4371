"""The questions of a page as HTML, kept as they stand for everybody before anything is answered."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.forms.shown import Problems, questions_context
from heed.surveys.queries.versions import asked_under

MOST_KEPT = 128


def drawn_questions(
    version_id: int, language: str, page: AskedPage, problems: Problems | None = None
) -> dict[str, object]:
    """What the page of a survey shows: the `page`, its questions as `html`, and the `faulty` ones.

    A page with an answer, with an earlier one in its texts or in an order drawn by lot is not the
    one that is kept, so nothing anybody said is.
    """
    blank, html = blank_page(version_id, language, get_language() or "", page.name)
    if page == blank and not problems:
        return {"page": page, "html": html, "faulty": []}
    context = questions_context(page, problems)
    return {"page": page, "html": _drawn(context), "faulty": context["faulty"]}


@lru_cache(maxsize=MOST_KEPT)
def blank_page(
    version_id: int,
    language: str,
    frame_language: str,  # noqa: ARG001 - the one that is active, and so decides the HTML
    name: str,
) -> tuple[AskedPage | None, str]:
    """A page while nothing is answered, and its HTML; None where it is hidden or reckons then."""
    pages = pages_of(Sitting(asked_under(version_id), 0, language), {})
    page = next((each for each in pages if each.name == name), None)
    if page is None or any(each.value is not None for each in page.questions):
        return None, ""
    return page, _drawn(questions_context(page))


def _drawn(context: dict[str, object]) -> str:
    return render_to_string("surveys/questions.html", context)
