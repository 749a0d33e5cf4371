import pytest

from heed.surveys.models import Response
from heed.surveys.queries.responses import told_responses
from heed.surveys.queries.told_order import told_page
from tests.surveys.analysis.answers import make_answered


@pytest.fixture
def told(manager):
    return told_responses(make_answered(actor=manager, many=30, is_anonymous=True))


def keys(told, number, **chosen):
    page = told_page(told.filter(**chosen), among=told, number=number, size=12)
    return [each.pk for each in page.object_list]


def test_every_row_is_on_one_page_and_stays_there(told):
    pages = [keys(told, number) for number in ("1", "2", "3")]

    assert [len(each) for each in pages] == [12, 12, 6]
    assert sorted(pk for page in pages for pk in page) == sorted(told.values_list("pk", flat=True))
    assert pages == [keys(told.order_by("-pk"), number) for number in ("1", "2", "3")]


def test_the_order_is_not_that_of_coming_and_needs_the_key(told, settings):
    before = keys(told, "")
    settings.SECRET_KEY = "another"

    after = keys(told, "")

    assert before not in (sorted(before), sorted(before, reverse=True))
    assert after != before


@pytest.mark.parametrize(
    ("few", "count"),
    [
        pytest.param(4, 0, id="four"),
        pytest.param(5, 5, id="five"),
        pytest.param(25, 12, id="all but five"),
        pytest.param(26, 0, id="all but four"),
        pytest.param(30, 12, id="all"),
    ],
)
def test_at_least_five_rows_or_none(told, few, count):
    Response.objects.filter(pk__in=list(told.values_list("pk", flat=True)[:few])).update(page="x")

    assert len(keys(told, "", page="x")) == count


def test_a_number_that_is_none_shows_the_first_page(told):
    assert keys(told, "\x00") == keys(told, "1")
