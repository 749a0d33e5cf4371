"""A tablet that somebody goes away from: the next person finds nothing of hers."""

import pytest

from tests.faults.conftest import wait_until
from tests.journeys.tablets import first_page

pytestmark = pytest.mark.journey

HOUR = 3_600_000


@pytest.fixture
def left(tablet):
    """A tablet on which somebody has begun to write, and whose clock is ours to turn."""
    visitor = tablet(touch=True)
    page = visitor.page
    page.clock.install()
    first_page(page, used="toilet", csat=2)
    page.locator("textarea[name=why]").fill("My secret")
    return page


def is_asked(page):
    return page.locator("#idle").is_visible()


def test_after_ninety_seconds_answers_are_put_away(left, desk, put_up):
    left.clock.run_for(74_000)
    before = is_asked(left)
    left.clock.run_for(2_000)
    then = is_asked(left)
    left.clock.run_for(15_000)
    left.locator("#start").wait_for()

    assert (before, then) == (False, True)
    assert "My secret" not in left.content()
    assert left.locator("#questions *").count() == 0
    wait_until(lambda: desk.known(put_up["kiosk"]), seconds=10)
    [[_key, _cleaned, flags, ending, _language, is_submitted]] = desk.known(put_up["kiosk"])
    assert (flags, ending, is_submitted) == ([], "", False)
    left.locator("#begin").click()
    assert left.locator("#questions :checked").count() == 0


def test_who_wakes_a_tablet_that_slept_sees_nothing_of_the_person_before(left):
    left.clock.fast_forward(HOUR)
    left.locator("#start").wait_for()

    assert not is_asked(left)
    assert "My secret" not in left.content()


def test_whoever_is_still_there_goes_on_and_no_answer_changes(left):
    given = "[...document.querySelectorAll('#questions :checked')].map((each) => each.value)"
    left.locator("#back").click()
    before = left.evaluate(given)
    left.clock.run_for(80_000)

    left.locator("#go-on").tap()
    left.locator("#idle").wait_for(state="hidden")
    left.clock.run_for(74_000)

    assert before == ["toilet", "2"]
    assert left.evaluate(given) == before
    assert not is_asked(left)
    left.locator("#next").click()
    assert left.locator("textarea[name=why]").input_value() == "My secret"
