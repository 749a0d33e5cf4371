from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heed.accounts.http import SignedInRequest, needs, once, posted
from heed.expectations.operations.levels import date_levels
from heed.expectations.queries.levels import levels_in_force
from heed.expectations.queries.standards import today
from heed.measures.kano_tables import Category
from heed.surveys.format.own_questions import Kano
from heed.surveys.forms.levels import Feature, LevelsForm
from heed.surveys.models import Analysis
from heed.surveys.queries.item_topics import topics_of_items
from heed.surveys.queries.versions import asked_in
from heed.workspace.views.surveys_analyses import Opened, address_of, language, opened


@needs("standards.change")
@once
def survey_levels(request: SignedInRequest, survey_id: int) -> HttpResponse:
    """Date the need levels of topics by what a survey's Kano questions found."""
    found = opened(request.user, survey_id, "kano", request.GET)
    analysis = found.analysis
    if analysis is None or analysis.state != Analysis.State.READY:
        return redirect(f"{address_of(found.survey, found.setup)}")
    features, untied = _features(found, analysis)
    now = timezone.now()
    form = LevelsForm(posted(request), features=features, today=today(now))
    if request.method == "POST" and form.is_valid():
        rows = date_levels(
            found=form.measured(found.survey.name),
            valid_from=form.cleaned_data["valid_from"],
            actor=request.user,
            now=now,
        )
        ids = ",".join(str(row.pk) for row in rows)
        undo = f"{reverse('expectations:levels_withdraw')}?ids={ids}" if rows else ""
        said = _("The levels are on record, dated.") if rows else _("No level was dated.")
        messages.success(request, said, extra_tags=undo)
        return redirect("expectations:topics")
    context: dict[str, Any] = {
        "survey": found.survey,
        "setup": found.setup,
        "form": form,
        "none": [each for each in features if not each.levels],
        "untied": untied,
        "levels": levels_in_force(today(now)),
        "analysis_url": address_of(found.survey, found.setup),
    }
    status = 422 if form.is_bound else 200
    return render(request, "workspace/survey_levels.html", context, status=status)


def _features(found: Opened, analysis: Analysis) -> tuple[list[Feature], int]:
    """Features that have a category and a topic, and how many have no topic."""
    question = asked_in(found.survey.version).question(found.setup.subject)
    if not isinstance(question, Kano):
        raise Http404
    texts = {str(row.value): row.shown(language()) for row in question.rows}
    tied = topics_of_items(found.survey.questionnaire)
    result = (analysis.content or {}).get("object", {}).get("result", {})
    features, untied = [], 0
    for each in result.get("features", ()):
        item = f"{question.name}.{each['name']}"
        if not each["category"] or item not in tied:
            untied += item not in tied
            continue
        text = texts.get(each["name"], each["name"])
        features.append(Feature(item, text, tied[item], Category(each["category"]), each["n"]))
    return features, untied
