"""A tablet that asks on site, with the network cut, the tab closed and the server failing."""

import json
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT, wait_until
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

SLOWEST = 45_000  # the first visit takes everything along
LYING = {"width": 1024, "height": 768}
OPENING = """
import json, sys, django
django.setup()
from django.utils import timezone
from heed.accounts.models import User
from heed.surveys.operations.kiosks import open_kiosk
from heed.surveys.operations.questionnaires import create_questionnaire
from heed.surveys.operations.surveys import open_survey
from heed.surveys.queries.kiosks import kiosk_token_of
actor, now = User.objects.filter(role="manager").first(), timezone.now()
made = create_questionnaire(name="Shop", definition=json.load(sys.stdin), actor=actor, now=now)
survey = open_survey(questionnaire_id=made.pk, name="Shop", has_open_link=False, actor=actor,
                     now=now)
kiosk = open_kiosk(survey_id=survey.pk, name="Till", actor=actor, now=now)
print(json.dumps({"survey": survey.pk, "kiosk": kiosk.pk, "token": kiosk_token_of(kiosk)}))
"""
KNOWN = """
import json, sys, django
django.setup()
from heed.surveys.models import Response
rows = Response.objects.filter(kiosk_id=json.load(sys.stdin)).order_by("started_at")
print(json.dumps([[str(each.key), each.cleaned, each.flags, each.ending, each.language,
                   each.submitted_at is not None] for each in rows]))
"""
ENDING = """
import json, sys, django
django.setup()
from django.utils import timezone
from heed.accounts.models import User
from heed.surveys.operations.kiosks import retire_kiosk
from heed.surveys.operations.surveys import close_survey
kind, pk = json.load(sys.stdin)
actor, now = User.objects.filter(role="manager").first(), timezone.now()
if kind == "kiosk":
    retire_kiosk(kiosk_id=pk, actor=actor, now=now)
else:
    close_survey(survey_id=pk, actor=actor, now=now)
print("null")
"""
ASKED = {
    "title": {"default": "Your visit today", "zh-cn": "今天的光临"},
    "description": {"default": "Two short pages.", "zh-cn": "只有两小页。"},
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "checkbox",
                    "name": "used",
                    "title": {"default": "What did you use?", "zh-cn": "您用了什么？"},
                    "choices": [
                        {"value": "till", "text": {"default": "Till", "zh-cn": "收银台"}},
                        {"value": "desk", "text": {"default": "Desk", "zh-cn": "服务台"}},
                        {"value": "toilet", "text": {"default": "Toilet", "zh-cn": "洗手间"}},
                    ],
                    "choicesOrder": "random",
                    "showOtherItem": True,
                    "isRequired": True,
                },
                {
                    "type": "rating",
                    "name": "csat",
                    "title": {"default": "How was it?", "zh-cn": "感觉如何？"},
                    "heed_missing": ["dontknow"],
                },
            ],
        },
        {
            "name": "two",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "best",
                    "title": {"default": "Which was best?", "zh-cn": "哪个最好？"},
                    "choicesFromQuestion": "used",
                    "choicesFromQuestionMode": "selected",
                },
                {
                    "type": "comment",
                    "name": "why",
                    "title": {
                        "default": "You gave {csat}. Why?",
                        "zh-cn": "您给了{csat}，为什么？",
                    },
                    "visibleIf": "{csat} <= 2",
                },
            ],
        },
    ],
}


def run(site, program, given):
    done = subprocess.run(
        (sys.executable, "-c", program),
        input=json.dumps(given).encode(),
        env=site.serving.environment | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout.decode().splitlines()[-1])


@pytest.fixture
def put_up(site):
    return run(site, OPENING, ASKED)


@pytest.fixture
def tablet(visit, put_up, site):
    """A window that stands before the kiosk's first page, with all of it taken along."""

    def stand(**how):
        visitor = visit(**{"size": LYING} | how)
        visitor.page.context.set_default_timeout(SLOWEST)
        page = visitor.go(f"/kiosk/{put_up['token']}/")
        page.locator("#begin").wait_for()
        page.locator("body[data-taken]").wait_for()
        return visitor

    return stand


def known(site, put_up):
    return run(site, KNOWN, put_up["kiosk"])


def first_page(page, *, used="till", csat=4):
    page.locator("#begin").click()
    page.locator(f"input[name=used][value={used}]").check(force=True)
    page.locator(f"input[name=csat][value='{csat}']").check(force=True)
    page.locator("#next").click()


def answer(page, *, used="till", csat=4):
    first_page(page, used=used, csat=csat)
    page.locator(f"input[name=best][value={used}]").check(force=True)
    page.locator("#next").click()
    page.locator("#thanks").wait_for()


def answer_and_start_again(page, **given):
    answer(page, **given)
    page.locator("#to-start").click()
    page.locator("#start").wait_for()


def waits(page, said):
    page.locator("#mark", has_text=said).wait_for()


def arrived(page):
    page.locator("#mark").wait_for(state="hidden")


@pytest.mark.slow
def test_answers_are_handed_in_at_once_where_there_is_a_network(tablet, site, put_up):
    page = tablet().page

    answer(page, csat=4)
    arrived(page)

    wait_until(lambda: len(known(site, put_up)) == 1, seconds=10)
    [[_key, cleaned, flags, ending, language, is_submitted]] = known(site, put_up)
    assert cleaned == {"used": ["till"], "csat": 4, "best": "till"}
    assert (flags, ending, language, is_submitted) == ([], "complete", "en", True)


def test_three_answers_without_a_network_come_in_once_when_it_is_back(tablet, site, put_up):
    page = tablet().page
    page.context.set_offline(True)

    for number in (3, 4, 5):
        answer_and_start_again(page, csat=number)
    waits(page, "3 answers wait for the network")
    assert known(site, put_up) == []
    page.context.set_offline(False)
    arrived(page)

    found = known(site, put_up)
    assert [cleaned["csat"] for _key, cleaned, *_rest in found] == [3, 4, 5]
    assert len({key for key, *_rest in found}) == 3
    assert [ending for *_most, ending, _language, _is in found] == ["complete"] * 3


def test_the_network_goes_in_the_middle_and_the_tab_is_closed(tablet, site, put_up):
    first = tablet().page
    first_page(first, used="desk", csat=1)
    first.context.set_offline(True)
    first.locator("textarea[name=why]").fill("Long queue")
    context = first.context
    first.close()

    page = Visitor(context.new_page(), site).go(f"/kiosk/{put_up['token']}/")
    page.locator("textarea[name=why]").wait_for()
    assert page.locator("textarea[name=why]").input_value() == "Long queue"
    assert page.locator(".ask__title", has_text="You gave 1. Why?").count() == 1
    assert page.locator("input[name=best]").count() == 1
    page.locator("#next").click()
    waits(page, "1 answer waits for the network")
    context.set_offline(False)
    arrived(page)

    [[_key, cleaned, _flags, ending, *_rest]] = known(site, put_up)
    assert cleaned == {"used": ["desk"], "csat": 1, "why": "Long queue"}
    assert ending == "complete"


def test_what_the_server_does_not_confirm_is_kept_and_sent_again(tablet, site, put_up):
    visitor = tablet()
    page = visitor.page
    page.context.route("**/answers/", lambda route: route.fulfill(status=500, body="{}"))

    answer_and_start_again(page)
    waits(page, "1 answer waits for the network")
    page.context.unroute("**/answers/")
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page)

    assert len(known(site, put_up)) == 1
    assert visitor.problems == [each for each in visitor.problems if each.startswith("500")]
    visitor.problems.clear()


@pytest.mark.slow
def test_the_same_batch_twice_at_once_is_taken_once(tablet, site, put_up):
    page = tablet().page

    statuses = page.evaluate(
        """async (address) => {
          const now = new Date().toISOString();
          const one = (number) => ({
            key: `00000000-0000-4000-8000-00000000000${number}`, version: 1, language: "en",
            page: "two", started: now, changed: now, finished: now,
            answers: {used: ["till"], csat: number, best: "till"},
          });
          const body = JSON.stringify({now, responses: [1, 2, 3].map(one)});
          const send = () => fetch(address, {method: "POST", body});
          return (await Promise.all([send(), send(), send()])).map(({status}) => status);
        }""",
        f"/kiosk/{put_up['token']}/answers/",
    )

    assert statuses == [200, 200, 200]
    assert len(known(site, put_up)) == 3


@pytest.mark.slow
def test_a_retired_kiosk_hands_in_what_it_kept_and_begins_nothing_new(tablet, site, put_up):
    page = tablet().page
    page.context.set_offline(True)
    answer_and_start_again(page, csat=3)
    run(site, ENDING, ["kiosk", put_up["kiosk"]])
    answer_and_start_again(page, csat=5)

    page.context.set_offline(False)
    page.locator("#over").wait_for()
    arrived(page)

    before, after = known(site, put_up)
    assert (before[1]["csat"], before[3], before[2]) == (3, "complete", [])
    assert (after[1]["csat"], after[3], after[2]) == (5, "", ["after_end"])
    page.context.set_offline(True)
    page.reload()
    page.locator("#over").wait_for()
    assert not page.locator("#begin").is_visible()


@pytest.mark.slow
def test_once_the_survey_has_ended_nobody_begins(tablet, site, put_up):
    page = tablet().page
    run(site, ENDING, ["survey", put_up["survey"]])

    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#over").wait_for()

    assert page.locator("h1:visible").inner_text() == "This survey has ended"


def test_nothing_of_the_person_before_is_left(tablet):
    page = tablet().page
    first_page(page, used="toilet", csat=2)
    page.locator("textarea[name=why]").fill("My secret")

    page.locator("#stop").click()
    page.locator("#begin").click()

    assert "My secret" not in page.content()
    assert page.locator("#questions :checked").count() == 0
    page.locator("input[name=used][value=desk]").check(force=True)
    page.locator("input[name=csat][value='1']").check(force=True)
    page.locator("#next").click()
    assert page.locator("textarea[name=why]").input_value() == ""


@pytest.mark.slow
def test_thanks_make_way_for_the_next_person(tablet):
    page = tablet().page
    page.clock.install()
    page.reload()
    answer(page)

    page.clock.run_for(10_500)

    page.locator("#start").wait_for()


@pytest.mark.slow
def test_what_is_missing_is_said_and_led_to(tablet):
    page = tablet().page
    page.locator("#begin").click()
    page.locator("#next").click()

    assert page.locator("#problems").evaluate("each => each === document.activeElement")
    assert page.locator(".ask .field__error").inner_text() == "Please answer this question."
    page.locator("#problem-list a").click()
    assert page.evaluate("document.activeElement.name") == "used"
    page.locator("input[name=used][value=other]").check(force=True)
    page.locator("#next").click()
    assert "in your own words" in page.locator("#problem-list").inner_text()
    page.locator("input[name='used-Comment']").fill("The garden")
    page.locator("#next").click()
    assert page.locator("label.pick", has_text="The garden").count() == 1
    page.locator("#back").click()
    assert page.locator("input[name='used-Comment']").input_value() == "The garden"


def test_somebody_answers_in_chinese_and_the_next_is_greeted_in_english(tablet, site, put_up):
    page = tablet().page
    page.context.set_offline(True)
    page.get_by_role("button", name="简体中文").click()
    page.locator("h1", has_text="今天的光临").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "zh-hans"

    answer(page, csat=5)
    page.locator("#to-start").click()

    page.locator("#start h1", has_text="Your visit today").wait_for()
    page.context.set_offline(False)
    arrived(page)
    assert known(site, put_up)[0][4] == "zh-hans"


def test_without_scripts_the_link_leads_to_the_ordinary_survey(visit, site, put_up):
    page = visit(size=LYING, javascript=False).go(f"/kiosk/{put_up['token']}/")
    page.wait_for_url("**/survey/**")
    page.locator("input[name=used][value=till]").locator("..").click()
    page.locator(".survey__buttons .button--primary").click()
    page.locator(".survey__buttons .button--primary").click()
    page.get_by_role("heading", name="Thank you.").wait_for()

    assert [row[1:4] for row in known(site, put_up)] == [[{"used": ["till"]}, [], "complete"]]
    page.get_by_role("link", name="To the start").click()
    assert page.locator(":checked").count() == 0
