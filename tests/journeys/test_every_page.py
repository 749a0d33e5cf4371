"""What holds on every page: usable by everybody, at every size, with nothing that jumps."""

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.journey

# so tall that the bar at the foot of the screen covers nothing
TALL_PHONE = PHONE | {"height": 12_000}
ZOOMED = {"width": 640, "height": 450}
PAGES = {
    "today": "/?whose=team",
    "today by disappointment": "/?whose=team&order=disappointment",
    "promises": "/promises/?whose=team",
    "promises by person": "/promises/?whose=team&by=owner",
    "promise calendar": "/promises/calendar/?whose=team",
    "promise week": "/promises/calendar/?whose=team&view=week",
    "promises found": "/promises/found/?whose=team",
    "guarantees": "/promises/guarantees/",
    "give a guarantee": "/promises/guarantees/new/",
    "calendar feed": "/promises/feed/",
    "negotiations": "/negotiations/?whose=team",
    "inbox": "/conversations/",
    "customers": "/customers/",
    "ledger": "/ledger/",
    "ledger by tier": "/ledger/?by=tier",
    "ledger rows": "/ledger/refund/kept/",
    "promises kept": "/ledger/keeping/?by=tier",
    "promises kept by tier": "/ledger/keeping/tier/high/?by=tier",
    "importance": "/ledger/importance/",
    "opportunities": "/ledger/opportunities/",
    "opportunity rows": "/ledger/opportunities/delivery/asked/",
    "steering": "/ledger/steering/",
    "exceeding": "/ledger/exceeding/",
    "advice": "/ledger/advice/",
    "gap model": "/ledger/gap-model/",
    "topics": "/topics/",
    "new topic": "/topics/new/",
    "improvements": "/improvements/",
    "new improvement": "/improvements/new/",
    "surveys": "/surveys/",
    "who may be asked in a month": "/surveys/asking/",
    "who was not asked": "/surveys/asking/skips/",
    "what people write": "/texts/",
    "texts": "/texts/list/",
    "texts to review": "/texts/sample/",
    "models of texts": "/texts/models/",
    "new questionnaire": "/questionnaires/new/",
    "value": "/value/",
    "mail": "/mail/",
    "parked": "/mail/parked/",
    "failed tasks": "/mail/tasks/",
    "search": "/search/?q=Lin",
    "nothing found": "/search/?q=zzzzqqqq",
    "settings": "/settings/",
    "tokens": "/settings/tokens/",
    "absences": "/settings/absences/",
    "automatic reply": "/settings/automatic-reply/",
    "what the public reads": "/guarantees/",
    "new customer": "/customers/new/",
    "components": "/components/",
    "nothing here": "/nowhere/",
}
BEHIND = {
    "conversation": ("/conversations/?state=waiting", "tbody th a"),
    "customer": ("/value/?tier=high", "#customers tbody th a"),
    "letter": ("/mail/", "tbody th a"),
    "parked mail": ("/mail/parked/", "tbody th a"),
    "promise": ("/?whose=team", ".row__side a"),
    "take a promise found": ("/promises/found/?whose=team", ".row__side a"),
    "guarantee": ("/promises/guarantees/", ".row__title a"),
    "negotiation": ("/negotiations/?whose=team", ".row__title a"),
    "announced times": ("/ledger/advice/", "td a"),
    "topic": ("/topics/", "tbody th a"),
    "survey": ("/surveys/", "tbody th a"),
    "questionnaire": ("/surveys/", "li .row__title a"),
    "steering of a topic": ("/ledger/steering/", "tbody th a"),
    "improvement": ("/ledger/opportunities/", "td a[href*='/improvements/']:not([href*='new'])"),
}
BEYOND = {
    "customer": (
        "change/", "expectations/new/", "promises/new/", "negotiations/new/", "rankings/new/",
        "exceedings/new/", "standing/", "link/", "erase/",
    ),
    "negotiation": ("offers/new/", "concessions/new/", "decline/"),
    "topic": ("change/",),
    "survey": (
        "results/", "analyses/", "answers/", "texts/", "kiosks/",
        "invite/?percent=50", "qr/", "calls/", "calls/list/?percent=50",
    ),
    "questionnaire": ("frame/", "pages/0/", "question/?name=csat", "preview/", "open/", "topics/"),
}  # fmt: skip


@pytest.fixture(scope="session")
def addresses(browser, site):
    """Every page an administrator can open."""
    visitor = Visitor(browser.new_page(), site).sign_in("admin")
    found = dict(PAGES)
    for name, (listed, link) in BEHIND.items():
        found[name] = visitor.go(listed).locator(link).first.get_attribute("href")
    found |= {
        f"{name}: {further}": found[name].partition("?")[0] + further
        for name, all_further in BEYOND.items()
        for further in all_further
    }
    visitor.page.context.close()
    return found


SHIFT = """new Promise(resolve => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 150); })"""
EVEN, ODD = slice(0, None, 2), slice(1, None, 2)


def faults_of(visitor, width):
    """What is wrong with the page that is open: it jumps, scrolls sideways, or shuts people out."""
    found = []
    if (shift := visitor.page.evaluate(SHIFT)) >= 0.02:
        found.append(f"jumps by {shift:.3f} while it loads")
    if (wide := visitor.page.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"is {wide} px wide, and the window {width}")
    return found + visitor.barriers()


def faulty(visitor, addresses, width):
    """The faults of each page that has any."""
    found = {}
    for name, address in addresses.items():
        visitor.go(address)
        found[name] = faults_of(visitor, width)
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize(
    ("part", "language", "theme"),
    [
        pytest.param(EVEN, "en-GB", "light", id="in English, light"),
        pytest.param(ODD, "zh-CN", "dark", id="in Chinese, dark"),
    ],
)
def test_each_page_serves_everybody_on_a_phone(visit, addresses, part, language, theme):
    visitor = visit(role="admin", language=language, theme=theme, size=TALL_PHONE, is_probed=True)

    assert faulty(visitor, dict(list(addresses.items())[part]), PHONE["width"]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "size",
    [
        pytest.param(TALL_PHONE, id="phone"),
        pytest.param(ZOOMED, id="at 200 percent"),
        pytest.param(DESKTOP, id="desktop"),
    ],
)
def test_every_page_serves_everybody(visit, addresses, language, theme, size):
    visitor = visit(role="admin", language=language, theme=theme, size=size, is_probed=True)

    assert faulty(visitor, addresses, size["width"]) == {}
