from heed.core.models import OutgoingMail
from heed.core.outbox import write_mail
from tests.moments import NOON

FIELDS = {
    "purpose": "answer",
    "sender_name": "Mei Chen · Harbour Lane",
    "sender_address": "service@harbour.example",
    "to_name": "Joan Mills",
    "to_address": "joan@example.net",
    "subject": "Re: Order 1042",
    "text": "It left today.\n",
}


def make_outgoing_mail(**changes) -> OutgoingMail:
    return write_mail(**{**FIELDS, "actor": None, "now": NOON, **changes})
