"""The product as people meet it: `heed demo` served by `heed serve`, and Chromium before it.

The company is made once a run, so journeys find work of their own in it (or bring mail in) and
never count what others may have changed.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from heed.cli.demo.staff import DOMAIN, PASSPHRASE
from tests.cli.test_serve import Serving, free_port
from tests.faults.conftest import ROOT, wait_until
from tests.journeys.tablets import ASKED, LYING

HEED = (sys.executable, "-m", "heed.cli.main")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = "import django; django.setup(); from tests.journeys import kiosk_desk; kiosk_desk.work()"
MAKING_SECONDS = 300
TAKING_SECONDS = 30  # until a tablet has taken along all it needs, on a busy machine
ROLES = ("agent", "manager", "analyst", "admin")
DESKTOP = {"width": 1280, "height": 900}
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PHONE = {"width": 360, "height": 740}


@dataclass
class Site:
    """A served Heed with the demo company in it."""

    url: str
    serving: Serving

    def heed(self, *command: str, given: bytes = b"") -> str:
        """Run a command beside the site, with this on its standard input; return what it says."""
        done = subprocess.run(
            (*HEED, *command),
            input=given,
            env=self.serving.environment,
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def letters(self) -> list[Path]:
        """What has gone out so far, the newest last."""
        return sorted((self.serving.home / "outbox").glob("*.eml"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    serving = Serving(tmp_path_factory.mktemp("site"), free_port())
    serving.environment["HEED_BASE_URL"] = f"http://127.0.0.1:{serving.port}"
    made = subprocess.run(
        (*HEED, "demo", "--no-serve", "--customers", "200"),
        env=serving.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=MAKING_SECONDS,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    serving.start()
    try:
        wait_until(serving.answers, seconds=60)
        yield Site(f"http://127.0.0.1:{serving.port}/", serving)
    finally:
        serving.process.send_signal(signal.SIGTERM)
        serving.process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser():
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            missing = "there is no Chromium here (on Debian as root: apt-get install chromium)"
            is_required = bool(os.environ.get("HEED_REQUIRE_BROWSER"))
            pytest.fail(missing) if is_required else pytest.skip(missing)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=executable, args=sandbox)
        yield started
        started.close()


class Visitor:
    """One browser window and what went wrong in it: scripts, refused sources, failed requests."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._hear)
        page.on("response", self._see)

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    def _see(self, response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.problems.append(f"{response.status} {response.url}")

    def go(self, address: str) -> Page:
        """Open an address of the site, given from its root."""
        self.page.goto(urljoin(self.site.url, address.lstrip("/")))
        return self.page

    def sign_in(self, role: str) -> "Visitor":
        """Sign in as one of the demo's four: agent, manager, analyst or admin."""
        self.go("sign-in/")
        self.page.locator("[name=username]").fill(f"{role}@{DOMAIN}")
        self.page.locator("[name=password]").fill(PASSPHRASE)
        self.page.locator("[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)
        return self

    def enter(self, role: str, sessions: "dict[str, list[Any]]") -> "Visitor":
        """Come to Today as this person, signed in already where one of the four was before."""
        if role in sessions:
            self.page.context.add_cookies(sessions[role])
            self.go("")
            return self
        self.sign_in(role)
        if role in ROLES:
            cookies = self.page.context.cookies()
            sessions[role] = [each for each in cookies if each["name"] == "sessionid"]
        return self

    def barriers(self) -> list[str]:
        """What keeps people from using this page by WCAG 2.2 AA, as `rule: element`.

        The check writes styles into the page, which the page's policy refuses: such a window is
        opened by `visit(is_probed=True)`.
        """
        options = {"runOnly": list(WCAG), "preload": False}  # it would ask for every style sheet
        found = Axe().run(self.page, options=options).response["violations"]
        return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


@pytest.fixture(scope="session")
def sessions() -> dict[str, list[Any]]:
    """The cookies of who has signed in: a password takes a second to check, by design."""
    return {}


@pytest.fixture
def visit(browser: Browser, site: Site, sessions: dict[str, list[Any]]) -> Callable[..., Visitor]:
    """Open a window of its own, in a language, a theme and a size; no problem may be left."""
    opened = []

    def open_window(
        *,
        language="en-GB",
        theme="light",
        size=DESKTOP,
        javascript=True,
        touch=False,
        role="",
        is_probed=False,
    ) -> Visitor:
        context = browser.new_context(
            locale=language,
            color_scheme=theme,
            viewport=size,
            java_script_enabled=javascript,
            has_touch=touch,
            reduced_motion="reduce",
            timezone_id="Europe/London",
            bypass_csp=is_probed,
        )
        context.set_default_timeout(12_000)
        visitor = Visitor(context.new_page(), site)
        opened.append(visitor)
        return visitor.enter(role, sessions) if role else visitor

    yield open_window
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.page.context.close()
    assert problems == []


class Desk:
    """The process that puts kiosks up and looks at what came in: `desk.known(kiosk)`."""

    def __init__(self, site: Site) -> None:
        self.process = subprocess.Popen(
            (sys.executable, "-c", DESK),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=site.serving.environment | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"},
            cwd=ROOT,
            text=True,
        )

    def __getattr__(self, order: str) -> Callable[[object], Any]:
        def ask(given: object) -> Any:
            self.process.stdin.write(json.dumps([order, given]) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())

        return ask


@pytest.fixture(scope="session")
def desk(site: Site):
    started = Desk(site)
    yield started
    started.process.communicate(timeout=20)


@pytest.fixture
def put_up(desk: Desk) -> dict[str, Any]:
    return desk.put_up(ASKED)


@pytest.fixture
def tablet(visit: Callable[..., Visitor], put_up: dict[str, Any]) -> Callable[..., Visitor]:
    """A window that stands before the kiosk's first page, with all of it taken along."""

    def stand(**how) -> Visitor:
        visitor = visit(**{"size": LYING} | how)
        page = visitor.go(f"/kiosk/{put_up['token']}/")
        page.locator("#begin").wait_for()
        page.locator("body[data-taken]").wait_for(timeout=TAKING_SECONDS * 1000)
        return visitor

    return stand
