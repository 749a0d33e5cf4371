"""Somebody tries to find out from an analysis of an anonymous survey what few people said."""

import json

import pytest

from heed.surveys.analysing.choices import Choice
from heed.surveys.models import Response
from heed.surveys.queries.analyses import setups_for
from tests.surveys.analysis.answers import make_answered
from tests.surveys.analysis.test_snapshots import READY, snapshot

LEFT_OUT = "What tells of fewer than five people is left out"


def make_rated(actor, rated, name="overall"):
    """An anonymous survey where nothing but these answers was given, each by so many."""
    survey = make_answered(actor=actor, many=sum(rated.values()), is_anonymous=True)
    given = [answer for answer, many in rated.items() for _each in range(many)]
    rows = list(Response.objects.order_by("pk"))
    for row, answer in zip(rows, given, strict=True):
        row.cleaned = {name: answer}
    Response.objects.bulk_update(rows, ["cleaned"])
    return survey


def make_recommended(actor, rated):
    survey = make_answered(
        actor=actor, ready="transactional", many=sum(rated.values()), is_anonymous=True
    )
    setup = next(each for each in setups_for(survey, language="en") if each.method == "nps")
    given = [answer for answer, many in rated.items() for _each in range(many)]
    rows = list(Response.objects.order_by("pk"))
    for row, answer in zip(rows, given, strict=True):
        row.cleaned = {setup.subject: answer}
    Response.objects.bulk_update(rows, ["cleaned"])
    return survey, Choice("nps", setup.subject)


def test_csat_with_two_who_are_not_satisfied_keeps_its_mean_and_tells_no_share(manager):
    survey = make_rated(manager, {7: 40, 6: 18, 1: 2})

    made = snapshot(survey, Choice("csat", "overall"))

    assert made["state"] == "ready"
    question = made["content"]["object"]["result"]["questions"][0]
    assert (question["top_boxes"]["value"], question["top_boxes"]["lower"]) == (None, None)
    assert (round(question["mean"]["value"], 4), question["mean"]["n"]) == (6.5, 60)
    shown = made["content"]["shown"]["en"]
    assert shown["reading"][0].startswith("“All in all”: 6.50 out of 7 on average")
    assert shown["reading"][-1].startswith(LEFT_OUT)
    assert shown["blocks"][0]["table"]["rows"][0][1:4] == ["–", "–", "6.50"]
    assert shown["figures"] == []


def test_the_interval_of_a_mean_does_not_give_the_few_back(manager):
    few = snapshot(make_rated(manager, {7: 58, 1: 2}), Choice("csat", "overall"))["content"]
    Response.objects.all().delete()
    others = {7: 52, 6: 5, 5: 2, 4: 1}  # the same mean, three who are not satisfied
    many = snapshot(make_rated(manager, others), Choice("csat", "overall"))["content"]

    assert few["object"]["result"]["questions"] == many["object"]["result"]["questions"]
    assert few["shown"] == many["shown"]


def test_nps_of_200_with_three_detractors_keeps_its_score_and_none_of_its_shares(manager):
    survey, choice = make_recommended(manager, {10: 150, 8: 47, 3: 3})

    made = snapshot(survey, choice)

    assert made["state"] == "ready"
    found = made["content"]["object"]["result"]
    assert (found["score"]["value"], found["score"]["n"]) == (0.735, 200)
    assert found["promoters"] is found["passives"] is found["detractors"] is None
    assert found["answers_needed"] is None
    shown = made["content"]["shown"]["en"]
    assert shown["reading"][0].startswith("NPS +74, of 200 people (plausibly between")
    assert not any("romoters" in str(block) for block in shown["blocks"])
    assert shown["figures"] == []


def test_the_variance_of_the_score_does_not_give_the_detractors_back(manager):
    one = make_recommended(manager, {10: 150, 8: 46, 4: 4})
    found = snapshot(*one)["content"]["object"]["result"]
    Response.objects.all().delete()
    other = make_recommended(manager, {10: 147, 8: 44, 7: 6, 9: 1, 6: 1, 3: 1})

    again = snapshot(*other)["content"]["object"]["result"]

    assert found["score"] == again["score"]


def test_the_score_of_all_promoters_but_one_is_not_told(manager):
    survey, choice = make_recommended(manager, {10: 59, 8: 1})

    made = snapshot(survey, choice)

    assert made["state"] == "refused"
    assert made["content"].keys() == {"refusal"}
    assert "fewer than 5 people" in made["content"]["refusal"]["en"]


def test_a_mean_of_yes_and_no_is_the_count_and_is_not_told(manager):
    survey = make_rated(manager, {True: 29, False: 1}, name="again")

    made = snapshot(survey, Choice("share", "yes"))

    assert made["state"] == "refused"
    assert made["content"].keys() == {"refusal"}


def test_no_share_is_left_out_where_enough_people_are_on_each_side(manager):
    survey = make_rated(manager, {7: 40, 6: 15, 1: 5})

    content = snapshot(survey, Choice("csat", "overall"))["content"]

    question = content["object"]["result"]["questions"][0]
    assert round(question["top_boxes"]["value"] * 60) == 55
    assert len(content["shown"]["en"]["figures"]) == 1
    assert LEFT_OUT not in " ".join(content["shown"]["en"]["reading"])


def test_kano_keeps_the_category_of_a_feature_with_a_rare_kind_and_hides_its_figures(manager):
    survey = make_answered(actor=manager, ready="kano", many=60, is_anonymous=True)

    content = snapshot(survey, Choice("kano", "features"))["content"]

    found = content["object"]["result"]
    rare = [each for each in found["features"] if each["better"]["value"] is None]
    assert rare
    assert all(each["category"] and set(each["counts"].values()) == {None} for each in rare)
    common = [each for each in found["features"] if each not in rare]
    assert all(many >= 5 or many == 0 for each in common for many in each["counts"].values())
    assert (found["careless"], found["curves"]) == ([], {})
    rows = content["shown"]["en"]["blocks"][0]["table"]["rows"]
    assert sum(row[1:7] == ["–"] * 6 for row in rows) == len(rare)


@pytest.mark.parametrize("ready", READY, ids=[each or "own" for each in READY])
def test_of_an_anonymous_survey_nearly_each_analysis_is_made_and_tells_of_no_few(manager, ready):
    survey = make_answered(actor=manager, ready=ready, many=60, is_anonymous=True)

    made = {
        each.command_line(): snapshot(survey, Choice(each.method, each.subject))
        for each in setups_for(survey, language="en")
        if each.method not in {"results", "share"}
    }

    refused = [line for line, each in made.items() if each["state"] == "refused"]
    said = [each["content"].get("refusal", {}).get("en", "") for each in made.values()]
    assert not any("fewer than 5 people" in each for each in said), refused
    assert [line for line, each in made.items() if "nan" in told(each["content"])] == []


def told(content):
    return json.dumps(content.get("shown", {}), ensure_ascii=False).replace("finance", "").lower()


@pytest.mark.parametrize("ready", READY, ids=[each or "own" for each in READY])
def test_no_share_that_an_analysis_tells_is_of_few(manager, ready):
    survey = make_answered(actor=manager, ready=ready, many=60, is_anonymous=True)

    contents = [
        snapshot(survey, Choice(each.method, each.subject))["content"]
        for each in setups_for(survey, language="en")
        if each.method in {"nps", "csat", "ces", "share", "servqual", "zot", "value"}
    ]

    shares = [each for content in contents for each in shares_in(content.get("object", {}))]
    counts = [(round(each["value"] * each["n"]), each["n"]) for each in shares]
    assert [each for each in counts if 0 < each[0] < 5 or 0 < each[1] - each[0] < 5] == []


SHARES = {"top_boxes", "share", "below", "as_expected", "within", "above", "gaining"}
SHARES |= {"expected_at_highest", "inconsistent"}


def shares_in(part, name=""):
    if isinstance(part, list):
        return [found for each in part for found in shares_in(each)]
    if not isinstance(part, dict):
        return []
    if name in SHARES and part.get("value") is not None:
        return [part]
    return [found for key, each in part.items() for found in shares_in(each, key)]
