"""What is written is never lost, and nothing is sent twice."""

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.steps import write_to_us

pytestmark = pytest.mark.journey


@pytest.fixture
def conversation(site):
    return f"/conversations/{write_to_us(site)['conversation']}/"


def test_a_draft_outlives_a_reload_and_goes_when_it_is_sent(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("#reply").fill("Half a letter")

    page.reload()
    assert page.locator("#reply").input_value() == "Half a letter"
    page.get_by_role("button", name="Send").click()
    page.locator("#notices .notice--success").wait_for()

    assert page.locator("#reply").input_value() == ""
    page.reload()
    assert page.locator("#reply").input_value() == ""


def test_a_refused_answer_comes_back_with_its_words(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("#reply").fill("With a promise")
    page.locator("#promise").fill("In the past")
    page.locator("label.chip", has_text="Another time").click()
    page.locator("#composer-due").fill("2020-01-01T10:00")

    page.get_by_role("button", name="Send").click()

    page.locator("[role=alert]").wait_for()
    assert page.locator("[name=text]").input_value() == "With a promise"
    assert page.locator("[name=wording]").input_value() == "In the past"


def test_a_letter_sent_by_two_quick_clicks_goes_out_once(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("#reply").fill("Only once")

    page.get_by_role("button", name="Send").dblclick()
    page.locator("#notices .notice--success").wait_for()

    assert page.locator(".letter", has_text="Only once").count() == 1


def test_going_back_after_sending_does_not_bring_the_letter_back(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("#reply").fill("Sent already")
    page.get_by_role("button", name="Send").click()
    page.locator("#notices .notice--success").wait_for()

    page.go_back()
    page.go_forward()

    assert page.locator("#reply").input_value() == ""


def test_chosen_files_are_named(visit, conversation):
    page = visit(role="agent").go(conversation)

    page.locator("#attachments").set_input_files(
        {"name": "label.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )

    assert page.locator("#chosen-files").inner_text() == "label.pdf"


def test_a_closed_conversation_can_be_opened_again_from_the_notice(visit, conversation):
    page = visit(role="agent").go(conversation)

    page.get_by_role("button", name="Close", exact=True).first.click()
    page.get_by_role("button", name="Undo").click()

    assert page.get_by_role("button", name="Reopen").count() == 0


def test_a_form_in_the_drawer_says_there_what_is_missing(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("[data-record=expectation]").first.click()

    page.get_by_role("button", name="Record the expectation").click()

    page.locator("#drawer .errors").wait_for()
    assert page.locator("#drawer .field__error").count() == 1
    assert page.url.endswith(conversation)


def test_a_refusal_is_read_in_the_drawer_where_it_happened(visit, conversation):
    page = visit(role="agent").go(conversation)
    page.locator("[data-record=promise]").first.click()
    page.locator("#drawer[open] [name=wording]").fill("Closed elsewhere")
    page.locator("#drawer button[name=by]:visible").first.click()
    page.locator("#notices .notice--success").wait_for()
    page.locator(".owed-item a").first.click()
    page.locator("#drawer[open] #fulfil_evidence").fill("Here")
    promise = page.locator("#drawer form").first.get_attribute("action").split("/")[2]
    elsewhere = visit(role="agent", javascript=False).go(f"/promises/{promise}/")
    elsewhere.locator("#fulfil_evidence").fill("There")
    elsewhere.get_by_role("button", name="Delivered").click()

    page.get_by_role("button", name="Delivered").click()

    page.locator("#drawer .notice--error").wait_for()
    assert page.locator("#fulfil_evidence").input_value() == "Here"


def test_the_person_slides_in_on_a_phone_and_gives_the_focus_back(visit, conversation):
    page = visit(role="agent", size=PHONE).go(conversation)
    button = page.get_by_role("button", name="Person")
    assert not page.locator("#person-panel").is_visible()

    button.click()
    assert page.locator("#person-panel").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#person-panel").is_visible()
    assert button.evaluate("button => button === document.activeElement")
