import pytest

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en-GB", "Today"), ("fr-FR", "Today"), ("zh-CN", "今天")],
)
def test_the_browser_chooses_the_language_of_the_first_page(visit, language, heading):
    page = visit(role="analyst", language=language).page

    assert page.locator("h1").inner_text() == heading


def test_a_language_once_chosen_stays(visit):
    page = visit(role="manager").page

    page.get_by_role("button", name="Language and appearance").click()
    page.get_by_role("button", name="简体中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    page.goto(page.url + "customers/")
    assert page.locator("html").get_attribute("lang") == "zh-hans"

    page.get_by_role("button", name="语言与外观").click()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_theme_once_chosen_stays(visit):
    page = visit(role="agent").page

    page.get_by_role("button", name="Language and appearance").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.locator("html").get_attribute("data-theme") == "dark"
