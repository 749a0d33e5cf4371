"""From a mail to a measured gap: what a newcomer sees in the first quarter of an hour."""

import pytest

from tests.journeys.steps import clicks, count_clicks, letter_to, link_in, write_to_us

pytestmark = pytest.mark.journey


def record_expectation(page, *, felt=6):
    page.locator("[data-record=expectation]").first.click()
    page.locator("#drawer[open] [role=combobox]:focus").wait_for()
    page.keyboard.type("Courtesy")
    page.keyboard.press("Enter")
    page.locator(f"#drawer input[name=felt][value='{felt}']").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Record the expectation").click()
    page.locator("#notices .notice--success").wait_for()


def record_promise(page, wording, *, topic="Courtesy"):
    page.locator("[data-record=promise]").first.click()
    page.locator("#drawer[open] input[name=wording]").press_sequentially(wording)
    page.locator("#drawer select[name=topic]").focus()
    page.keyboard.type(topic)
    page.locator("#drawer button[name=by]:visible").first.click()
    page.locator("#notices .notice--success").wait_for()


def fulfil(page, evidence):
    page.locator(".owed-item a", has_text="Fulfil").first.click()
    page.locator("#fulfil_evidence").fill(evidence)
    page.get_by_role("button", name="Delivered").click()
    page.locator("#notices .notice--success").wait_for()


def choose(page, question, value):
    page.locator("label", has=page.locator(f"[name={question}][value='{value}']")).click()


def test_a_mail_becomes_a_kept_promise_and_a_measured_gap(visit, site):
    taken = write_to_us(
        site, name="顾晓雨", subject="杯子碎了", text="您好，收到的杯子碎了，请处理。"
    )
    page = visit(role="agent").page

    page.get_by_role("link", name="Inbox").first.click()
    page.get_by_role("link", name="顾晓雨").first.click()
    page.locator("#reply").fill("您好，我们马上处理。")
    page.get_by_role("button", name="Send").click()
    page.locator("#notices .notice--success").wait_for()
    answer = letter_to(site, taken["address"], holding="马上处理")

    assert answer["In-Reply-To"] == taken["message_id"]
    assert taken["message_id"] in answer["References"]
    assert answer["Subject"].startswith("Re:")

    record_expectation(page)
    record_promise(page, "明天寄出新杯子")
    fulfil(page, "快递单号 SF100200300")
    invitation = letter_to(site, taken["address"], holding="/answer/")

    customer = visit(language="zh-CN", javascript=False).go(link_in(invitation))
    assert customer.locator("html").get_attribute("lang") == "zh-hans"
    assert "明天寄出新杯子" in customer.locator("blockquote").inner_text()
    choose(customer, "perceived", 4)
    choose(customer, "against_expectation", -2)
    customer.locator("textarea").fill("可以更快一些")
    customer.locator("button.button--primary").click()
    assert customer.locator("form[method=post] textarea").count() == 0

    ledger = visit(role="manager").go("/ledger/?period=1")
    row = ledger.get_by_role("row", name="Courtesy")
    row.locator("a", has=ledger.locator(".strong")).click()
    rows = ledger.locator("#drawer[open] .row", has_text="顾晓雨")
    rows.wait_for()
    assert "可以更快一些" in rows.inner_text()
    assert "/ledger/courtesy/gap/" in ledger.url


def test_an_expectation_is_recorded_with_two_clicks(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    count_clicks(page)

    record_expectation(page, felt=5)

    assert clicks(page) == 2
    assert page.locator(".workbench__panel .expect", has_text="Courtesy").count() == 1


def test_a_promise_is_recorded_with_two_clicks(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    count_clicks(page)

    record_promise(page, "We call you back")

    assert clicks(page) == 2
    assert page.locator(".owed-item", has_text="We call you back").count() == 1


def test_an_answer_can_carry_a_promise(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")

    page.locator("#reply").fill("I look into it.")
    page.locator("#promise").fill("You hear from me")
    page.locator("label.chip").first.click()
    page.locator("#reply").press("Control+Enter")
    page.locator("#notices .notice--success").wait_for()

    assert page.locator(".owed-item", has_text="You hear from me").count() == 1
    assert "I look into it." in letter_to(site, taken["address"]).get_body(("plain",)).get_content()


def test_the_link_of_an_invitation_works_once(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent").go(f"/conversations/{taken['conversation']}/")
    record_promise(page, "We refund today")
    fulfil(page, "Refund 77")
    path = link_in(letter_to(site, taken["address"], holding="/answer/"))
    first = visit(javascript=False).go(path)
    choose(first, "perceived", 7)
    first.locator("button.button--primary").click()

    again = visit(javascript=False).go(path)

    assert again.locator("h1").inner_text() == "Thank you."
    assert again.locator("[name=perceived]").count() == 0
