"""From a ready questionnaire to the result: made, changed, tried, opened, answered by its link."""

import re

import pytest

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey


def begin_from_ready(page):
    page.locator("button[value=transactional]").click()
    page.locator(".builder__line").first.wait_for()
    return re.search(r"/questionnaires/(\d+)/", page.url)[1]


def answer(page, link):
    """Answer the three questions and say at what address it ended."""
    page.goto(link)
    for name, value in (("csat", "4"), ("ces", "6"), ("nps", "10")):
        page.locator(f"input[name={name}][value='{value}']").check(force=True)
    page.locator("button.button--primary").click()
    page.get_by_role("heading", name="Thank you.").wait_for()


def test_a_questionnaire_is_made_tried_opened_answered_and_read(visit):
    page = visit(role="manager").go("/questionnaires/new/")
    number = begin_from_ready(page)

    page.locator(".builder__line a").first.click()
    page.locator("#drawer[open] [name=title]").fill("How did we do today?")
    page.locator("#drawer [name=visibleIf]").fill("{nps} > 8")
    page.locator("#drawer .builder__said .field__error, #drawer .builder__condition").wait_for()
    page.locator("#drawer [name=visibleIf]").fill("")
    page.locator("#drawer form .button--primary").click()
    page.get_by_role("link", name="How did we do today?").wait_for()
    page.get_by_role("link", name="Preview").click()
    phone = page.frame_locator("iframe.phone")
    phone.get_by_text("How did we do today?").wait_for()
    phone.locator("button[value=made_up]").click()
    phone.locator("input[name=csat]:checked").wait_for(state="attached")

    page.goto(page.url.replace("preview/", "open/"))
    page.locator("[name=name]").fill("Journey")
    page.locator("form .button--primary").click()
    link = page.locator("#open-link").inner_text()
    survey = page.url
    other = visit(size=PHONE).go("/guarantees/")
    answer(other, link)

    page.goto(f"{survey}results/")
    assert number
    assert page.get_by_role("heading", name="How did we do today?").count() == 1
    assert page.get_by_text("1 complete response.").count() == 1
    page.goto(survey)
    page.locator(".row__title a").first.click()
    assert page.locator(".said dd").first.inner_text().strip() == "4"


def test_questions_are_moved_and_removed_without_scripts(visit):
    page = visit(role="manager", javascript=False, size=PHONE).go("/questionnaires/new/")
    begin_from_ready(page)
    before = page.locator(".builder__line .row__title").all_inner_texts()

    page.locator(".builder__line").first.locator("button[value=down]").click()
    moved = page.locator(".builder__line .row__title").all_inner_texts()
    page.locator(".builder__line").first.locator("button[value=remove]").click()
    page.locator(".notice__undo").click()
    back = page.locator(".builder__line .row__title").all_inner_texts()
    page.locator(".builder__line a").first.click()

    assert moved == [before[1], before[0], before[2]]
    assert back == moved
    assert page.locator("#drawer [name=title]").is_visible()


def test_the_keyboard_moves_a_question_and_stays_with_it(visit):
    page = visit(role="manager").go("/questionnaires/new/")
    begin_from_ready(page)
    first = page.locator(".builder__line .row__title").first.inner_text()

    page.locator(".builder__line").first.locator("button[value=down]").press("Enter")
    page.wait_for_url("**by=down")

    assert page.evaluate("document.activeElement.value") == "down"
    assert first in page.evaluate("document.activeElement.getAttribute('aria-label')")
