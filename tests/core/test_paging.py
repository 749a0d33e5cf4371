import pytest

from heed.core.paging import page_before
from heed.customers.models import Customer
from tests.customers.factories import make_customer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param("", id="none"),
        pytest.param("x_1", id="no time"),
        pytest.param("2026-03-02T12:00:00_1", id="no zone"),
        pytest.param("2026-13-02T12:00:00Z_1", id="no such month"),
        pytest.param("0001-01-01T00:00:00+14:00_1", id="before the first year"),
        pytest.param("9999-12-31T23:59:59-14:00_1", id="after the last year"),
        pytest.param("2026-03-02T12:00:00Z_99999999999999999999", id="number too long"),
    ],
)
def test_a_mark_that_cannot_be_read_shows_the_first_page(mark):
    first = make_customer()

    page = page_before(Customer.objects.all(), moment="last_activity_at", before=mark)

    assert page.rows == [first]
