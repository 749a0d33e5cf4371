"""What people write: topics and discontent, the texts behind them, and reviewing these."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs
from heed.core.paging import page_before
from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.forms.texts import ChoiceForm, ReviewForm
from heed.surveys.models import Survey, TextModel, TextReading
from heed.surveys.operations.texts import review_text, withdraw_review
from heed.surveys.queries.surveys import surveys_visible_to
from heed.surveys.queries.text_models import models_of, newest_model
from heed.surveys.queries.text_rows import shown
from heed.surveys.queries.texts import (
    BESIDE,
    Choice,
    TopicLine,
    accuracy,
    chosen_readings,
    drawn_to_review,
    readings_visible_to,
    topic_lines,
    with_moment,
)
from heed.surveys.queries.told_order import told_page
from heed.workspace.views.surveys import survey_for

Sentiment = TextReading.Sentiment
MOST_SURVEYS = 100
SIZE = 20
MOST_MODELS = 10
PARTS = (
    (Sentiment.NEGATIVE, "negative"),
    (Sentiment.NEUTRAL, "neutral"),
    (Sentiment.POSITIVE, "positive"),
)


@needs("surveys.view")
def texts(request: SignedInRequest) -> HttpResponse:
    """All texts of a period by topic."""
    form = _form(request)
    choice = form.choice(now=timezone.now())
    context = _overview(request, choice) | {"form": form}
    return render(request, "workspace/texts.html", context)


@needs("surveys.view")
def survey_texts(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """The text answers of one survey by topic; those to one question where it is chosen."""
    survey = survey_for(request.user, survey_id)
    question = request.GET.get("question", "")[:400]
    choice = Choice(survey.opened_at, timezone.now(), survey=survey, question=question)
    names = TextReading.objects.filter(response__survey=survey).order_by("question")
    context = _overview(request, choice) | {
        "survey": survey,
        "question": question,
        "questions": list(names.values_list("question", flat=True).distinct()),
    }
    return render(request, "workspace/survey_texts.html", context)


@needs("surveys.view")
def text_list(request: SignedInRequest) -> HttpResponse:
    """The texts of a choice, the newest first; those of an anonymous survey in no order."""
    form = _form(request)
    now = timezone.now()
    choice = form.choice(now=now, question=request.GET.get("question", "")[:400])
    every, topic = chosen_readings(request.user, choice), request.GET.get("topic", "")
    rows = every
    chosen = Topic.objects.filter(key=topic).first() if topic not in {"", "none"} else None
    sentiment = request.GET.get("sentiment", "")
    if chosen or topic == "none":
        rows = rows.filter(topic=chosen)
    if sentiment in Sentiment.values:
        rows = rows.filter(sentiment=sentiment)
    is_hidden = _is_too_few(choice.survey, rows, every)
    context = _reviewing(request) | {
        "form": form,
        "now": now,
        **_page(request, choice, rows, every),
        "topic": topic,
        "chosen": chosen,
        "sentiment": sentiment,
        "sentiments": Sentiment.choices,
        "is_hidden": is_hidden,
        "here": request.get_full_path(),
    }
    return render(request, "workspace/text_list.html", context)


@needs("texts.review")
def text_sample(request: SignedInRequest) -> HttpResponse:
    """Twenty texts drawn at random, to be reviewed one after the other."""
    visible = readings_visible_to(request.user)
    context = _reviewing(request) | {
        "now": timezone.now(),
        "rows": shown(drawn_to_review(visible)),
        "accuracy": accuracy(visible),
        "is_drawn": True,
        "here": reverse("workspace:text_sample"),
    }
    return render(request, "workspace/text_sample.html", context)


@needs("texts.review")
@require_POST
def text_review(request: SignedInRequest, reading_id: int) -> HttpResponse:
    reading = get_object_or_404(readings_visible_to(request.user), pk=reading_id)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _row(request, reading_id, problem=_("Choose a topic and a sentiment of the list."))
    review_text(reading_id=reading.pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
    return _row(request, reading_id)


@needs("texts.review")
@require_POST
def text_withdraw(request: SignedInRequest, reading_id: int) -> HttpResponse:
    reading = get_object_or_404(readings_visible_to(request.user), pk=reading_id)
    withdraw_review(reading_id=reading.pk, actor=request.user, now=timezone.now())
    return _row(request, reading_id)


@needs("surveys.view")
def text_models(request: SignedInRequest) -> HttpResponse:
    """Which models read the texts, since when, and how right they were."""
    kinds = [
        {"name": kind.label, "models": list(models_of(kind)[:MOST_MODELS])}
        for kind in TextModel.Kind
    ]
    context = {
        "now": timezone.now(),
        "kinds": kinds,
        "accuracy": accuracy(readings_visible_to(request.user)),
        "may_review": request.user.may("texts.review"),
    }
    return render(request, "workspace/text_models.html", context)


def _row(request: SignedInRequest, reading_id: int, *, problem: str = "") -> HttpResponse:
    """The row again for htmx; else the page it stands on."""
    if not request.htmx:
        if problem:
            messages.error(request, problem)
        return redirect(back_to(request, reverse("workspace:text_list")))
    reading = TextReading.objects.select_related(*BESIDE).get(pk=reading_id)
    context = _reviewing(request) | {
        "now": timezone.now(),
        "row": shown([reading])[0],
        "problem": problem,
        "is_drawn": request.POST.get("is_drawn") == "on",
        "here": back_to(request, reverse("workspace:text_list")),
    }
    status = 422 if problem else 200
    return render(request, "workspace/text_row.html", context, status=status)


def _reviewing(request: SignedInRequest) -> dict[str, Any]:
    may_review = request.user.may("texts.review")
    return {
        "may_review": may_review,
        "topics": list(topics_in_use()) if may_review else [],
        "sentiments": Sentiment.choices,
    }


def _form(request: SignedInRequest) -> ChoiceForm:
    surveys = surveys_visible_to(request.user)
    return ChoiceForm({"days": "90"} | request.GET.dict(), surveys=surveys)


def _overview(request: SignedInRequest, choice: Choice) -> dict[str, Any]:
    lines = topic_lines(request.user, choice)
    readings = readings_visible_to(request.user)
    return {
        "now": timezone.now(),
        "choice": choice,
        "lines": lines,
        "n": sum(line.n for line in lines),
        "parts": _parts(lines),
        "asked": request.GET.urlencode(),
        "accuracy": accuracy(readings),
        "model": newest_model(TextModel.Kind.SENTIMENT),
        "may_review": request.user.may("texts.review"),
    }


def _parts(lines: list[TopicLine]) -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Shares of discontent, neither and content by topic, for the chart."""
    drawn = []
    for line in lines:
        if line.n:
            pieces = [
                (kind, str(sentiment.label), line.counts.get(sentiment, 0) / line.n)
                for sentiment, kind in PARTS
            ]
            name = str(line.topic) if line.topic else _("None of the topics")
            drawn.append((f"{name} (n = {line.n})", pieces))
    return drawn


def _page(
    request: SignedInRequest,
    choice: Choice,
    rows: QuerySet[TextReading],
    every: QuerySet[TextReading],
) -> dict[str, Any]:
    beside = rows.select_related(*BESIDE)
    if choice.survey and choice.survey.is_anonymous:
        told = told_page(beside, among=every, number=request.GET.get("page", ""), size=SIZE)
        return {"told": told, "rows": shown(told.object_list)}
    before = request.GET.get("cursor", "")
    page = page_before(with_moment(beside), moment="moment", before=before, size=SIZE)
    return {"page": page, "rows": shown(page.rows)}


def _is_too_few(
    survey: Survey | None, rows: QuerySet[TextReading], every: QuerySet[TextReading]
) -> bool:
    """Whether so few texts of an anonymous survey are asked for, or left out, as to be hidden."""
    if not (survey and survey.is_anonymous):
        return False
    asked = rows.count()
    return asked < FEWEST or 0 < every.count() - asked < FEWEST
