import csv
import json

import pytest
from django.db import connection

from heed.measuring.catalogue import method_named
from heed.measuring.parsers import parser_of
from heed.measuring.report import as_object, report_of
from heed.surveys.analysing.choices import Choice, Filters, Weight
from heed.surveys.analysing.choices import as_object as choice_object
from heed.surveys.analysing.setups import setup_for
from heed.surveys.analysis.snapshots import made, prepared_for
from heed.surveys.models import Analysis, Invitation, Response
from heed.surveys.queries.analyses import setups_for
from heed.surveys.queries.other_tables import table_of
from heed.surveys.queries.versions import asked_in
from tests.customers.factories import make_customer
from tests.moments import NOON
from tests.surveys.analysis.answers import make_answered

READY = ("", "recovery", "servqual_short", "kano", "best_worst", "perceived_value", "transactional")
EVERY = {
    *("results", "nps", "csat", "ces", "acsi", "share", "gap", "servqual", "zot", "kano"),
    *("disconfirmation", "maxdiff", "ranking", "ipa", "drivers", "penalty_reward", "reliability"),
    *("value", "trend", "modes", "non_response"),
}


def snapshot(survey, choice):
    analysis = Analysis.objects.create(
        survey=survey, digest=choice.digest, choice=choice_object(choice), asked_at=NOON
    )
    return made(analysis.pk, database=str(connection.settings_dict["NAME"]))


def measured_from_export(survey, choice, setup, folder):
    """What the command gives for the table that the survey exports."""
    asked = asked_in(survey.version)
    path = folder / setup.file
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(table_of(survey, asked, choice, setup))
    method = method_named(setup.command)
    arguments = setup.arguments_for(is_weighted=bool(choice.weight))
    options = parser_of(setup.command, method).parse_args([str(path), *arguments])
    return figures(report_of(setup.command, method, options))


def figures(report):
    return json.loads(json.dumps(as_object(report)))


def invite_each(survey):
    """Fifty customers: thirty answered, ten began, of ten nothing is known."""
    responses = list(survey.responses.order_by("pk"))
    for number in range(50):
        customer = make_customer(tier="high" if number % 3 else "low")
        invited = Invitation.objects.create(survey=survey, customer=customer, created_at=NOON)
        for response in responses[number : number + 1]:
            response.invitation, response.customer = invited, customer
            response.ending = "complete" if number < 30 else ""
            response.submitted_at = response.submitted_at if number < 30 else None
            response.save()


def test_each_method_fits_some_questions(manager):
    surveys = [make_answered(actor=manager, ready=ready, many=1) for ready in READY]

    found = {each.method for survey in surveys for each in setups_for(survey, language="en")}

    assert found == EVERY - {"modes"}  # one answer came one way


@pytest.mark.parametrize("ready", READY, ids=[each or "own" for each in READY])
def test_the_command_gives_the_same_figures_from_the_export(manager, ready, tmp_path):
    survey = make_answered(actor=manager, ready=ready, many=90)
    setups = setups_for(survey, language="en")
    choices = {each: Choice(each.method, each.subject) for each in setups if each.command}
    asked = asked_in(survey.version)

    found = {
        each.command_line(): figures(prepared_for(survey, asked, choice).report())
        for each, choice in choices.items()
        if each.method != "non_response"
    }

    assert len(found) > 0
    assert found == {
        each.command_line(): measured_from_export(survey, choice, each, tmp_path)
        for each, choice in choices.items()
        if each.method != "non_response"
    }


def test_the_command_gives_the_same_figures_of_who_was_invited(manager, tmp_path):
    survey = make_answered(actor=manager, many=40)
    invite_each(survey)
    setup = next(
        each for each in setups_for(survey, language="en") if each.method == "non_response"
    )
    choice = Choice("non_response")

    found = figures(prepared_for(survey, asked_in(survey.version), choice).report())

    assert found == measured_from_export(survey, choice, setup, tmp_path)
    counts = found["result"]["rates"]["counts"]
    assert (counts["complete"], counts["refusal"], counts["unknown"]) == (30, 10, 10)


def test_a_snapshot_speaks_each_language_and_names_items_as_people_do(manager):
    survey = make_answered(actor=manager)

    content = snapshot(survey, Choice("ipa", "found"))["content"]

    assert set(content["shown"]) == {"en", "zh-hans"}
    table = content["shown"]["en"]["blocks"][0]["table"]
    assert {row[0] for row in table["rows"]} == {"Staff", "Place", "Speed"}
    figure = content["shown"]["zh-hans"]["figures"][0]
    assert figure["wide"].startswith("<svg ")
    assert figure["narrow"].startswith("<svg ")
    assert content["command"] == (
        "heed measure ipa answers.csv --performance 'found.*' --importance 'matters.*' "
        "--lowest 1 --highest 5"
    )


def test_robots_do_not_count_and_are_said(manager):
    survey = make_answered(actor=manager, many=40)
    Response.objects.filter(pk__in=survey.responses.values("pk")[:3]).update(flags=["robot"])

    content = snapshot(survey, Choice("csat", "overall"))["content"]

    assert (content["rows"], content["left_out"]) == (37, {"robots": 3})


def test_filters_choose_whose_answers_count(manager):
    survey = make_answered(actor=manager, many=40)
    chosen = survey.responses.filter(tier="high", mode="mail").count()
    choice = Choice("csat", "overall", Filters(tiers=("high",), modes=("mail",)))

    content = snapshot(survey, choice)["content"]

    assert content["rows"] == chosen


@pytest.mark.parametrize(("method", "subject"), [("csat", "overall"), ("reliability", "found")])
def test_weights_bring_the_tiers_to_their_share_of_all_customers(
    manager, tmp_path, method, subject
):
    survey = make_answered(actor=manager, many=80)
    make_customer(tier="high")
    make_customer(tier="low")
    make_customer(tier="low")
    make_customer(tier="low")
    choice = Choice(method, subject, weight=Weight.CUSTOMERS)

    content = snapshot(survey, choice)["content"]

    setup = setup_for(setups_for(survey, language="en"), method=method, subject=subject)
    kept = json.loads(json.dumps(content["object"]))
    assert kept == measured_from_export(survey, choice, setup, tmp_path)
    assert content["object"]["weight"] == "weight"
    assert content["command"].endswith("--weight weight")


def test_what_a_method_cannot_take_is_refused_in_each_language(manager):
    survey = make_answered(actor=manager, many=3)

    found = snapshot(survey, Choice("reliability", "found"))

    assert found["state"] == "refused"
    assert set(found["content"]["refusal"]) == {"en", "zh-hans"}
    assert found["content"]["refusal"]["en"].startswith("This cannot be measured: ")


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice("kano", "features"), "No question of this survey fits this analysis"),
        (Choice("trend", "overall", weight=Weight.CUSTOMERS), "This method cannot weigh answers"),
        (Choice("csat", "overall", Filters(languages=("fr",))), "Nobody has answered yet"),
    ],
    ids=["no such question", "no weights", "nobody"],
)
def test_what_cannot_be_asked_of_a_survey_is_refused(manager, choice, says):
    survey = make_answered(actor=manager, many=5)

    found = snapshot(survey, choice)

    assert found["state"] == "refused"
    assert found["content"]["refusal"]["en"].startswith(says)
