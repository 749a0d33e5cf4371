import json

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info, override
from django.views.decorators.clickjacking import xframe_options_sameorigin

from heed.accounts.http import SignedInRequest, needs
from heed.surveys.answering.checking import check_page
from heed.surveys.answering.forms import answers_from_fields
from heed.surveys.answering.limits import is_too_large
from heed.surveys.answering.made_up import made_up_answers
from heed.surveys.answering.pages import AskedPage, pages_of
from heed.surveys.answering.piping import piped_html
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.steps import page_after, page_before, progress
from heed.surveys.format.checks import problems_of
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.forms.shown import questions_context
from heed.workspace.views.questionnaires import found_for

SEED = 1
LANGUAGES = settings.LANGUAGES
Answers = dict[str, object]


@needs("surveys.view")
def questionnaire_preview(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """The frame, as large as a phone, in which the draft is tried."""
    held = found_for(request.user, questionnaire_id)
    context = {
        "held": held,
        "language": _language(request),
        "languages": [(code, get_language_info(code)["name_local"]) for code, _ in LANGUAGES],
        "is_unfit": bool(problems_of(questionnaire_from(held.draft))),
    }
    return render(request, "workspace/questionnaire_preview.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]  # views may take more
@needs("surveys.view")
def questionnaire_preview_page(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Go through the draft as a customer would; nothing is kept.

    The answers so far travel in the form itself.
    """
    held = found_for(request.user, questionnaire_id)
    asked = questionnaire_from(held.draft)
    language = _language(request)
    sitting = Sitting(asked, SEED, language)
    answers = _answers_in(request.POST.get("preview.answers", ""))
    with override(language):
        if request.POST.get("preview.do") == "made_up":
            answers = made_up_answers(sitting)
        page, problems = _next(sitting, answers, request)
        pages = pages_of(sitting, answers)
        context: dict[str, object] = {
            "held": held,
            "language": language,
            "title": sitting.text(asked.title),
            "introduction": sitting.text(asked.description),
            "thanks": mark_safe(piped_html(sitting.text(asked.completed), {})),  # noqa: S308
            "answers": json.dumps(answers),
            "page": page,
            "share": round(100 * progress(pages, page.name)) if page else 100,
            "number": [each.name for each in pages].index(page.name) + 1 if page else 0,
            "count": len(pages),
        }
        if page:
            context |= questions_context(page, problems)
        template, status = "workspace/questionnaire_preview_page.html", 422 if problems else 200
        return render(request, template, context, status=status)


def _language(request: SignedInRequest) -> str:
    wanted = (
        request.POST.get("preview.language")
        or request.GET.get("language")
        or get_language()
        or "en"
    )
    return wanted if wanted in dict(LANGUAGES) else "en"


def _answers_in(text: str) -> Answers:
    """What the form carries along; what was tampered with counts as nothing."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and not is_too_large(found) else {}


def _next(
    sitting: Sitting, answers: Answers, request: SignedInRequest
) -> tuple[AskedPage | None, dict[str, tuple[str, ...]]]:
    """The page to show after this press, with what is wrong on it; `answers` takes the new ones."""
    do, name = request.POST.get("preview.do", ""), request.POST.get("preview.page", "")
    here = next((each for each in pages_of(sitting, answers) if each.name == name), None)
    if here is None:
        return page_after(sitting, answers, None), {}
    if do in {"next", "back"}:
        answers |= answers_from_fields(here, dict(request.POST.lists()))
    again = next((each for each in pages_of(sitting, answers) if each.name == name), None)
    if do == "back":
        return page_before(sitting, answers, name) or again, {}
    if do != "next" or again is None:
        return again or page_after(sitting, answers, name), {}
    problems = check_page(again, answers)
    is_new = {each.name for each in again.questions} - {each.name for each in here.questions}
    if problems or is_new:
        return again, problems
    return page_after(sitting, answers, name), {}
