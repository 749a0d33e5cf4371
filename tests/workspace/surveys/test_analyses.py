import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from heed.accounts.models import User
from heed.core.models import Event
from heed.expectations.models import TopicLevel
from heed.surveys.analysing.choices import Choice, Filters
from heed.surveys.models import Analysis, ItemTopic
from tests.expectations.factories import make_topic
from tests.page_words import words_of
from tests.surveys.factories import make_questionnaire, make_survey
from tests.surveys.queries.test_results import ASKED, hand_in
from tests.workspace.surveys.analysing import make_analysis

NPS = Choice("nps", "nps")


@pytest.fixture
def survey(manager):
    held = make_questionnaire(actor=manager, definition=ASKED)
    survey = make_survey(actor=manager, questionnaire=held)
    hand_in(survey, *({"nps": value, "csat": 4, "why": ["staff"]} for value in range(5, 11)))
    return survey


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def page(survey, part=""):
    return f"/surveys/{survey.pk}/{part}"


def test_the_list_shows_what_fits_with_sentence_n_and_date(signed_in, survey):
    make_analysis(survey, NPS, responses=4)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        said = words_of(signed_in.get(page(survey, "analyses/")).content.decode())

    assert "NPS is 40, n = 6. n = 6 · made" in said
    assert "2 newer answers" in said
    assert "not made yet" in said
    assert len(queries) <= 25


def test_an_analysis_shows_reading_picture_table_and_what_is_left_out(signed_in, survey):
    make_analysis(survey, NPS)

    with CaptureQueriesContext(connection) as queries:
        answer = signed_in.get(page(survey, "analyses/nps/?subject=nps")).content.decode()

    said = words_of(answer)
    assert "rests on 6 complete responses. 6 of 8 rows are used." in said
    assert "1 answer of a robot is left out. 2 single answers are missing." in said
    assert "heed measure nps answers.csv --answer nps" in said
    assert '<rect fill="var(--plot-1)"/>' in answer
    assert f'href="/surveys/{survey.pk}/answers/?question=nps"' in answer
    assert "Make it anew" not in said
    assert len(queries) <= 25


def test_the_analysis_is_told_in_the_language_of_the_reader(signed_in, survey):
    make_analysis(survey, NPS)
    User.objects.update(language="zh-hans")

    said = words_of(signed_in.get(page(survey, "analyses/nps/?subject=nps")).content.decode())

    assert "会推荐我们" in said
    assert "recommend us" not in said


def test_without_a_question_the_first_that_fits_is_shown(signed_in, survey):
    make_analysis(survey, NPS)

    said = words_of(signed_in.get(page(survey, "analyses/nps/")).content.decode())

    assert "would recommend us" in said


def test_reading_a_page_orders_nothing_and_a_button_does(signed_in, survey):
    address = page(survey, "analyses/nps/?subject=nps&mode=link&period=own&since=2026-01-01")

    asked = signed_in.get(address).content.decode()
    assert "Work it out" in asked
    assert not Analysis.objects.exists()

    sent = signed_in.post(address)

    assert sent.url == address
    analysis = Analysis.objects.get()
    assert analysis.state == "waiting"
    assert analysis.choice["filters"]["since"] == "2026-01-01"
    assert Event.objects.filter(type="surveys.AnalysisAsked").count() == 1


def test_a_page_that_waits_looks_again_by_itself(signed_in, survey):
    make_analysis(survey, NPS, state="waiting", made_at=None, content={"shown": {}})
    address = page(survey, "analyses/nps/?subject=nps")

    waiting = signed_in.get(address).content.decode()
    looked = signed_in.get(address, headers={"HX-Request": "true"})
    Analysis.objects.update(state="ready", made_at="2026-03-02T12:00Z")
    ready = signed_in.get(address, headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in waiting
    assert "Look again" in waiting
    assert (looked.status_code, ready.status_code) == (204, 200)


def test_newer_answers_can_be_taken_in(signed_in, survey):
    make_analysis(survey, NPS, responses=1)

    said = words_of(signed_in.get(page(survey, "analyses/nps/?subject=nps")).content.decode())

    assert "5 newer answers have come. Make it anew" in said


def test_a_refusal_says_why_and_what_to_do(signed_in, survey):
    choice = Choice("nps", "nps", Filters(languages=("zh-hans",)))
    make_analysis(
        survey,
        choice,
        state="refused",
        content={"refusal": {"en": "Too few answers."}, "shown": {}},
    )

    said = signed_in.get(page(survey, "analyses/nps/?subject=nps&language=zh-hans"))

    assert "Too few answers. Take all answers" in words_of(said.content.decode())


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("analyses/kano/?subject=nps", id="a method that fits nothing"),
        pytest.param("analyses/nps/?subject=csat", id="another question"),
        pytest.param("answers/?question=price", id="no question"),
        pytest.param("analyses/nps/result.exe?subject=nps", id="no such file"),
    ],
)
def test_what_does_not_exist_is_not_found(signed_in, survey, part):
    assert signed_in.get(page(survey, part)).status_code == 404


def test_a_period_that_ends_before_it_begins_brings_the_form_back(signed_in, survey):
    days = "period=own&since=2026-02-01&until=2026-01-01"

    answer = signed_in.get(page(survey, f"analyses/nps/?subject=nps&{days}"))

    assert answer.status_code == 422
    assert "ends before it begins" in answer.content.decode()


def test_an_anonymous_survey_offers_months_and_nothing_that_names_people(signed_in, manager):
    held = make_questionnaire(actor=manager, definition=ASKED)
    survey = make_survey(actor=manager, questionnaire=held, is_anonymous=True)
    hand_in(survey, *({"nps": value} for value in (9, 9, 9, 9, 9, 9)))

    answer = signed_in.get(page(survey, "analyses/nps/?subject=nps")).content.decode()

    named = ("tier", "weight", "language", "mode")
    offered = [each for each in named if f'id="id_{each}"' in answer]
    assert offered == []
    assert 'id="id_period"' in answer
    assert "told in groups of at least five" in answer


def test_an_analysis_leaves_as_csv_and_workbook_without_formulas(signed_in, survey):
    make_analysis(survey, NPS)

    text = signed_in.get(page(survey, "analyses/nps/result.csv?subject=nps")).content.decode()
    book = load_workbook(
        io.BytesIO(signed_in.get(page(survey, "analyses/nps/result.xlsx?subject=nps")).content)
    )

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert ["NPS is 40, n = 6."] in rows
    assert ["'=1+1", "–", "0"] in rows
    assert book.sheetnames == ["Reading", "Groups"]
    assert book["Groups"]["A3"].data_type == "s"


@pytest.mark.parametrize("part", ["analyses/nps/result.pdf?subject=nps", "answers.pdf"])
def test_an_analysis_and_all_results_leave_as_pdf(signed_in, survey, part):
    make_analysis(survey, NPS)

    answer = signed_in.get(page(survey, part))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_table_an_analysis_is_made_of_leaves_as_it_filters(signed_in, survey):
    address = page(survey, "analyses/nps/table.csv?subject=nps&language=zh-hans")

    text = signed_in.get(address).content.decode()

    assert len(text.splitlines()) == 1


def test_every_count_of_the_results_leads_to_its_answers(signed_in, survey):
    results = signed_in.get(page(survey, "results/")).content.decode()

    assert f"/surveys/{survey.pk}/answers/?question=nps&amp;value=9" in results
    with CaptureQueriesContext(connection) as queries:
        said = words_of(
            signed_in.get(page(survey, "answers/?question=nps&value=9&value=10")).content.decode()
        )
    assert "nps answered: 9 / 10" in said
    assert said.count("Somebody") == 2
    assert len(queries) <= 25


def test_answers_are_shown_twenty_at_a_time(signed_in, survey):
    hand_in(survey, *[{"nps": 9}] * 25)

    first = signed_in.get(page(survey, "answers/?question=nps&value=9")).content.decode()

    assert first.count("Somebody") == 20
    assert "cursor=" in first


def test_the_answers_behind_a_figure_of_an_anonymous_survey_are_those_of_told_groups(
    signed_in, manager
):
    held = make_questionnaire(actor=manager, definition=ASKED)
    survey = make_survey(actor=manager, questionnaire=held, is_anonymous=True)
    hand_in(survey, *[{"nps": 9}] * 8, *[{"nps": 2}] * 8)

    results = signed_in.get(page(survey, "results/")).content.decode()
    nines, every = (
        signed_in.get(page(survey, f"answers/?{asked}")).content.decode()
        for asked in ("question=nps&value=9", "")
    )

    assert "/answers/?question=nps&amp;value=9" in results
    assert nines.count("data-row") == survey.responses.filter(cleaned={"nps": 9}).count()
    assert every.count("data-row") == survey.responses.filter(told_at__isnull=False).count()


def test_kano_dates_the_levels_of_topics_and_takes_it_back(signed_in, manager):
    held = make_questionnaire(actor=manager, ready="kano")
    survey = make_survey(actor=manager, questionnaire=held)
    rows = [row["value"] for row in held.draft["pages"][0]["elements"][0]["rows"]][:3]
    topics = [make_topic(key=row.replace("_", "-"), name=row) for row in rows]
    for row, topic in zip(rows, topics, strict=True):
        ItemTopic.objects.create(questionnaire=held, item=f"features.{row}", topic=topic)
    features = [
        {"name": row, "category": category, "n": 60}
        for row, category in zip(rows, ("M", "O", "R"), strict=True)
    ]
    make_analysis(
        survey,
        Choice("kano", "features"),
        content={"object": {"result": {"features": features}}},
    )
    address = page(survey, "analyses/kano/levels/?subject=features")

    asked = words_of(signed_in.get(address).content.decode())
    given = {"level-0": "basic", "level-1": "expected", "valid_from": "2026-03-01"}
    said = signed_in.post(address, given, follow=True).content.decode()

    assert "Basic: without it customers do not buy" in asked
    assert "Most would rather not have it: do not offer it." in asked
    levels = list(TopicLevel.objects.order_by("pk"))
    assert [(row.level, row.n, row.source) for row in levels] == [
        ("basic", 60, "measured"),
        ("expected", 60, "measured"),
    ]
    assert "must-be (M)" in levels[0].ground
    undo = f"/topics/levels/withdraw/?ids={levels[0].pk},{levels[1].pk}"
    assert undo in said
    signed_in.post(undo)
    assert not TopicLevel.objects.exists()


def test_items_are_tied_to_topics_on_a_page_and_taken_back(signed_in, manager):
    held = make_questionnaire(actor=manager, ready="kano")
    topic = make_topic(key="answer-day", name="Quickness")
    address = f"/questionnaires/{held.pk}/topics/"

    asked = signed_in.get(address).content.decode()
    said = signed_in.post(address, {"item-0": topic.pk}, follow=True).content.decode()

    assert "Proposed, because it is called so." in asked
    assert ItemTopic.objects.get().item == "features.answer_day"
    assert "1 item is tied to a topic" in words_of(said)
    signed_in.post(f"{address}restore/?features.answer_day=")
    assert not ItemTopic.objects.exists()


def test_an_agent_reads_and_neither_ties_nor_dates(client, agent, survey):
    make_analysis(survey, NPS)
    client.force_login(agent)

    assert client.get(page(survey, "analyses/nps/?subject=nps")).status_code == 200
    assert client.get(page(survey, "analyses/kano/levels/")).status_code == 403
    held = survey.questionnaire_id
    assert client.get(f"/questionnaires/{held}/topics/").status_code == 403
