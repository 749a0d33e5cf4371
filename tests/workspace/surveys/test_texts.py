import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.surveys.models import Response, TextReading
from heed.surveys.operations.texts import read_messages, read_responses, review_text
from tests.accounts.factories import make_team
from tests.expectations.factories import make_measured_topic, make_topic
from tests.page_words import words_of
from tests.surveys.texts import make_letter, make_text_answer, make_text_survey

LATE = "The delivery came far too late, call me at 555-867-5309, I am very disappointed."
KIND = "Such friendly and polite staff, thank you!"


@pytest.fixture
def topics(organisation):
    return make_topic(), make_measured_topic()


@pytest.fixture
def letters(topics):
    now = timezone.now()
    made = [make_letter(text, at=now - timedelta(hours=1)) for text in (LATE, LATE, KIND)]
    made.append(make_letter(LATE, at=now - timedelta(days=100)))
    read_messages(made, now=now)
    return made


def see(client, address, user, language="en"):
    client.force_login(user)
    client.cookies["django_language"] = language
    return client.get(address)


def test_topics_stand_with_n_share_change_and_example(client, manager, letters):
    page = words_of(see(client, "/texts/", manager).content.decode())

    assert "3 texts, answers and letters" in page
    assert "Delivery time 2 100 %" in page or "Delivery time 2 100%" in page
    assert "Courtesy 1 0" in page
    assert "no clear change" in page
    assert "nothing to compare with" in page
    assert "call me at [phone]" in page
    assert "867-5309" not in page
    assert "nobody has reviewed a random sample" in page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "address",
    ["/texts/", "/texts/list/", "/texts/list/?topic=none", "/texts/sample/", "/texts/models/"],
)
def test_every_page_of_texts_is_there_in_both_languages(
    client, manager, letters, address, language
):
    page = see(client, address, manager, language)

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        pytest.param("", 3, id="all"),
        pytest.param("?days=365", 4, id="a year"),
        pytest.param("?topic=delivery", 2, id="topic"),
        pytest.param("?sentiment=positive", 1, id="sentiment"),
        pytest.param("?source=surveys", 0, id="surveys"),
        pytest.param("?language=zh", 0, id="chinese"),
        pytest.param("?days=abc&survey=x&tier=%00&cursor=z", 3, id="nonsense"),
    ],
)
def test_texts_are_chosen_by_what_is_asked(client, manager, letters, asked, count):
    page = see(client, f"/texts/list/{asked}", manager).content.decode()

    assert page.count('class="row text-row"') == count


def test_the_list_masks_marks_why_and_escapes(client, manager, topics):
    now = timezone.now()
    read_messages([make_letter(f"<b>bold</b> {LATE}", at=now)], now=now)

    page = see(client, "/texts/list/", manager).content.decode()

    assert "[phone]" in page
    assert '<mark class="why">' in page.replace(" why--topic", "")
    assert "<b>bold" not in page
    assert "&lt;b&gt;" in page


def test_a_page_of_texts_takes_as_many_statements_for_two_as_for_twenty(client, manager, topics):
    now = timezone.now()
    read_messages([make_letter(KIND, at=now) for _number in range(2)], now=now)
    see(client, "/texts/list/", manager)
    with CaptureQueriesContext(connection) as few:
        client.get("/texts/list/")
    read_messages([make_letter(LATE, at=now) for _number in range(18)], now=now)

    with CaptureQueriesContext(connection) as many:
        client.get("/texts/list/")

    assert len(many) == len(few)
    assert len(many) <= 20


def test_the_overview_takes_few_statements(client, manager, letters):
    see(client, "/texts/", manager)

    with CaptureQueriesContext(connection) as asked:
        client.get("/texts/")

    assert len(asked) <= 24


def test_older_texts_are_on_the_next_page(client, manager, topics):
    now = timezone.now()
    read_messages([make_letter(KIND, at=now) for _number in range(21)], now=now)

    first = see(client, "/texts/list/", manager).content.decode()

    assert first.count('class="row text-row"') == 20
    assert 'rel="next"' in first


def test_a_text_is_reviewed_and_taken_back_with_one_click_each(client, manager, letters, topics):
    reading = TextReading.objects.filter(topic=topics[1]).latest("written_at")
    client.force_login(manager)
    given = {"topic": topics[0].pk, "sentiment": "neutral", "next": "/texts/list/"}

    answer = client.post(f"/texts/{reading.pk}/review/", given, headers={"HX-Request": "true"})
    reading.refresh_from_db()
    reviewed = (reading.topic, reading.sentiment, reading.corrected_by)
    row = words_of(answer.content.decode())
    back = client.post(f"/texts/{reading.pk}/withdraw/", {"next": "/texts/list/"})
    reading.refresh_from_db()

    assert reviewed == (topics[0], "neutral", manager)
    assert f"reviewed by {manager.name}" in row
    assert "Undo" in row
    assert back.url == "/texts/list/"
    assert (reading.topic, reading.corrected_at) == (topics[1], None)


def test_a_review_that_cannot_be_read_changes_nothing(client, manager, letters):
    reading = TextReading.objects.latest("pk")
    client.force_login(manager)

    answer = client.post(
        f"/texts/{reading.pk}/review/", {"sentiment": "angry"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    reading.refresh_from_db()
    assert reading.corrected_at is None


def test_the_sample_says_how_right_the_models_are(client, manager, letters, topics):
    drawn = TextReading.objects.filter(topic=topics[1]).order_by("pk")[:2]
    for reading, sentiment in zip(drawn, ("negative", "positive"), strict=True):
        review_text(
            reading_id=reading.pk,
            topic=topics[1],
            sentiment=sentiment,
            actor=manager,
            now=timezone.now(),
            is_drawn=True,
        )

    page = words_of(see(client, "/texts/sample/", manager).content.decode())

    assert "On 2 texts drawn at random and reviewed the sentiment was right in 50" in page
    assert "Keys 1, 2, 3" in page


def test_a_survey_has_a_tab_with_its_texts(client, manager, topics, letters):
    now = timezone.now()
    survey = make_text_survey(actor=manager, now=now - timedelta(days=1))
    make_text_answer("The delivery was far too late", actor=manager, survey=survey, now=now)
    read_responses(Response.objects.select_related("version", "customer"), now=now)

    page = see(client, f"/surveys/{survey.pk}/texts/", manager).content.decode()
    listed = client.get(f"/texts/list/?survey={survey.pk}").content.decode()

    assert "1 text, answers and letters" in words_of(page)
    assert 'aria-current="page"' in page
    assert listed.count('class="row text-row"') == 1


def test_an_anonymous_survey_hides_what_fewer_than_five_wrote(client, manager, topics):
    now = timezone.now()
    survey = make_text_survey(actor=manager, is_anonymous=True, now=now - timedelta(days=1))
    for number in range(4):
        make_text_answer(f"Late delivery {number}", actor=manager, survey=survey, now=now)
    read_responses(Response.objects.select_related("version", "customer"), now=now)
    address = f"/surveys/{survey.pk}/texts/"

    before = words_of(see(client, address, manager).content.decode())
    late = [f"Late delivery, bad {number}" for number in range(4)]
    for text in (*late, "So friendly, polite staff", "Such polite staff"):
        made = make_text_answer(text, actor=manager, survey=survey, now=now)
        read_responses([made], now=now)
    after = words_of(client.get(address).content.decode())
    listed = client.get(f"/texts/list/?survey={survey.pk}&topic=courtesy").content.decode()

    assert "Nothing written yet" in before
    assert after.count("not shown: too few") == 2
    assert "polite staff" not in after
    assert "fewer than five texts are asked for" in listed


def test_texts_of_an_anonymous_survey_stand_in_an_order_and_addresses_that_tell_nothing(
    client, manager, topics
):
    now = timezone.now()
    survey = make_text_survey(actor=manager, is_anonymous=True, now=now - timedelta(days=2))
    for number in range(40):
        written = now - timedelta(hours=40 - number)
        made = make_text_answer(f"Text {number}.", actor=manager, survey=survey, now=written)
        read_responses([made], now=written)
    address = f"/texts/list/?survey={survey.pk}"

    page = see(client, address, manager).content.decode()

    numbers = [int(each) for each in re.findall(r">Text (\d+)\.", page)]
    assert len(numbers) == 20
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    assert "page=2" in page
    assert "cursor=" not in page
    assert "id_language" not in page
    assert "id_tier" not in page


@pytest.mark.parametrize("asked", ["&language=en", "&language=zh", "&tier=high"])
def test_texts_of_an_anonymous_survey_are_not_chosen_by_who_wrote_them(
    client, manager, topics, asked
):
    now = timezone.now()
    survey = make_text_survey(actor=manager, is_anonymous=True, now=now - timedelta(days=1))
    for number in range(10):
        made = make_text_answer(f"Text {number}", actor=manager, survey=survey, now=now)
        read_responses([made], now=now)

    one, every = (
        see(client, f"/texts/list/{address}", manager).content.decode()
        for address in (f"?survey={survey.pk}{asked}", f"?{asked}")
    )

    assert one.count('class="row text-row"') == 10
    assert every.count('class="row text-row"') == 0


def test_among_all_texts_those_of_an_anonymous_survey_stand_at_the_moment_of_their_group(
    client, manager, topics, letters
):
    now = timezone.now()
    survey = make_text_survey(actor=manager, is_anonymous=True, now=now - timedelta(days=9))
    for number in range(5):
        written = now - timedelta(days=8) if number < 4 else now
        made = make_text_answer(f"Text {number}", actor=manager, survey=survey, now=written)
        read_responses([made], now=written)

    page = words_of(see(client, "/texts/list/", manager).content.decode())

    assert max(page.index(f"Text {number}") for number in range(5)) < page.index("The delivery")


def test_who_may_not_see_conversations_of_a_team_does_not_see_their_texts(client, agent, letters):
    other = make_letter(KIND, at=timezone.now())
    read_messages([other], now=timezone.now())
    make_team_of(other)

    page = see(client, "/texts/list/", agent).content.decode()

    assert page.count('class="row text-row"') == 3


def make_team_of(letter):
    conversation = letter.conversation
    conversation.team = make_team(name="Elsewhere")
    conversation.save()
