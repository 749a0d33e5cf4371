"""From a wish that cannot simply be met to a promise the customer chose."""

import re

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.steps import letter_to, write_to_us

pytestmark = pytest.mark.journey


def negotiate(page, wish):
    """Open a negotiation from the conversation that is shown."""
    page.get_by_role("link", name="Negotiate").click()
    page.locator("#drawer[open] input[name=request]").fill(wish)
    page.get_by_role("button", name="Open the negotiation").click()
    page.wait_for_url("**/negotiations/*/")


def write_two_options(page, first, second):
    page.locator("[name=o1-wording]").fill(first)
    page.locator("[name=o1-price]").fill("5")
    page.locator("[name=o1-cost]").fill("9.87")
    page.locator("[name=o2-wording]").fill(second)


def offer_links(letter):
    """The paths of the personal links, the one to all options last."""
    text = letter.get_body(("plain",)).get_content()
    return re.findall(r"https?://[^/\s]+(/offer/\S+)", text)


def plan_a_step(page, wording, kind, *, supervisor=""):
    page.get_by_role("link", name="Step", exact=True).click()
    page.locator("#drawer[open] input[name=wording]").fill(wording)
    page.locator(f"#drawer input[name=kind][value={kind}]").check()
    if supervisor:
        page.locator("#drawer select[name=supervisor]").select_option(label=supervisor)
    page.get_by_role("button", name="Plan this step").click()
    page.locator(".ladder__step", has_text=wording).wait_for()


def test_a_customer_chooses_without_scripts_and_the_promise_stands(visit, site):
    taken = write_to_us(site, name="顾晓雨", subject="灯", text="周五前能送到吗？")
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    negotiate(page, "周五前送到")
    page.get_by_role("link", name="Make an offer").click()
    write_two_options(page, "快递周四送到家", "到店自取")
    page.get_by_role("button", name="One more option").click()
    page.locator("[name=o3-wording]").fill("换一盏现货的灯")
    page.get_by_role("button", name="Put the offer").click()
    page.locator(".option__wording", has_text="换一盏现货的灯").wait_for()
    links = offer_links(letter_to(site, taken["address"], holding="/offer/"))

    customer = visit(language="zh-CN", size=PHONE, javascript=False)
    for path in links:  # what a mail scanner does
        customer.go(path)
        assert "9.87" not in customer.page.content()
    customer.go(links[1]).locator("button.button--primary").click()

    assert "到店自取" in customer.page.locator("blockquote").inner_text()
    page.goto(site.url + f"conversations/{taken['conversation']}/")
    assert page.locator(".owed-item", has_text="到店自取").count() == 1
    assert page.locator(".owed-item").count() == 1
    again = visit(javascript=False).go(links[0])
    assert again.locator("button").count() == 0


def test_a_wish_comes_back_to_the_agent(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    negotiate(page, "A red one")
    page.get_by_role("link", name="Make an offer").click()
    write_two_options(page, "A blue one today", "A red one in May")
    page.get_by_role("button", name="Put the offer").click()
    page.get_by_role("link", name="Read it out").wait_for()
    links = offer_links(letter_to(site, taken["address"], holding="/offer/"))

    customer = visit(javascript=False).go(links[-1])
    customer.locator("summary", has_text="something else").click()
    customer.locator("[name=wish]").fill("A red one in March 😀")
    customer.get_by_role("button", name="Send my wish").click()
    page.goto(site.url)

    assert "A red one in March 😀" in customer.locator("blockquote").inner_text()
    move = page.locator("section", has_text="your move")
    assert move.locator(".row", has_text="Ines Falk").count() >= 1


def test_the_choice_on_the_phone_is_one_key(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    negotiate(page, "Sooner")
    page.get_by_role("link", name="Make an offer").click()
    write_two_options(page, "By courier", "In the shop")
    page.locator("[name=mode][value=phone]").check()
    page.get_by_role("button", name="Put the offer").click()
    page.wait_for_url("**/script/")

    page.keyboard.press("2")
    page.wait_for_url("**/negotiations/*/")

    assert "In the shop" in page.locator(".option.is-chosen").inner_text()


def test_a_supervisor_approves_and_only_then_it_can_be_told(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    negotiate(page, "Half the price")
    plan_a_step(page, "Half the price, once", "supervisor", supervisor="Ruth Adeyemi")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".tag", has_text="Asked").wait_for()
    assert page.get_by_role("button", name="Told by word of mouth").count() == 0

    supervisor = visit(role="manager").go("/")
    asks = supervisor.locator("section", has_text="Asks for your word")
    asks.locator(".row", has_text="Half the price, once").get_by_role(
        "link", name="Approve or refuse"
    ).first.click()
    supervisor.get_by_role("button", name="Approve").click()
    supervisor.locator("#notices .notice--success").wait_for()
    page.reload()
    page.get_by_role("link", name="Write to the customer about it").click()
    page.get_by_role("button", name="Send the letter").click()
    page.locator("#notices .notice--success").wait_for()

    letter = letter_to(site, taken["address"], holding="Half the price, once")
    assert "it was approved" in letter.get_body(("plain",)).get_content()
