"""What matters most: an agent asks, the customer answers, and the ledger shows it."""

import re

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.steps import letter_to, settle, write_to_us

pytestmark = pytest.mark.journey

TOPICS = ("Courtesy", "Clear answers", "Problem solved")


def record_by_keyboard(page, topics=TOPICS):
    """Enter one expectation after the other without a pointer, from one drawer."""
    page.locator("[data-record=expectation]").first.press("Enter")
    for topic in topics:
        page.locator("#drawer[open] [role=combobox]:focus").wait_for()
        page.keyboard.type(topic[:6])
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        page.locator("#drawer button[name=then]").press("Enter")
        page.locator(".just-recorded li", has_text=topic).wait_for()
    page.keyboard.press("Escape")
    page.locator(".workbench__panel .expect", has_text=topics[-1]).wait_for()


def ask(page, *, method="order", mode="link"):
    page.locator("[data-asks=ranking]").first.click()
    page.locator(f"#drawer[open] [name=method][value={method}]").check()
    page.locator(f"#drawer [name=mode][value={mode}]").check()
    page.locator("#drawer form .button--primary").click()


def ranking_link(letter):
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/ranking/\S+)", text)[1]


def order_on(page):
    return page.locator("[data-item]").evaluate_all("all => all.map(each => each.dataset.item)")


def worths_on(page):
    texts = page.locator(".workbench__panel .worths__what").all_inner_texts()
    return [text.splitlines()[0] for text in texts]


@pytest.fixture
def asked(visit, site):
    """A new customer who was sent a link, by method; gives the agent's page and the link."""

    def ask_new(method="order"):
        taken = write_to_us(site, name="Ines Falk")
        page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
        record_by_keyboard(page)
        ask(page, method=method)
        page.locator("#notices .notice--success").wait_for()
        return page, ranking_link(letter_to(site, taken["address"], holding="/ranking/"))

    return ask_new


def test_lines_are_dragged_into_order_and_the_agent_sees_it(visit, asked):
    agent, link = asked()
    page = visit().go(link)
    first, *_rest, last = order_on(page)

    line = page.locator(f"[data-item='{last}'] [data-handle]")
    line.hover()
    page.mouse.down()
    page.locator(f"[data-item='{first}']").hover(position={"x": 20, "y": 2})
    page.mouse.up()
    moved = order_on(page)
    assert moved[0] == last
    assert page.locator("[data-announces]").inner_text() == f"{last}: place 1 of 3"

    page.locator("button[value=next]").click()
    page.locator("[name=given_up]").last.check()
    page.locator("button[value=finish]").click()
    page.get_by_role("heading", name="Thank you.").wait_for()

    agent.reload()
    assert worths_on(agent) == moved
    assert agent.locator(".worths .tag", has_text="can be given up").count() == 1


def test_the_keyboard_puts_lines_in_order_and_the_page_goes_on_where_it_was_left(visit, asked):
    _agent, link = asked()
    page = visit().go(link)
    before = order_on(page)

    page.locator("[data-item] button[value^=down]").first.focus()
    with page.expect_response(lambda answer: answer.status == 204):
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
    after = [before[1], before[2], before[0]]

    assert order_on(page) == after
    assert page.evaluate("document.activeElement.value").startswith("down")
    again = visit().go(link)
    assert again.locator("[name=given_up]").count() == 3
    again.get_by_role("link", name="Back").click()
    assert order_on(again) == after


def test_without_scripts_lines_move_by_buttons(visit, asked):
    agent, link = asked()
    page = visit(javascript=False, size=PHONE).go(link)
    before = order_on(page)

    page.locator("[data-item] button[value^=up]").last.click()
    after = [before[0], before[2], before[1]]
    assert order_on(page) == after
    page.locator("button[value=next]").click()
    page.locator("button[value=finish]").click()
    assert page.locator("form").count() == 0

    agent.reload()
    assert worths_on(agent) == after


def test_best_and_worst_on_a_phone_in_one_question(visit, asked):
    agent, link = asked("best_worst")
    page = visit(size=PHONE, is_probed=True)
    shown = page.go(link)
    names = shown.locator(".best-worst tbody b").all_inner_texts()

    assert page.barriers() == []
    shown.locator("[name=best]").nth(1).check()
    shown.locator("[name=worst]").nth(0).check()
    shown.locator("button[value=next]").click()
    shown.locator("button[value=finish]").click()
    shown.get_by_role("heading", name="Thank you.").wait_for()

    agent.reload()
    assert worths_on(agent) == [names[1], names[2], names[0]]


def test_pairs_are_two_big_buttons_that_can_be_gone_back_to(visit, asked):
    _agent, link = asked("pairs")
    page = visit(size=PHONE).go(link)

    page.locator(".pair__one").first.click()
    page.get_by_text("Question 2 of 4").wait_for()
    page.get_by_role("link", name="Back").click()

    assert page.locator(".pair__one.is-chosen").count() == 1
    assert page.locator(".pair__one").first.bounding_box()["height"] >= 88


def test_an_agent_asks_on_the_phone_in_a_drawer(visit, site):
    taken = write_to_us(site, name="Nora Quist")
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    record_by_keyboard(page)

    ask(page, mode="agent")
    page.locator("#drawer [data-ordering]").wait_for()
    order = order_on(page)
    page.locator("#drawer [data-item] button[value^=down]").first.press("Enter")
    page.locator("#drawer button[value=next]").press("Enter")
    page.locator("#drawer [name=given_up]").first.wait_for()
    settle(page)
    page.locator("#drawer button[value=finish]").press("Enter")
    page.locator("#drawer .worths").wait_for()
    page.keyboard.press("Escape")
    page.locator(".workbench__panel .worths").wait_for()

    assert worths_on(page) == [order[1], order[0], order[2]]


def test_selected_words_become_the_wording_of_an_expectation(visit, site):
    taken = write_to_us(site, text="It has to be here before Friday, please.")
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")

    page.locator(".letter__body p").first.select_text()
    page.locator("[data-quotes]").click()

    wording = page.locator("#drawer[open] [name=wording]")
    wording.wait_for()
    assert wording.input_value() == "It has to be here before Friday, please."
    assert page.locator("#drawer [name=source]:checked").input_value() == "message"
