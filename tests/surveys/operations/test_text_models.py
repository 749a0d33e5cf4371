from datetime import timedelta

import pytest

from heed.core import files
from heed.core.models import Event
from heed.surveys.models import TextModel, TextReading
from heed.surveys.operations.text_models import learn_from_reviews, model_in_use
from heed.surveys.operations.texts import read_messages, review_text
from heed.surveys.queries.text_models import weights_of
from tests.expectations.factories import make_measured_topic, make_topic
from tests.moments import DAY, HOUR, NOON
from tests.surveys.texts import make_letter

Kind = TextModel.Kind


@pytest.fixture
def topics(db):
    return make_topic(), make_measured_topic()


def test_the_first_models_are_of_sentences_of_our_own(topics):
    sentiment = model_in_use(Kind.SENTIMENT, now=NOON)
    subjects = model_in_use(Kind.TOPICS, now=NOON)

    rows = {row.kind: row for row in TextModel.objects.all()}
    assert sentiment.labels == ("negative", "neutral", "positive")
    assert subjects.labels == (str(topics[0].pk), str(topics[1].pk), "other")
    assert (rows["sentiment"].texts, rows["sentiment"].corrections) == (1316, 0)
    assert files.path_of(rows["topics"].key).stat().st_size < 500_000


def test_a_model_whose_file_is_lost_is_made_again(topics):
    before = model_in_use(Kind.TOPICS, now=NOON)
    files.forget(TextModel.objects.get().key)
    weights_of.cache_clear()

    again = model_in_use(Kind.TOPICS, now=NOON + HOUR)

    assert (again.weights == before.weights).all()
    assert TextModel.objects.get().trained_at == NOON + HOUR


def test_reviews_teach_what_sentences_do_not_say(manager, topics):
    review("Wackelkandidat", count=22, topic=topics[0], actor=manager)

    taken = learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + 2 * HOUR)

    assert taken is not None
    assert (taken.corrections, taken.evaluation["n"], taken.evaluation["right"]) == (22, 22, 22)
    assert taken.evaluation["before"] < 22
    assert Event.objects.filter(type="surveys.TextModelTaken").count() == 1
    assert learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + 3 * HOUR) is None


def test_a_few_reviews_wait_for_a_day(manager, topics):
    review("Wackelkandidat", count=3, topic=topics[0], actor=manager)

    early = learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + 2 * HOUR)
    later = learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + DAY + HOUR)

    assert early is None
    assert later is not None
    assert later.evaluation["n"] == 3


def test_a_model_that_is_worse_is_not_taken(manager, topics):
    review("Wackelkandidat", count=22, topic=topics[0], actor=manager)
    known = learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + 2 * HOUR)
    TextReading.objects.update(corrected_at=None, corrected_by=None)
    review("Wackelkandidat", count=1, topic=topics[0], actor=manager, at=NOON + DAY)

    taken = learn_from_reviews(kind=Kind.TOPICS, actor=manager, now=NOON + 3 * DAY)

    known.refresh_from_db()
    tried = known.evaluation["tried"]
    assert taken is None
    assert TextModel.objects.filter(kind=Kind.TOPICS).count() == 2
    assert (tried["n"], tried["right"], tried["before"]) == (1, 0, 1)


PRAISE = ("I am glad, {} indeed", "so pleased, {} as ever")
BLAME = ("I am angry, {} indeed", "so disappointed, {} as ever")


def test_a_model_of_sentiment_adapts_to_our_own_texts(manager, topics):
    read_letters(PRAISE, "Leuchtfeuer", count=120)
    read_letters(BLAME, "Wackelkandidat", count=120)
    judge("Leuchtfeuer", "positive", count=12, actor=manager)
    judge("Wackelkandidat", "negative", count=12, actor=manager)

    taken = learn_from_reviews(kind=Kind.SENTIMENT, actor=manager, now=NOON + 2 * HOUR)

    assert taken is not None
    assert (taken.evaluation["n"], taken.evaluation["right"]) == (24, 24)
    assert taken.evaluation["adapted"] == 240


def test_few_texts_of_our_own_are_not_adapted_to(manager, topics):
    read_letters(PRAISE, "Leuchtfeuer", count=100)
    judge("Leuchtfeuer", "positive", count=24, actor=manager)

    taken = learn_from_reviews(kind=Kind.SENTIMENT, actor=manager, now=NOON + 2 * HOUR)

    assert taken.evaluation["adapted"] == 0


def read_letters(sentences, word, *, count):
    """Letters that nobody reviews."""
    letters = [
        make_letter(f"{sentences[number % 2].format(word)} {'very ' * (number % 7)}")
        for number in range(count)
    ]
    read_messages(letters, now=NOON)


def judge(text, sentiment, *, count, actor):
    letters = [make_letter(f"{text} {'very ' * (number % 5)}") for number in range(count)]
    read_messages(letters, now=NOON)
    for reading in TextReading.objects.filter(message__in=letters):
        review_text(
            reading_id=reading.pk,
            topic=None,
            sentiment=sentiment,
            actor=actor,
            now=NOON + timedelta(minutes=1),
        )


def review(text, *, count, topic, actor, at=NOON):
    model_in_use(Kind.TOPICS, now=NOON)
    letters = [make_letter(f"{text} {'very ' * (number % 5)}") for number in range(count)]
    read_messages(letters, now=NOON)
    for reading in TextReading.objects.filter(message__in=letters):
        review_text(
            reading_id=reading.pk,
            topic=topic,
            sentiment="negative",
            actor=actor,
            now=at + timedelta(minutes=1),
        )
