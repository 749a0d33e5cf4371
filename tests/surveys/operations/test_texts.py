import pytest

from heed.conversations.models import Message
from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.models import Customer
from heed.surveys.models import TextModel, TextReading
from heed.surveys.operations.erasing import erase_responses_of
from heed.surveys.operations.responses import keep_page
from heed.surveys.operations.texts import (
    NotReviewed,
    TopicNotInUse,
    read_again,
    read_handed_in,
    read_message,
    read_unread_messages,
    review_text,
    withdraw_review,
)
from tests.accounts.factories import make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_questionnaire, make_response, make_survey
from tests.surveys.texts import COMMENT, make_letter, make_text_answer

LATE = "The delivery came far too late, I am very disappointed."


@pytest.fixture
def topics(db):
    return make_topic(), make_measured_topic()


def test_a_letter_is_read_once(topics):
    letter = make_letter(LATE)

    read_message(message_id=letter.pk, now=NOON)
    read_message(message_id=letter.pk, now=NOON + HOUR)

    reading = TextReading.objects.get()
    assert (reading.topic, reading.sentiment, reading.language) == (topics[1], "negative", "en")
    assert reading.topic_probability > 0.5
    assert reading.sentiment_probability > 0.5
    assert (reading.message, reading.customer) == (letter, letter.conversation.customer)
    assert (reading.written_at, reading.read_at) == (letter.at, NOON)


@pytest.mark.parametrize(
    ("text", "key", "sentiment"),
    [
        pytest.param("快递一直没送到，很失望。", "delivery", "negative", id="chinese-late"),
        pytest.param("店员非常热情，很满意！", "courtesy", "positive", id="chinese-kind"),
        pytest.param(
            "Such friendly and polite staff, thank you!", "courtesy", "positive", id="kind"
        ),
        pytest.param("When will my parcel be delivered?", "delivery", "neutral", id="question"),
    ],
)
def test_topic_and_sentiment_are_found_in_both_languages(topics, text, key, sentiment):
    read_message(message_id=make_letter(text).pk, now=NOON)

    reading = TextReading.objects.select_related("topic").get()
    assert (reading.topic.key, reading.sentiment) == (key, sentiment)


def test_a_text_about_none_of_the_topics_has_none(topics):
    read_message(
        message_id=make_letter("The invoice is wrong, you charged my card twice.").pk, now=NOON
    )

    assert TextReading.objects.get().topic is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"direction": "outbound"}, id="ours"),
        pytest.param({"kind": "auto_reply"}, id="machine"),
        pytest.param({"text": "  "}, id="empty"),
    ],
)
def test_what_no_customer_wrote_is_not_read(db, changes):
    letter = make_letter(LATE)
    Message.objects.update(**changes)

    read_message(message_id=letter.pk, now=NOON)

    assert not TextReading.objects.exists()


def test_the_text_answers_of_a_response_are_read(manager, topics):
    response = make_text_answer("包裹晚到了很多天，太差了", actor=manager)

    read_handed_in(response_ids=[response.pk], now=NOON)
    read_handed_in(response_ids=[response.pk], now=NOON + HOUR)

    reading = TextReading.objects.get()
    assert (reading.response, reading.question, reading.language) == (response, "why", "zh")
    assert (reading.topic, reading.sentiment) == (topics[1], "negative")


def test_a_response_not_handed_in_is_not_read(manager):
    survey = make_survey(
        actor=manager, questionnaire=make_questionnaire(actor=manager, definition=COMMENT)
    )
    response = make_response(survey=survey)
    keep_page(response_id=response.pk, answers={"why": LATE}, page="", now=NOON)

    read_handed_in(response_ids=[response.pk], now=NOON)

    assert not TextReading.objects.exists()


def test_letters_that_were_left_are_read_later(topics):
    make_letter(LATE)
    make_letter("Thank you, well done.")

    assert read_unread_messages(now=NOON) == 2
    assert read_unread_messages(now=NOON) == 0


def test_a_review_stays_when_a_new_model_reads_again(manager, topics):
    reviewed, other = (read(make_letter(LATE)) for _number in range(2))
    review_text(
        reading_id=reviewed.pk, topic=topics[0], sentiment="neutral", actor=manager, now=NOON
    )
    TextModel.objects.update(trained_at=NOON + DAY)

    read_again(now=NOON + DAY + HOUR)

    reviewed.refresh_from_db()
    other.refresh_from_db()
    assert (reviewed.topic, reviewed.sentiment, reviewed.read_at) == (topics[0], "neutral", NOON)
    assert other.read_at == NOON + DAY + HOUR
    assert read_again(now=NOON + DAY + 2 * HOUR) == 0


def test_a_review_keeps_what_the_model_had_right(manager, topics):
    reading = read(make_letter(LATE))

    review_text(
        reading_id=reading.pk, topic=topics[1], sentiment="neutral", actor=manager, now=NOON,
        is_drawn=True,
    )  # fmt: skip

    reading.refresh_from_db()
    assert (reading.is_drawn, reading.is_topic_right, reading.is_sentiment_right) == (
        True,
        True,
        False,
    )
    assert (reading.corrected_by, reading.corrected_at) == (manager, NOON)
    assert (reading.topic_probability, reading.sentiment_probability) == (None, None)
    assert Event.objects.filter(type="surveys.TextReviewed").count() == 1


def test_a_review_that_is_changed_says_the_same_of_the_model(manager, topics):
    reading = read(make_letter(LATE))
    given = {"reading_id": reading.pk, "topic": topics[1], "actor": manager, "now": NOON}

    review_text(sentiment="negative", is_drawn=True, **given)
    review_text(sentiment="positive", **given)

    reading.refresh_from_db()
    assert (reading.sentiment, reading.is_sentiment_right, reading.is_drawn) == (
        "positive",
        True,
        True,
    )


def test_a_review_is_taken_back(manager, topics):
    reading = read(make_letter(LATE))
    review_text(reading_id=reading.pk, topic=None, sentiment="positive", actor=manager, now=NOON)

    withdraw_review(reading_id=reading.pk, actor=manager, now=NOON + HOUR)

    reading.refresh_from_db()
    assert (reading.topic, reading.sentiment) == (topics[1], "negative")
    assert (reading.corrected_at, reading.corrected_by, reading.is_sentiment_right) == (
        None,
        None,
        None,
    )
    with pytest.raises(NotReviewed, match="nothing to take back"):
        withdraw_review(reading_id=reading.pk, actor=manager, now=NOON + HOUR)


def test_a_retired_topic_is_refused(manager, topics):
    reading = read(make_letter(LATE))
    topics[0].retired_at = NOON
    topics[0].save()

    with pytest.raises(TopicNotInUse, match="“Courtesy” is no longer used"):
        review_text(
            reading_id=reading.pk, topic=topics[0], sentiment="negative", actor=manager, now=NOON
        )

    reading.refresh_from_db()
    assert reading.corrected_at is None


def test_only_who_may_review_reviews(organisation, topics):
    reading = read(make_letter(LATE))
    nobody = make_user()
    nobody.is_active = False

    with pytest.raises(NotPermitted, match=r"texts\.review"):
        review_text(reading_id=reading.pk, topic=None, sentiment="negative", actor=nobody, now=NOON)

    assert not Event.objects.filter(type="surveys.TextReviewed").exists()


def test_an_erased_customer_leaves_no_readings(topics):
    customer = make_customer()
    read(make_letter(LATE, customer=customer))
    kept = read(make_letter(LATE))

    erase_responses_of(customer_id=customer.pk)

    assert list(TextReading.objects.all()) == [kept]


def test_letters_of_an_erased_customer_are_not_read(topics):
    letter = make_letter(LATE)
    Customer.objects.update(erased_at=NOON)

    assert read_message(message_id=letter.pk, now=NOON) == 0


def read(letter):
    read_message(message_id=letter.pk, now=NOON)
    return TextReading.objects.get(message=letter)
