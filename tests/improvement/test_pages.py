import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.improvement.models import Improvement
from tests.expectations.factories import make_topic
from tests.improvement.factories import make_improvement

PAGES = {
    "board": "/improvements/",
    "one state": "/improvements/?state=none",
    "new": "/improvements/new/?topic={topic}&finding=Slow&figure=gap:{topic}:high&picked_of=9",
    "improvement": "/improvements/{improvement}/",
    "change": "/improvements/{improvement}/change/",
}


@pytest.fixture
def topic(manager):
    return make_topic(name_zh="礼貌")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_answers_in_both_languages(client, manager, topic, name, language):
    chosen = make_improvement(owner=manager, topic=topic, figure=f"gap:{topic.pk}", expected_to=0.5)
    client.force_login(manager)
    client.cookies["django_language"] = language

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(PAGES[name].format(topic=topic.pk, improvement=chosen.pk))

    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert len(queries) <= 28, "\n".join(query["sql"][:120] for query in queries)


def test_the_board_asks_the_same_however_many_improvements_there_are(client, manager, topic):
    client.force_login(manager)
    now = timezone.now()

    def add(number):
        for state in Improvement.State:
            ended = (
                {"closed_at": now, "result": "Nothing"}
                if state in {"shown", "none", "worse", "unsaid"}
                else {}
            )
            make_improvement(
                owner=manager, topic=topic, title=f"{state} {number}", state=state,
                figure=f"keeping:{topic.pk}", expected_to=0.9, **ended,
            )  # fmt: skip

    add(0)
    with CaptureQueriesContext(connection) as few:
        client.get("/improvements/")
    for number in range(1, 6):
        add(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/improvements/")

    assert len(many) == len(few) <= 18
