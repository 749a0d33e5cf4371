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
    "new improvement": "/improvements/new/",
    "surveys": "/surveys/",
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
    "survey": ("results/", "invite/?percent=50", "qr/"),
    "questionnaire": ("frame/", "pages/0/", "question/?name=csat", "preview/", "open/"),
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


def barriers_of(visitor, addresses):
    """What axe finds, by page; pages without a fault are left out."""
    found = {}
    for name, address in addresses.items():
        visitor.go(address)
        found[name] = visitor.barriers()
    return {name: faults for name, faults in found.items() if faults}


# In the shorter round each page is tried once, and each language, theme and size on some pages.
THOROUGH = pytest.mark.slow
EVEN, ODD, ALL = slice(0, None, 2), slice(1, None, 2), slice(None)


def some(addresses, part):
    return dict(list(addresses.items())[part])


@pytest.mark.parametrize(
    ("part", "language", "theme", "size"),
    [
        pytest.param(EVEN, "en-GB", "light", DESKTOP, id="light"),
        pytest.param(ODD, "zh-CN", "dark", TALL_PHONE, id="dark, in Chinese on a phone"),
        pytest.param(ALL, "en-GB", "light", DESKTOP, id="all light", marks=THOROUGH),
        pytest.param(ALL, "en-GB", "dark", DESKTOP, id="all dark", marks=THOROUGH),
        pytest.param(
            ALL, "zh-CN", "dark", TALL_PHONE, id="all dark, in Chinese on a phone", marks=THOROUGH
        ),
        pytest.param(
            ALL, "zh-CN", "light", TALL_PHONE, id="all in Chinese on a phone", marks=THOROUGH
        ),
    ],
)
def test_every_page_passes_axe(visit, addresses, part, language, theme, size):
    visitor = visit(role="admin", language=language, theme=theme, size=size, is_probed=True)

    assert barriers_of(visitor, some(addresses, part)) == {}


@pytest.mark.parametrize(
    ("part", "language", "size"),
    [
        pytest.param(ODD, "en-GB", PHONE, id="phone"),
        pytest.param(EVEN, "zh-CN", ZOOMED, id="in Chinese at 200 percent"),
        pytest.param(ALL, "en-GB", PHONE, id="all on a phone", marks=THOROUGH),
        pytest.param(ALL, "zh-CN", ZOOMED, id="all in Chinese at 200 percent", marks=THOROUGH),
        pytest.param(ALL, "zh-CN", PHONE, id="all in Chinese on a phone", marks=THOROUGH),
        pytest.param(ALL, "en-GB", ZOOMED, id="all at 200 percent", marks=THOROUGH),
    ],
)
def test_no_page_scrolls_sideways(visit, addresses, part, language, size):
    visitor = visit(role="admin", language=language, size=size)

    widths = {
        name: visitor.go(address).evaluate("document.documentElement.scrollWidth")
        for name, address in some(addresses, part).items()
    }

    assert {name: width for name, width in widths.items() if width > size["width"]} == {}


SHIFT = """new Promise(resolve => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 150); })"""


@pytest.mark.parametrize(
    ("part", "size"),
    [
        pytest.param(EVEN, PHONE, id="phone"),
        pytest.param(ALL, PHONE, id="all on a phone", marks=THOROUGH),
        pytest.param(ALL, DESKTOP, id="all on a desktop", marks=THOROUGH),
    ],
)
def test_nothing_jumps_while_a_page_loads(visit, addresses, part, size):
    visitor = visit(role="admin", size=size)

    shifts = {
        name: visitor.go(address).evaluate(SHIFT) for name, address in some(addresses, part).items()
    }

    assert {name: shift for name, shift in shifts.items() if shift >= 0.02} == {}
