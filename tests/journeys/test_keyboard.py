import pytest

from tests.journeys.steps import write_to_us

pytestmark = pytest.mark.journey


def test_the_keyboard_reaches_everything(visit, site):
    write_to_us(site)
    page = visit(role="manager").page

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/ledger/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/conversations/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conversations/*/*")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply"


def test_the_list_of_keys_opens_and_closes(visit):
    page = visit(role="agent").page

    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#keys").is_visible()


def test_a_drawer_takes_the_focus_and_gives_it_back(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    opener = page.locator("[data-record=promise]").first
    opener.focus()

    page.keyboard.press("Enter")
    page.locator("#drawer[open]").wait_for()
    assert page.evaluate("document.activeElement.name") == "wording"
    page.keyboard.press("Escape")

    assert opener.evaluate("opener => opener === document.activeElement")


def test_the_first_stop_of_the_tabulator_skips_to_the_content(visit):
    page = visit(role="agent").page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"
