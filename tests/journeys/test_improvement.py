"""From a figure of the ledger to an improvement on the board, by pointer and by keyboard."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey


def due():
    return (datetime.now(UTC) + timedelta(days=20)).date().isoformat()


def test_a_figure_of_the_ledger_becomes_an_improvement_that_begins_and_is_taken_back(visit):
    title = f"Call at once {uuid4().hex[:6]}"
    page = visit(role="manager").go("/ledger/refund/kept/")

    page.locator("#drawer a[href*='improvements/new']").click()
    page.locator("#drawer [name=title]").fill(title)
    page.locator("#drawer [name=due_on]").fill(due())
    assert page.locator("#drawer [name=figure]").input_value().startswith("keeping:")
    page.locator("#drawer [name=expected_to]").fill("99")
    page.locator("#figure-preview p").first.wait_for()
    page.locator("#drawer form .button--primary").click()
    page.wait_for_url("**/improvements/")

    card = page.locator(".improvement", has_text=title)
    card.locator("form[action*='/found/doing/'] button").press("Enter")
    page.locator("#state-doing .improvement", has_text=title).wait_for()
    page.locator(".notice__undo").first.click()
    page.locator("#state-found .improvement", has_text=title).wait_for()


def test_the_board_is_one_column_on_the_phone_and_free_of_barriers(visit):
    visitor = visit(role="manager", language="zh-CN", theme="dark", size=PHONE, is_probed=True)
    page = visitor.go("/improvements/")

    columns = page.locator(".states > section").evaluate_all(
        "each => new Set(each.map(one => one.getBoundingClientRect().left)).size"
    )

    assert columns == 1
    assert visitor.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
