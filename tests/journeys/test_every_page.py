"""What holds on every page: usable by everybody, at every size, with nothing that jumps."""

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Visitor

pytestmark = pytest.mark.journey

# so tall that the bar at the foot of the screen covers nothing
TALL_PHONE = PHONE | {"height": 12_000}
PAGES = {
    "today": "/?whose=team",
    "inbox": "/conversations/",
    "customers": "/customers/",
    "ledger": "/ledger/",
    "ledger by tier": "/ledger/?by=tier",
    "ledger rows": "/ledger/refund/kept/",
    "value": "/value/",
    "mail": "/mail/",
    "parked": "/mail/parked/",
    "failed tasks": "/mail/tasks/",
    "search": "/search/?q=Lin",
    "nothing found": "/search/?q=zzzzqqqq",
    "settings": "/settings/",
    "tokens": "/settings/tokens/",
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
}


@pytest.fixture(scope="session")
def addresses(browser, site):
    """Every page an administrator can open."""
    visitor = Visitor(browser.new_page(), site).sign_in("admin")
    found = dict(PAGES)
    for name, (listed, link) in BEHIND.items():
        found[name] = visitor.go(listed).locator(link).first.get_attribute("href")
    customer = found["customer"]
    found |= {
        "change customer": f"{customer}change/",
        "new expectation": f"{customer}expectations/new/",
        "new promise": f"{customer}promises/new/",
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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_passes_axe(visit, addresses, theme):
    visitor = visit(role="admin", theme=theme, is_probed=True)

    assert barriers_of(visitor, addresses) == {}


def test_every_page_passes_axe_in_chinese_on_a_phone(visit, addresses):
    visitor = visit(role="admin", language="zh-CN", size=TALL_PHONE, is_probed=True)

    assert barriers_of(visitor, addresses) == {}


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
@pytest.mark.parametrize(
    "size",
    [PHONE, {"width": 640, "height": 450}],
    ids=["phone", "zoom of 200 percent"],
)
def test_no_page_scrolls_sideways(visit, addresses, language, size):
    visitor = visit(role="admin", language=language, size=size)

    widths = {
        name: visitor.go(address).evaluate("document.documentElement.scrollWidth")
        for name, address in addresses.items()
    }

    assert {name: width for name, width in widths.items() if width > size["width"]} == {}


SHIFT = """new Promise(resolve => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 150); })"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps_while_a_page_loads(visit, addresses, size):
    visitor = visit(role="admin", size=size)

    shifts = {name: visitor.go(address).evaluate(SHIFT) for name, address in addresses.items()}

    assert {name: shift for name, shift in shifts.items() if shift >= 0.02} == {}
