"""An interviewer with the telephone in one hand: everything by keyboard alone."""

import re

import pytest

from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.journey


def survey_in(page):
    return page.locator("tbody th a", has_text="Three quick questions").first


def to_the_call_list(page):
    """Open the call list of the survey that runs, by keys alone; return its address."""
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url("**/surveys/")
    survey_in(page).press("Enter")
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    page.get_by_role("link", name="Telephone").press("Enter")
    page.wait_for_url("**/calls/")
    return page.url


def take_next(page):
    """Press Enter on “Next call”, which has the focus; return who is called."""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/calls/\d+/$"))
    page.locator(".has-keys").wait_for()
    return page.locator("h1").inner_text()


def begin(page):
    page.keyboard.press("Enter")
    page.locator(".has-keys input[name=csat]").first.wait_for(state="attached")


def chosen(page, name):
    return page.locator(f"input[name={name}]:checked").get_attribute("value")


def test_an_interview_and_an_appointment_without_the_mouse(visit):
    page = visit(role="agent").page
    calls = to_the_call_list(page)
    first = take_next(page)
    begin(page)

    for keys in ("5", "Enter", "6", "Enter", "1", "0"):
        page.keyboard.press(keys)
    said = [chosen(page, name) for name in ("csat", "ces", "nps")]
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("7")
    again = chosen(page, "ces")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(calls)
    complete = page.locator("#notices").inner_text()

    second = take_next(page)
    page.keyboard.press("m")
    page.keyboard.type("the kettle boils")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.press("1")
    page.wait_for_url(calls)
    agreed = page.locator("#notices").inner_text()

    assert said == ["5", "6", "10"]
    assert again == "7"
    assert f"the answers of {first.split(chr(10))[0]} are kept" in complete
    assert f"{second.split(chr(10))[0]}: Wants to be called back." in agreed
    assert page.get_by_text("the kettle boils").count() == 1


def test_the_keys_are_listed_and_a_wrong_outcome_is_undone(visit):
    page = visit(role="manager").page
    calls = to_the_call_list(page)
    page.locator(".row .button[aria-label^=Call]").last.press("Enter")
    page.wait_for_url(re.compile(r"/calls/\d+/$"))

    page.keyboard.press("?")
    is_listed = page.locator("#call-keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("w")
    page.wait_for_url(calls)
    page.locator(".notice__undo").press("Enter")
    page.wait_for_url(re.compile(r"/calls/\d+/$"))
    page.get_by_role("button", name="Put back without a call").press("Enter")
    page.wait_for_url(calls)

    assert is_listed
    assert page.get_by_text("Wrong number").count() == 0


# so tall that the bar at the foot of the screen covers nothing
@pytest.mark.parametrize("size", [PHONE | {"height": 12_000}, DESKTOP], ids=["phone", "desk"])
def test_the_script_is_usable_by_everybody(visit, size):
    visitor = visit(role="manager", size=size, is_probed=True)
    page = visitor.page
    visitor.go("/surveys/")
    survey_in(page).click()
    page.get_by_role("link", name="Telephone").click()
    page.wait_for_url("**/calls/")
    of_the_list = visitor.barriers()
    page.locator(".row .button[aria-label^=Call]").nth(3).click()
    page.wait_for_url(re.compile(r"/calls/\d+/$"))
    of_the_opening = visitor.barriers()
    page.locator("[data-next]").click()
    page.locator(".ask").first.wait_for()
    of_the_questions = visitor.barriers()
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="Put back without a call").click()
    page.wait_for_url("**/calls/")

    assert (of_the_list, of_the_opening, of_the_questions) == ([], [], [])
    assert not is_wide


def test_a_call_without_scripts(visit):
    page = visit(role="manager", javascript=False).go("/surveys/")
    survey_in(page).click()
    page.get_by_role("link", name="Telephone").click()
    page.locator(".row .button[aria-label^=Call]").nth(5).click()
    page.locator("[data-next]").click()
    page.locator("input[name=csat][value='4']").check(force=True)
    page.locator("summary", has_text="Call back").click()
    page.get_by_role("button", name="Tomorrow").click()

    assert "Wants to be called back." in page.locator("#notices").inner_text()
