"""A survey as people answer it: on a phone, with scripts and without, in both languages."""

import json
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.journey

OPENING = """
import json, django
django.setup()
from django.utils import timezone
from heed.accounts.models import User
from heed.surveys.format.writing import json_of
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import open_survey
from heed.surveys.queries.surveys import open_token_of
from heed.surveys.ready.catalogue import ready_questionnaire
actor, now, links = User.objects.filter(role="manager").first(), timezone.now(), {}
for ready in ("servqual_short", "best_worst", "kano"):
    definition = json_of(ready_questionnaire(ready))
    made = create_questionnaire(name=ready, definition=definition, actor=actor, now=now)
    survey = open_survey(questionnaire_id=made.pk, name=ready, actor=actor, now=now)
    links[ready] = f"/survey/{open_token_of(survey)}/"
print(json.dumps(links))
"""
MOST_BYTES = 60 * 1024


@pytest.fixture(scope="module")
def links(site):
    """The open links of ready questionnaires, by their key."""
    done = subprocess.run(
        (sys.executable, "-c", OPENING),
        env=site.serving.environment | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout.decode().splitlines()[-1])


def go_on(page):
    page.locator(".survey__buttons .button--primary").click()


def share_out(page, points):
    for field, number in zip(page.locator(".ranks input").all(), points, strict=True):
        field.fill(str(number))


def test_expected_and_perceived_are_answered_on_a_phone(visit, links):
    page = visit(size=PHONE).go(links["servqual_short"])

    for row in page.locator(".card__row").all():
        row.locator(".point").nth(5).click()
    go_on(page)
    share_out(page, (20, 20, 20, 20, 10))
    assert page.locator(".ranks__total").inner_text() == "90 / 100"
    go_on(page)
    assert page.locator(".errors").evaluate("each => each === document.activeElement")
    assert "now they are 90" in page.locator(".ask .field__error").inner_text()
    share_out(page, (20, 20, 20, 20, 20))
    go_on(page)

    page.locator(".survey__buttons").get_by_text("Back").click()
    assert page.locator(".ranks input").first.input_value() == "20"
    go_on(page)
    page.locator(".point").last.click()
    go_on(page)
    page.get_by_role("heading", name="Thank you.").wait_for()
    assert page.locator("form").count() == 0


def test_most_and_least_are_answered_without_scripts_in_chinese(visit, links):
    page = visit(size=PHONE, language="zh-CN", javascript=False).go(links["best_worst"])

    assert page.locator("html").get_attribute("lang") == "zh-hans"
    for choosing in page.locator(".sets").all():
        choosing.locator("tbody tr").first.locator("label").first.click()
        choosing.locator("tbody tr").last.locator("label").last.click()
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "What matters most to you"
    assert page.locator(".sets :checked").count() == 14
    page.get_by_role("button", name="简体中文").click()
    go_on(page)
    page.locator(".pick").first.click()
    go_on(page)

    assert "感谢您的回答" in page.locator("main").inner_text()


def test_the_most_and_the_least_cannot_be_the_same(visit, links):
    page = visit(size=PHONE, javascript=False).go(links["best_worst"])

    for label in page.locator(".sets").first.locator("tbody tr").first.locator("label").all():
        label.click()
    go_on(page)

    assert "cannot be the same" in page.locator(".errors").inner_text()
    assert page.locator(".sets :checked").count() == 2


@pytest.mark.parametrize("ready", ["servqual_short", "best_worst", "kano"])
@pytest.mark.parametrize(
    ("theme", "size", "language"),
    [
        pytest.param("light", PHONE, "en-GB", id="phone"),
        pytest.param("dark", DESKTOP, "zh-CN", id="desktop", marks=pytest.mark.slow),
    ],
)
def test_nothing_keeps_anybody_from_answering(visit, links, ready, theme, size, language):
    visitor = visit(size=size, theme=theme, language=language, is_probed=True)
    page = visitor.go(links[ready])

    assert visitor.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    targets = page.locator("label:visible, .button:visible").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().height < 44).length"
    )
    assert targets == 0


def test_a_page_is_light(visit, links):
    visitor = visit(size=PHONE)
    weights = []

    def weigh(answer):
        if "/static/heed/css/" not in answer.url:  # shared with every page of the product
            weights.append(len(answer.body()))

    visitor.page.on("requestfinished", lambda request: weigh(request.response()))
    visitor.go(links["servqual_short"])
    visitor.page.wait_for_load_state("networkidle")

    assert 0 < sum(weights) <= MOST_BYTES
