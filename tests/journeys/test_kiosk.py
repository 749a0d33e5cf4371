"""A tablet that asks on site, with the network cut, the tab closed and the server failing."""

import pytest

from tests.faults.conftest import wait_until
from tests.journeys.conftest import PHONE, Visitor
from tests.journeys.tablets import (
    LYING,
    answer,
    answer_and_start_again,
    arrived,
    first_page,
    waits,
)

pytestmark = pytest.mark.journey

# What a finger would miss; a link in a sentence is no button.
TOO_SMALL = """[...document.querySelectorAll("button, label, input, select, textarea")]
  .filter((each) => each.checkVisibility() && !each.closest(".ask__trap"))
  .map((each) => each.closest("label") ?? each)
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 44)
  .map((each) => each.outerHTML)"""


@pytest.mark.slow
def test_answers_are_handed_in_at_once_where_there_is_a_network(tablet, desk, put_up):
    page = tablet().page

    answer(page, csat=4)
    arrived(page)

    wait_until(lambda: len(desk.known(put_up["kiosk"])) == 1, seconds=10)
    [[_key, cleaned, flags, ending, language, is_submitted]] = desk.known(put_up["kiosk"])
    assert cleaned == {"used": ["till"], "csat": 4, "best": "till"}
    assert (flags, ending, language, is_submitted) == ([], "complete", "en", True)


def test_three_answers_without_a_network_come_in_once_when_it_is_back(tablet, desk, put_up):
    page = tablet().page
    page.context.set_offline(True)

    for number in (3, 4, 5):
        answer_and_start_again(page, csat=number)
    waits(page, "3 answers wait for the network")
    assert desk.known(put_up["kiosk"]) == []
    page.context.set_offline(False)
    arrived(page)

    found = desk.known(put_up["kiosk"])
    assert [cleaned["csat"] for _key, cleaned, *_rest in found] == [3, 4, 5]
    assert len({key for key, *_rest in found}) == 3
    assert [ending for *_most, ending, _language, _is in found] == ["complete"] * 3


def test_the_network_goes_in_the_middle_and_the_tab_is_closed(tablet, site, desk, put_up):
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

    [[_key, cleaned, _flags, ending, *_rest]] = desk.known(put_up["kiosk"])
    assert cleaned == {"used": ["desk"], "csat": 1, "why": "Long queue"}
    assert ending == "complete"


def test_what_the_server_does_not_confirm_is_kept_and_sent_again(tablet, desk, put_up):
    visitor = tablet()
    page = visitor.page
    page.context.route("**/answers/", lambda route: route.fulfill(status=500, body="{}"))

    answer_and_start_again(page)
    waits(page, "1 answer waits for the network")
    page.context.unroute("**/answers/")
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page)

    assert len(desk.known(put_up["kiosk"])) == 1
    assert visitor.problems == [each for each in visitor.problems if each.startswith("500")]
    visitor.problems.clear()


def test_what_was_taken_in_but_never_confirmed_is_there_once(tablet, desk, put_up):
    page = tablet().page
    chromium = page.context.new_cdp_session(page)
    lost = []

    def lose(paused):
        # The server has answered by now, so it has taken in what it was sent.
        lost.append(paused["responseStatusCode"])
        page.context.set_offline(True)
        chromium.send(
            "Fetch.failRequest",
            {"requestId": paused["requestId"], "errorReason": "ConnectionReset"},
        )

    chromium.on("Fetch.requestPaused", lose)
    chromium.send(
        "Fetch.enable", {"patterns": [{"urlPattern": "*/answers/", "requestStage": "Response"}]}
    )
    with page.expect_event("requestfailed"):
        answer(page, csat=2)
    waits(page, "1 answer waits for the network")
    before = desk.known(put_up["kiosk"])

    chromium.send("Fetch.disable")
    page.context.set_offline(False)
    arrived(page)

    assert lost == [200]
    assert [cleaned["csat"] for _key, cleaned, *_rest in before] == [2]
    assert desk.known(put_up["kiosk"]) == before


@pytest.mark.slow
def test_the_same_batch_twice_at_once_is_taken_once(tablet, desk, put_up):
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
    assert len(desk.known(put_up["kiosk"])) == 3


@pytest.mark.slow
def test_a_retired_kiosk_hands_in_what_it_kept_and_begins_nothing_new(tablet, desk, put_up):
    page = tablet().page
    page.context.set_offline(True)
    answer_and_start_again(page, csat=3)
    desk.retire(put_up["kiosk"])
    answer_and_start_again(page, csat=5)

    page.context.set_offline(False)
    page.locator("#over").wait_for()
    arrived(page)

    before, after = desk.known(put_up["kiosk"])
    assert (before[1]["csat"], before[3], before[2]) == (3, "complete", [])
    assert (after[1]["csat"], after[3], after[2]) == (5, "", ["after_end"])
    page.context.set_offline(True)
    page.reload()
    page.locator("#over").wait_for()
    assert not page.locator("#begin").is_visible()


@pytest.mark.slow
def test_once_the_survey_has_ended_nobody_begins(tablet, desk, put_up):
    page = tablet().page
    desk.close(put_up["survey"])

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


def test_somebody_answers_in_chinese_and_the_next_is_greeted_in_english(tablet, desk, put_up):
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
    assert desk.known(put_up["kiosk"])[0][4] == "zh-hans"


def test_without_scripts_the_link_leads_to_the_ordinary_survey(visit, desk, put_up):
    page = visit(size=LYING, javascript=False).go(f"/kiosk/{put_up['token']}/")
    page.wait_for_url("**/survey/**")
    page.locator("input[name=used][value=till]").locator("..").click()
    page.locator(".survey__buttons .button--primary").click()
    page.locator(".survey__buttons .button--primary").click()
    page.get_by_role("heading", name="Thank you.").wait_for()

    assert [row[1:4] for row in desk.known(put_up["kiosk"])] == [
        [{"used": ["till"]}, [], "complete"]
    ]
    page.get_by_role("link", name="To the start").click()
    assert page.locator(":checked").count() == 0


@pytest.mark.parametrize("size", [PHONE, LYING], ids=["phone", "lying"])
def test_a_tablet_is_usable_by_everybody(tablet, size):
    visitor = tablet(size=size, is_probed=True)
    page = visitor.page
    at_the_start = visitor.barriers(), page.evaluate(TOO_SMALL)
    page.locator("#begin").click()
    page.locator("#next").click()
    at_a_question = visitor.barriers(), page.evaluate(TOO_SMALL)
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert (at_the_start, at_a_question) == (([], []), ([], []))
    assert not is_wide
