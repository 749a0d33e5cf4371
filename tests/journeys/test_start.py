import pytest

from tests.journeys.conftest import DESKTOP, PHONE, ROLES

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("role", ROLES)
def test_each_of_the_four_sign_ins_reaches_today(visit, role):
    page = visit().sign_in(role).page

    assert page.url.rstrip("/").endswith(page.url.split("/")[2])
    assert page.locator("h1").first.inner_text() == "Today"


def test_the_browser_chooses_the_language_at_first(visit):
    page = visit(language="zh-CN").go("sign-in/")

    assert page.locator("html").get_attribute("lang") == "zh-hans"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_sign_in_page_can_be_used_by_everybody(visit, theme, size):
    visitor = visit(theme=theme, size=size, is_probed=True)

    visitor.go("sign-in/")

    assert visitor.barriers() == []
