"""What people do again and again in journeys."""

import email
import json
import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from tests.faults.conftest import wait_until


def write_to_us(site, *, name="Ines Falk", subject="Where is my parcel?", text="Please look."):
    """Let a mail of a new customer come in; return what was understood, with her address."""
    mark = uuid4().hex[:12]
    letter = EmailMessage()
    letter["From"] = f"{name} <{mark}@letters.example>"
    letter["To"] = "service@harbour-lane.example"
    letter["Subject"] = subject
    letter["Message-ID"] = f"<{mark}@letters.example>"
    letter["Date"] = format_datetime(datetime.now(UTC))
    letter.set_content(text)
    said = site.heed("mail", "receive", "--json", given=bytes(letter))
    taken = json.loads(said)
    return taken | {"address": f"{mark}@letters.example", "message_id": letter["Message-ID"]}


def letter_to(site, address, *, holding="", seconds=40):
    """The newest letter that has gone out to the address with these words in it."""
    found = []

    def has_come():
        for path in reversed(site.letters()):
            letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            text = letter.get_body(("plain",)).get_content()
            if address in letter["To"] and holding in text:
                found.append(letter)
                return True
        return False

    wait_until(has_come, seconds=seconds)
    return found[0]


def link_in(letter):
    """The path of the personal link a letter holds."""
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/answer/\S+)", text)[1]


def count_clicks(page):
    """Count from now on what is clicked with the pointer, over all pages of the window."""
    page.add_init_script(COUNTER)
    page.evaluate(COUNTER)
    page.evaluate("sessionStorage.removeItem('clicks')")


def clicks(page):
    return int(page.evaluate("sessionStorage.getItem('clicks') ?? 0"))


COUNTER = """document.addEventListener('pointerdown', () =>
  sessionStorage.setItem('clicks', Number(sessionStorage.getItem('clicks') ?? 0) + 1), true)"""


def settle(page):
    """Wait until htmx has taken charge of what it has just put into the page.

    Nobody is quicker than that; a form sent before goes out as it would without scripts.
    """
    busy = page.locator(".htmx-request, .htmx-added, .htmx-settling")
    busy.first.wait_for(state="detached")
