from uuid import uuid4

import pytest

from heed.cli.demo.staff import DOMAIN, PASSPHRASE

pytestmark = pytest.mark.journey


@pytest.fixture
def newcomer(site):
    """Somebody of whom no other journey expects anything; signs in by this name."""
    name = f"newcomer-{uuid4().hex[:8]}"
    site.heed("user", "add", f"{name}@{DOMAIN}", "--name", "Noa", given=PASSPHRASE.encode())
    return name


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en-GB", "Today"), ("fr-FR", "Today"), ("zh-CN", "今天")],
)
def test_the_browser_chooses_the_language_of_the_first_page(visit, language, heading):
    page = visit(role="analyst", language=language).page

    assert page.locator("h1").inner_text() == heading


def test_a_language_once_chosen_stays(visit, newcomer):
    page = visit(role=newcomer).page
    view = page.locator("[popovertarget='view-menu']")

    view.click()
    page.locator("#view-menu").get_by_role("button", name="简体中文").click()
    page.wait_for_selector("html[lang=zh-hans]")
    page.goto(page.url + "customers/")
    assert page.locator("html").get_attribute("lang") == "zh-hans"

    view.click()
    page.locator("#view-menu").get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")


def test_her_language_follows_a_person_to_another_browser(visit, newcomer):
    first = visit(role=newcomer).go("/settings/")
    first.locator("select[name=language]").select_option("zh-hans")
    first.locator("main form .button--primary").click()

    page = visit(language="en-GB", role=newcomer).page

    assert page.locator("h1").inner_text() == "今天"


def test_a_theme_once_chosen_stays(visit):
    page = visit(role="agent").page

    page.get_by_role("button", name="Language and appearance").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"
