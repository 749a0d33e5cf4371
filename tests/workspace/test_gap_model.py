import numpy as np
import pytest

from heed.expectations.models import Perception
from heed.expectations.queries.scope import Scope
from heed.workspace.queries.gap_model import gap_model
from tests.customers.factories import make_customer
from tests.expectations.factories import make_topic
from tests.moments import MINUTE, NOON


def answer(customer, topic, perceived, expected, satisfaction, at):
    return Perception(
        customer=customer,
        topic=topic,
        perceived=perceived,
        expected=expected,
        satisfaction=satisfaction,
        answered_at=at,
    )


@pytest.fixture
def answers(db):
    """Two hundred customers whom what they got satisfies twice as much as what they expected."""
    dice = np.random.default_rng(5)
    customer, topic = make_customer(), make_topic()
    pairs = dice.integers(1, 8, (200, 2))
    said = [int(np.clip(round(4 + 0.6 * (p - 4) + 0.1 * (e - 4)), 1, 7)) for p, e in pairs]
    Perception.objects.bulk_create(
        answer(customer, topic, int(p), int(e), z, NOON + n * MINUTE)
        for n, ((p, e), z) in enumerate(zip(pairs, said, strict=True))
    )
    return pairs


def test_it_is_told_that_the_gap_is_not_the_whole_story(answers, manager):
    model = gap_model(Scope(manager))

    assert model.n == 200
    assert not model.surface.is_gap_model_kept
    assert model.surface.coefficients[1].value == pytest.approx(0.6, abs=0.06)
    assert model.surface.coefficients[2].value == pytest.approx(0.1, abs=0.06)
    assert model.cost.both_share > model.cost.gap_share + 0.2


def test_the_grid_counts_the_answers_of_each_pair(answers, manager):
    grid = gap_model(Scope(manager)).grid

    assert [line[0].expected for line in grid] == [7, 6, 5, 4, 3, 2, 1]
    counts = {(cell.perceived, cell.expected): cell.n for line in grid for cell in line}
    assert sum(counts.values()) == 200
    assert counts[3, 5] == int(((answers == (3, 5)).all(axis=1)).sum())


def test_answers_that_hardly_differ_give_no_surface(manager):
    customer, topic = make_customer(), make_topic()
    Perception.objects.bulk_create(
        answer(customer, topic, 6, 6, 6, NOON + n * MINUTE) for n in range(80)
    )

    assert (gap_model(Scope(manager)).n, gap_model(Scope(manager)).surface) == (80, None)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        pytest.param("en", "On your answers the gap alone is not the whole story.", id="en"),
        pytest.param("zh-hans", "差距", id="zh"),
    ],
)
def test_the_page_says_what_was_found(client, answers, manager, language, sentence):
    client.force_login(manager)

    page = client.get("/ledger/gap-model/", headers={"accept-language": language})

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_the_page_takes_few_queries_and_says_how_many_answers_lack(
    client, manager, django_assert_max_num_queries
):
    client.force_login(manager)

    with django_assert_max_num_queries(9):
        page = client.get("/ledger/gap-model/")

    assert "0 complete answers are not enough yet" in page.content.decode()
    assert "/settings/company/" in page.content.decode()


def test_agents_do_not_see_it(client, agent):
    client.force_login(agent)

    assert client.get("/ledger/gap-model/").status_code == 403
