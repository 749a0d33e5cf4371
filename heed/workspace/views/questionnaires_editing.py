import hashlib
import json
import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.core.expressions.checking import kind_problems, names_in
from heed.core.expressions.parsing import parse_expression
from heed.core.expressions.problems import ExpressionError
from heed.surveys.format import rearranging
from heed.surveys.format.beginnings import beginning_of
from heed.surveys.format.kinds import known_kinds
from heed.surveys.format.questionnaire import Questionnaire as Asked
from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.rearranging import Draft, Place
from heed.surveys.format.renaming import renamed
from heed.surveys.format.types import TYPES
from heed.surveys.format.writing import json_of
from heed.surveys.forms.questionnaires import PageForm
from heed.surveys.forms.questions import QuestionForm
from heed.surveys.forms.words import TYPE_NAMES
from heed.surveys.models import Questionnaire
from heed.surveys.operations.questionnaires import ChangedMeanwhile, QuestionnaireUnreadable
from heed.workspace.queries.builder import built, condition_said
from heed.workspace.views.questionnaires import (
    found_for,
    in_drawer,
    page_of,
    redirect_from,
    saved,
)

REMOVED = "removed_questions"
MOST_REMOVED = 10


def digest_of(question: Draft) -> str:
    """The same as long as nobody changes the question."""
    text = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def address_of(held: Questionnaire, view: str, name: str, place: Place | str) -> str:
    path = reverse(f"workspace:{view}", args=[held.pk])
    return f"{path}?{urlencode({'name': name, 'at': str(place)})}"


@needs("surveys.design")
@once
def question(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """One question in the drawer; what somebody else did to it meanwhile is said, not lost."""
    held = found_for(request.user, questionnaire_id)
    name, at = request.GET.get("name", ""), request.GET.get("at", "")
    place = rearranging.place_of(held.draft, name, at)
    kind = request.POST.get("type", "")
    if place is None and kind not in TYPES:
        raise Http404
    now_there = rearranging.question_at(held.draft, place) if place else {"type": kind}
    seen = digest_of(now_there) if place else ""
    form = QuestionForm(
        posted(request), question=now_there, locale=held.draft.get("locale", "en"), seen=seen
    )
    context = {"form": form, "kind": now_there["type"], "name": name, "at": at, "seen": seen}
    context |= {"kind_name": TYPE_NAMES[now_there["type"]], "is_changed": False}
    if request.method != "POST" or not form.is_valid():
        context["troubles"] = _troubles(held, place)
        status = 422 if form.is_bound else 200
        return in_drawer(request, held, "questionnaire_question", context, status=status)
    if form.cleaned_data["seen"] != seen:
        return _changed(request, held, context, now_there if place else None)
    return _kept(request, held, form, place, context)


def _kept(
    request: SignedInRequest,
    held: Questionnaire,
    form: QuestionForm,
    place: Place | None,
    context: dict[str, Any],
) -> HttpResponse:
    definition = form.definition()
    last = max(len(held.draft["pages"]) - 1, 0)
    if place:
        name = rearranging.question_at(held.draft, place)["name"]
        draft = rearranging.replaced(
            _renamed(held.draft, name, definition["name"]), place, definition
        )
    else:
        place = Place(last, len(held.draft["pages"][last]["elements"]))
        draft = rearranging.inserted(held.draft, place, definition)
    try:
        saved(request, held, draft)
    except ChangedMeanwhile:
        return _changed(request, held, context, None)
    except QuestionnaireUnreadable as refusal:
        if not form.take_problems(
            refusal.problems, f"pages[{place.page}].elements[{place.number}]"
        ):
            raise
        return in_drawer(request, held, "questionnaire_question", context, status=422)
    messages.success(request, _("The question was changed."))
    return redirect_from(request, f"{page_of(held)}#q-{place.page}-{place.number}")


def _renamed(draft: Draft, old: str, new: str) -> Draft:
    """The draft whose conditions and texts follow a question to its new name, if that is free."""
    if rearranging.free_name(draft, new) != new:
        return draft
    return json_of(renamed(questionnaire_from(draft), old, new))


def _changed(
    request: SignedInRequest, held: Questionnaire, context: dict[str, Any], theirs: Draft | None
) -> HttpResponse:
    """Show one's own words again, and what stands there now."""
    context |= {"is_changed": True, "person": held.changed_by.name, "is_gone": theirs is None}
    if theirs:
        theirs_form = QuestionForm(
            None, question=theirs, locale=held.draft.get("locale", "en"), seen=""
        )
        context["theirs"] = [
            (bound.label, bound.value())
            for row in theirs_form.content
            for bound in row
            if bound.value() not in (None, "", False)
        ]
    return in_drawer(request, held, "questionnaire_question", context, status=409)


def _troubles(held: Questionnaire, place: Place | None) -> list[str]:
    anchor = f"q-{place.page}-{place.number}" if place else None
    return [each.message for each in built(held).problems if each.anchor == anchor]


@needs("surveys.design")
@require_POST
@once
def question_add(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Put a new question at the end of a page, and open it."""
    held = found_for(request.user, questionnaire_id)
    kind, page = request.POST.get("type", ""), request.POST.get("page", "")
    if kind not in TYPES:
        raise Http404
    last = max(len(held.draft["pages"]) - 1, 0)
    number = min(int(page), last) if page.isascii() and page.isdigit() else last
    there = held.draft["pages"][number]["elements"] if held.draft["pages"] else []
    place = Place(number, len(there))
    new = beginning_of(kind, held.draft)
    saved(request, held, rearranging.inserted(held.draft, place, new))
    return redirect(address_of(held, "question", new["name"], place))


@needs("surveys.design")
@require_POST
@once
def question_arrange(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Move, double, remove a question, or let a page begin with it."""
    held = found_for(request.user, questionnaire_id)
    name, do = request.POST.get("name", ""), request.POST.get("do", "")
    place = rearranging.place_of(held.draft, name, request.POST.get("at", ""))
    if place is None:
        messages.warning(request, _("This question is no longer there."))
        return redirect(page_of(held))
    if do in {"up", "down"}:
        draft = rearranging.moved(held.draft, place, -1 if do == "up" else 1)
        if draft != held.draft:
            saved(request, held, draft)
        return redirect(f"{page_of(held)}?{urlencode({'moved': name, 'by': do})}")
    if do == "remove":
        return _removed(request, held, place)
    arrangements = {"double": rearranging.doubled, "break": rearranging.broken}
    if do not in arrangements:
        raise Http404
    saved(request, held, arrangements[do](held.draft, place))
    return redirect(f"{page_of(held)}#q-{place.page}-{place.number}")


def _removed(request: SignedInRequest, held: Questionnaire, place: Place) -> HttpResponse:
    gone = rearranging.question_at(held.draft, place)
    saved(request, held, rearranging.without(held.draft, place))
    token = secrets.token_urlsafe(9)
    kept = dict(list(request.session.get(REMOVED, {}).items())[1 - MOST_REMOVED :])
    kept[token] = {"of": held.pk, "page": place.page, "number": place.number, "question": gone}
    request.session[REMOVED] = kept
    back = reverse("workspace:question_restore", args=[held.pk, token])
    messages.success(request, _("The question was removed."), extra_tags=back)
    return redirect(page_of(held))


@needs("surveys.design")
@require_POST
def question_restore(request: SignedInRequest, questionnaire_id: int, token: str) -> HttpResponse:
    """Put a removed question back where it stood."""
    held = found_for(request.user, questionnaire_id)
    removed = request.session.get(REMOVED, {})
    kept = removed.pop(token, None)
    if not kept or kept["of"] != held.pk:
        messages.warning(request, _("It is back already, or was removed too long ago."))
        return redirect(page_of(held))
    place = Place(kept["page"], kept["number"])
    saved(request, held, rearranging.inserted(held.draft, place, kept["question"]))
    request.session[REMOVED] = removed
    messages.success(request, _("The question is back."))
    return redirect(f"{page_of(held)}#q-{place.page}-{place.number}")


@needs("surveys.design")
@once
def page_change(request: SignedInRequest, questionnaire_id: int, page: int) -> HttpResponse:
    """Heading, text and condition of one page."""
    held = found_for(request.user, questionnaire_id)
    if page >= len(held.draft["pages"]):
        raise Http404
    written = held.draft["pages"][page]
    form = PageForm(posted(request), page=written, locale=held.draft.get("locale", "en"))
    context: dict[str, Any] = {"form": form, "page_number": page}
    if request.method == "POST" and form.is_valid():
        try:
            saved(request, held, rearranging.page_changed(held.draft, page, form.values()))
        except QuestionnaireUnreadable as refusal:
            if not form.take_problems(refusal.problems, f"pages[{page}]."):
                raise
        else:
            return redirect_from(request, f"{page_of(held)}#page-{page}")
    status = 422 if form.is_bound else 200
    return in_drawer(request, held, "questionnaire_page", context, status=status)


@needs("surveys.design")
@require_POST
@once
def page_arrange(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """Add a page, move one, or join it to the one before."""
    held = found_for(request.user, questionnaire_id)
    do, number = request.POST.get("do", ""), request.POST.get("page", "0")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    draft = _arranged(held.draft, do, page)
    if draft != held.draft:
        saved(request, held, draft)
    return redirect(f"{page_of(held)}#page-{_page_after(do, page, draft)}")


def _arranged(draft: Draft, do: str, page: int) -> Draft:
    match do:
        case "add":
            return rearranging.page_added(draft)
        case "join":
            return rearranging.joined(draft, page)
        case "up" | "down":
            return rearranging.page_moved(draft, page, -1 if do == "up" else 1)
    return draft


def _page_after(do: str, page: int, draft: Draft) -> int:
    """The page to look at afterwards."""
    steps = {"up": -1, "down": 1, "join": -1}
    last = len(draft["pages"]) - 1
    return last if do == "add" else min(max(page + steps.get(do, 0), 0), last)


@needs("surveys.design")
@require_POST
def condition_check(request: SignedInRequest, questionnaire_id: int) -> HttpResponse:
    """What a condition says, or what is wrong with it, while it is being typed."""
    held = found_for(request.user, questionnaire_id)
    text = request.POST.get(request.POST.get("key", ""), "").strip()
    context = said_of(text, built(held).asked) if text else {}
    return render(request, "workspace/questionnaire_condition.html", context)


def said_of(text: str, asked: Asked) -> dict[str, object]:
    """A condition as a sentence, with what cannot be known or compared in it."""
    try:
        tree = parse_expression(text)
    except ExpressionError as error:
        return {"problems": [str(error)]}
    kinds = known_kinds(asked)
    unknown = sorted(names_in(tree) - set(kinds))
    sentence = _("There is no question “%(name)s”.")
    problems = [sentence % {"name": name} for name in unknown]
    return {
        "said": condition_said(tree, asked),
        "problems": problems + kind_problems(tree, kinds),
    }
