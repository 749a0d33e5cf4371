import pytest

from tests.journeys.steps import letter_to, write_to_us

pytestmark = pytest.mark.journey


def test_an_agent_can_work_without_javascript(visit, site):
    taken = write_to_us(site, name="Nora Quist")
    page = visit(role="agent", javascript=False).go(f"/conversations/{taken['conversation']}/")

    page.locator("#reply").fill("On its way.")
    page.get_by_role("button", name="Send").click()
    assert page.locator(".letter", has_text="On its way.").count() == 1

    page.locator("[data-record=promise]").first.click()
    page.locator("[name=wording]").fill("It arrives on Friday")
    page.locator("button[name=by]:visible").first.click()
    assert page.locator(".owed-item", has_text="It arrives on Friday").count() == 1

    page.locator(".owed-item a", has_text="Fulfil").click()
    page.locator("#fulfil_evidence").fill("Parcel 12345")
    page.get_by_role("button", name="Delivered").click()
    assert page.locator(".owed-item").count() == 0
    assert letter_to(site, taken["address"], holding="On its way.")["To"]


def test_filters_and_assignment_have_buttons_without_javascript(visit, site):
    taken = write_to_us(site)
    page = visit(role="agent", javascript=False).go(f"/conversations/{taken['conversation']}/")

    page.locator("#assignee").select_option(index=1)
    page.get_by_role("button", name="Assign").click()

    assert page.locator("#assignee").input_value() != ""
