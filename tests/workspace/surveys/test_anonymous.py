"""Somebody looks at an anonymous survey again and again, and takes one figure from another."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from heed.surveys.analysing.choices import Choice, Filters
from heed.surveys.analysing.privacy import NamesNobody
from heed.surveys.forms.analyses import month_before
from heed.surveys.models import Response
from heed.surveys.operations.responses import begin_response, submit_response
from heed.surveys.operations.telling import tell_full_group
from heed.surveys.queries.analyses import setups_for, told_count
from heed.surveys.queries.chosen import chosen_rows
from heed.surveys.queries.other_tables import table_of
from heed.surveys.queries.versions import asked_in
from tests.api_client import Program
from tests.moments import DAY, MINUTE, NOON
from tests.page_words import words_of
from tests.surveys.analysis.answers import make_answered
from tests.surveys.factories import make_questionnaire, make_survey

ASKED = {
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "csat", "rateMax": 5, "heed_role": "csat"},
                {"type": "comment", "name": "why"},
            ],
        }
    ]
}


@pytest.fixture
def survey(manager):
    held = make_questionnaire(actor=manager, definition=ASKED)
    return make_survey(actor=manager, questionnaire=held, is_anonymous=True)


@pytest.fixture
def program(manager):
    return Program(manager)


def answer(survey, actor, number, *, mode="link", language="en", at=NOON):
    begun = begin_response(survey=survey, key=uuid4(), mode=mode, language=language, now=at)
    answers = {"csat": 5, "why": f"words {number}"}
    return submit_response(response_id=begun.pk, answers=answers, actor=actor, now=at + MINUTE)


def looked_at(client, program, survey):
    """All that can be had of the answers: page, files, texts and API."""
    page = f"/surveys/{survey.pk}/"
    book = client.get(f"{page}answers.xlsx").content
    return (
        words_of(client.get(f"{page}results/").content.decode()),
        client.get(f"{page}answers.csv").content,
        [[cell.value for cell in row] for row in load_workbook(io.BytesIO(book))["answers"].rows],
        program.get(f"{page}responses").json()["items"],
        client.get(f"{page}analyses/csat/table.csv?subject=csat&mode=mail").content,
    )


def test_from_one_answer_to_the_next_nothing_changes_until_five_have_come(
    client, manager, survey, program
):
    client.force_login(manager)
    for number in range(5):
        answer(survey, manager, number)
    five = looked_at(client, program, survey)

    later = []
    for number in range(5, 10):
        answer(survey, manager, number, mode="mail", language="zh-hans")
        later.append(looked_at(client, program, survey))

    assert later[:4] == [five] * 4
    changed = [one != other for one, other in zip(five, later[4], strict=True)]
    assert changed == [True] * 5
    assert "words 4" in str(five[3])
    assert len(later[4][3]) == 10


def test_the_paper_of_the_results_waits_as_well(client, manager, survey):
    client.force_login(manager)
    address = f"/surveys/{survey.pk}/answers.pdf"
    for number in range(4):
        answer(survey, manager, number)

    few = client.get(address)
    answer(survey, manager, 4)

    assert few.status_code == 409
    assert client.get(address).content.startswith(b"%PDF-")


def test_no_month_and_no_rest_of_the_months_is_of_fewer_than_five(manager, survey):
    for number in range(43):  # the last in May; months end within groups
        answer(survey, manager, number, at=NOON + number * 2 * DAY)
    months = [month_before(NOON.date(), -later) for later in range(5)]

    found = [
        chosen_rows(survey, Filters(since=since, until=month_before(since, -1))).count()
        for since in months
    ]

    assert sum(found) == told_count(survey) == 40
    assert [each % 5 for each in found] == [0] * 5
    assert sum(bool(each) for each in found) == 3


@pytest.mark.parametrize(
    "filters",
    [
        pytest.param(Filters(modes=("mail",)), id="a way of asking"),
        pytest.param(Filters(languages=("en",)), id="a language"),
        pytest.param(Filters(tiers=("high",)), id="a tier"),
        pytest.param(Filters(stages=("client",)), id="a stage"),
    ],
)
def test_no_part_of_the_people_can_be_chosen(manager, survey, filters):
    for number in range(10):
        answer(survey, manager, number, mode="mail" if number % 2 else "link")
    setup = next(each for each in setups_for(survey, language="en") if each.method == "csat")
    choice = Choice("csat", "csat", filters)

    with pytest.raises(NamesNobody):
        list(table_of(survey, asked_in(survey.version), choice, setup))


def test_a_robot_fills_no_group(manager, survey):
    for number in range(4):
        answer(survey, manager, number)
    Response.objects.filter(pk__in=survey.responses.values("pk")[:1]).update(flags=["robot"])

    answer(survey, manager, 4)
    before = told_count(survey)
    answer(survey, manager, 5)

    assert (before, told_count(survey)) == (0, 6)


def test_a_group_is_told_once_and_for_good(manager, survey):
    for number in range(7):
        answer(survey, manager, number, at=NOON + number * DAY)

    again = tell_full_group(survey, at=NOON + timedelta(days=30))

    told = survey.responses.filter(told_at__isnull=False).values_list("told_at", flat=True)
    assert again == 0
    assert list(told) == [NOON + 4 * DAY + MINUTE] * 5


def test_ways_of_asking_are_not_compared(manager):
    survey = make_answered(actor=manager, many=20, is_anonymous=True)

    assert "modes" not in {each.method for each in setups_for(survey, language="en")}


def read(client, survey, asked=""):
    return client.get(f"/surveys/{survey.pk}/answers/{asked}").content.decode()


def test_the_list_of_answers_tells_what_and_nothing_of_whom_when_and_how(client, manager, survey):
    client.force_login(manager)
    for number in range(7):
        answer(survey, manager, number, mode="mail", language="zh-hans", at=NOON + number * DAY)

    page = read(client, survey)

    words = words_of(page)
    assert [f"words {number}" in words for number in range(7)] == [True] * 5 + [False] * 2
    body = page[page.index("In an order that tells nothing") : page.index("</main>")]
    assert "Mail" not in body
    assert "2026" not in body
    assert "zh-" not in body
    assert "/responses/" not in page
    assert not any(f"/{pk}/" in body for pk in survey.responses.values_list("pk", flat=True))


def test_the_order_of_the_answers_is_that_of_nobody(client, manager, survey):
    client.force_login(manager)
    for number in range(15):
        answer(survey, manager, number)

    words = words_of(read(client, survey))

    places = [words.index(f"words {number} ") for number in range(10)]
    assert places not in (sorted(places), sorted(places, reverse=True))
    assert words == words_of(read(client, survey))


def test_an_answer_of_few_and_the_rest_of_few_are_not_listed(client, manager, survey):
    client.force_login(manager)
    for number in range(20):
        answer(survey, manager, number)
    few = list(survey.responses.order_by("pk"))[:3]
    for row in few:
        row.cleaned = {"csat": 1, "why": "rare"}
    Response.objects.bulk_update(few, ["cleaned"])

    ones, fives = (read(client, survey, f"?question=csat&value={value}") for value in (1, 5))

    assert (ones.count("data-row"), fives.count("data-row")) == (0, 0)
    assert "Fewer than five people answered so, or fewer than five did not." in ones
    assert read(client, survey, "?question=csat").count("data-row") == 20


@pytest.mark.parametrize("asked", ["", "?mode=mail", "?language=en", "?tier=high"])
def test_the_list_of_answers_is_the_same_however_one_asks(client, manager, survey, asked):
    client.force_login(manager)
    for number in range(10):
        answer(survey, manager, number, mode="mail" if number % 2 else "link")

    assert read(client, survey, asked).count("data-row") == 10


def test_no_answers_are_listed_before_a_group_is_told(client, manager, survey):
    client.force_login(manager)
    for number in range(4):
        answer(survey, manager, number)

    assert client.get(f"/surveys/{survey.pk}/answers/").status_code == 409
    assert "Read the answers" not in client.get(f"/surveys/{survey.pk}/").content.decode()
