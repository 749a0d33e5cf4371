"""The mailbox on a mail server, read by IMAP; nothing is ever deleted there."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import imap_tools

from heed.core.gateways import TIMEOUT_SECONDS, MailServer


class ImapServer(MailServer, Protocol):
    """Where mail is fetched, and from which folder."""

    @property
    def folder(self) -> str: ...


class Mailbox:
    """One folder of a mail server, open for reading."""

    def __init__(self, box: imap_tools.BaseMailBox, server: ImapServer) -> None:
        self._box = box
        self.name = f"{server.user}@{server.host}/{server.folder}"
        status = box.folder.status(server.folder, ["UIDVALIDITY", "UIDNEXT"])
        self.uid_validity = status["UIDVALIDITY"]
        self.next_uid = status["UIDNEXT"]

    def new_uids(self, *, since: int) -> list[int]:
        """Numbers of the mails not yet seen by anyone, and of those that came since, in order."""
        unseen = self._box.uids(imap_tools.AND(seen=False))
        later = self._box.uids(imap_tools.AND(uid=imap_tools.U(str(since), "*")))
        fresh = {int(uid) for uid in later if int(uid) >= since}
        return sorted(fresh | {int(uid) for uid in unseen})

    def fetch(self, uid: int) -> bytes | None:
        """The bytes of a mail, or None if it has gone meanwhile; it is not marked as seen."""
        _state, answer = self._box.client.uid("fetch", str(uid), "(BODY.PEEK[])")
        contents = [each[1] for each in answer if isinstance(each, tuple)]
        return contents[0] if contents else None

    def mark_seen(self, uid: int) -> None:
        self._box.flag([str(uid)], imap_tools.MailMessageFlags.SEEN, value=True)


@contextmanager
def open_mailbox(server: ImapServer) -> Iterator[Mailbox]:
    """Sign in and select the folder; sign out at the end."""
    box = _connect(server)
    try:
        box.login(server.user, server.password, initial_folder=server.folder)
        yield Mailbox(box, server)
    finally:
        box.logout()


def _connect(server: ImapServer) -> imap_tools.BaseMailBox:
    context = ssl.create_default_context()
    if server.security == "ssl":
        return imap_tools.MailBox(
            server.host, server.port, timeout=TIMEOUT_SECONDS, ssl_context=context
        )
    if server.security == "starttls":
        return imap_tools.MailBoxStartTls(
            server.host, server.port, timeout=TIMEOUT_SECONDS, ssl_context=context
        )
    return imap_tools.MailBoxUnencrypted(server.host, server.port, timeout=TIMEOUT_SECONDS)
