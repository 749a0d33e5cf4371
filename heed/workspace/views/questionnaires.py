import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.accounts.models import User
from heed.surveys.format.problems import QuestionnaireRefused
from heed.surveys.format.rearranging import Draft
from heed.surveys.format.writing import json_of
from heed.surveys.format.xlsform import xlsform_of
from heed.surveys.forms.questionnaires import FrameForm, NewForm
from heed.surveys.forms.words import READY_USES, TYPES
from heed.surveys.models import Questionnaire
from heed.surveys.operations.questionnaires import (
    QuestionnaireUnreadable,
    change_questionnaire,
    create_questionnaire,
    put_questionnaire_away,
)
from heed.surveys.queries.surveys import questionnaires_visible_to, surveys_visible_to
from heed.surveys.ready.catalogue import ready_keys, ready_questionnaire
from heed.workspace.queries.builder import built, version_lines
from heed.workspace.views.workbooks import workbook_answer

EMPTY: Draft = {"pages": [{"name": "page", "elements": []}]}


def page_of(held: Questionnaire) -> str:
    return reverse("workspace:questionnaire", args=[held.pk])


def found_for(actor: User, questionnaire_id: int) -> Questionnaire:
    return get_object_or_404(questionnaires_visible_to(actor), pk=questionnaire_id)


def saved(
    request: SignedInRequest, held: Questionnaire, draft: Draft, name: str = ""
) -> Questionnaire:
    """Keep a draft that was made from what `held` holds."""
    return change_questionnaire(
        questionnaire_id=held.pk,
        name=name or held.name,
        definition=draft,
        seen_changes=held.changes,
        actor=request.user,
        now=timezone.now(),
    )


def ready_cards() -> list[dict[str, object]]:
    """The questionnaires that come with the program, as cards."""
    language = get_language() or "en"
    found = [(key, ready_questionnaire(key)) for key in ready_keys()]
    return [
        {
            "key": key,
            "title": each.title.in_language(language),
            "use": READY_USES[key],
            "questions": len(each.questions),
        }
        for key, each in found
    ]


@needs("surveys.design")
@once
def questionnaire_new(request: SignedInRequest) -> HttpResponse:
    """Begin from a ready questionnaire, from a file, or with an empty page."""
    ready = request.POST.get("ready", "")
    if request.method == "POST" and ready in ready_keys():
        asked = ready_questionnaire(ready)
        name = asked.title.in_language(get_language() or "en")
        return _begun(request, name, json_of(asked))
    form = NewForm(posted(request), request.FILES or None)
    problems: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _begun(request, form.cleaned_data["name"], file.read() if file else EMPTY)
        except QuestionnaireUnreadable as refusal:
            problems = refusal.problems
    context = {"form": form, "problems": problems, "cards": ready_cards()}
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/questionnaire_new.html", context, status=status)


def _begun(request: SignedInRequest, name: str, definition: object) -> HttpResponse:
    made = create_questionnaire(
        name=name, definition=definition, actor=request.user, now=timezone.now()
    )
    messages.success(request, _("The questionnaire is yours to change."))
    return redirect(page_of(made))


def builder_context(request: SignedInRequest, held: Questionnaire) -> dict[str, Any]:
    whole, language = built(held), get_language() or "en"
    versions = list(held.versions.select_related("published_by").order_by("-number")[:20])
    return {
        "now": timezone.now(),
        "held": held,
        "built": whole,
        "heading": whole.asked.title.in_language(language),
        "thanks": whole.asked.completed.in_language(language),
        "types": TYPES,
        "versions": version_lines(versions),
        "surveys": list(surveys_visible_to(request.user).filter(questionnaire=held)[:20]),
        "tied": held.item_topics.count(),
        "may_design": request.user.may("surveys.design"),
        "may_open": request.user.may("surveys.open"),
        "moved": request.GET.get("moved", ""),
        "by": request.GET.get("by", ""),
    }


@needs("surveys.view")
def questionnaire(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    held = found_for(request.user, questionnaire_id)
    return render(request, "workspace/questionnaire.html", builder_context(request, held))


def in_drawer(
    request: SignedInRequest,
    held: Questionnaire,
    part: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a form in the drawer, or with the whole questionnaire behind it."""
    context = context | {"part": part, "held": held, "back": page_of(held)}
    if request.htmx:
        return render(request, f"workspace/{part}.html", context, status=status)
    whole = builder_context(request, held) | context
    return render(request, "workspace/questionnaire.html", whole, status=status)


@needs("surveys.design")
@once
def questionnaire_frame(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Name, heading, opening words, thanks and quotas."""
    held = found_for(request.user, questionnaire_id)
    initial = {"name": held.name}
    form = FrameForm(posted(request), draft=held.draft, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {**held.draft, **form.values()}
        draft = {key: each for key, each in values.items() if each is not None}
        try:
            saved(request, held, draft, form.cleaned_data["name"])
        except QuestionnaireUnreadable as refusal:
            if not form.take_problems(refusal.problems):
                raise
        else:
            messages.success(request, _("Kept."))
            return redirect_from(request, page_of(held))
    status = 422 if form.is_bound else 200
    return in_drawer(request, held, "questionnaire_frame", {"form": form}, status=status)


def redirect_from(request: SignedInRequest, address: str) -> HttpResponse:
    """Go on to an address, from a drawer by a whole new page."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@needs("surveys.design")
@require_POST
def questionnaire_away(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Take it out of the list, or back into it."""
    held = found_for(request.user, questionnaire_id)
    is_away = held.archived_at is None
    put_questionnaire_away(
        questionnaire_id=held.pk, is_away=is_away, actor=request.user, now=timezone.now()
    )
    sentence = _("It is out of the list. Its surveys go on.") if is_away else _("It is back.")
    again = reverse("workspace:questionnaire_away", args=[held.pk])
    messages.success(request, sentence, extra_tags=again)
    return redirect("workspace:surveys")


def _file_name(held: Questionnaire) -> str:
    return slugify(held.name) or f"questionnaire-{held.pk}"


@needs("surveys.view")
def questionnaire_json(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    held = found_for(request.user, questionnaire_id)
    text = json.dumps(held.draft, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(held)}.json"'
    return answer


@needs("surveys.view")
def questionnaire_xlsform(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """The questionnaire for interviews on site, or all that an XLSForm cannot say of it."""
    held = found_for(request.user, questionnaire_id)
    try:
        form = xlsform_of(built(held).asked, form_id=_file_name(held))
    except QuestionnaireRefused as refusal:
        context = {"held": held, "problems": refusal.problems}
        return render(request, "workspace/questionnaire_refused.html", context, status=422)
    sheets = {name: getattr(form, name) for name in ("survey", "choices", "settings")}
    tables = {name: _table(rows) for name, rows in sheets.items()}
    return workbook_answer(tables, f"{_file_name(held)}.xlsx")


def _table(rows: list[dict[str, str]]) -> list[list[object]]:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table: list[list[object]] = [list(columns)]
    table += [[row.get(key, "") for key in columns] for row in rows]
    return table
