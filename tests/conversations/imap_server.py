"""A real mail server on the loopback, for the time of a test run."""

import imaplib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heed.config.env import MailServer

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NOBODY = 65534
PASSWORD = "secret"
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{home}/mail/%u
first_valid_uid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@contextmanager
def running_imap_server(home: Path) -> Iterator[int]:
    """Start the server with its data in the folder; give its port."""
    port = _free_port()
    is_root = os.geteuid() == 0
    for folder in ("run", "state", "mail"):
        (home / folder).mkdir()
    (home / "mail").chmod(0o777)
    uid, gid = (NOBODY, NOBODY) if is_root else (os.geteuid(), os.getegid())
    settings = {"uid": uid, "gid": gid, "user": _user_name(uid), "group": _group_name(gid)}
    configuration = home / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(home=home, port=port, password=PASSWORD, **settings)
    )
    process = subprocess.Popen([DOVECOT, "-F", "-c", configuration])
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def mailbox_at(port: int, user: str) -> MailServer:
    return MailServer("127.0.0.1", port, user, PASSWORD, "none", "INBOX")


@contextmanager
def signed_in(server: MailServer) -> Iterator[imaplib.IMAP4]:
    """Another mail program of the same person."""
    with imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.user, server.password)
        client.select(server.folder)
        yield client


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user_name(uid: int) -> str:
    return subprocess.check_output(["id", "-un", str(uid)], text=True).strip()


def _group_name(gid: int) -> str:
    return subprocess.check_output(["getent", "group", str(gid)], text=True).split(":")[0]


def _wait_for(port: int) -> None:
    until = time.monotonic() + 15
    while True:
        try:
            imaplib.IMAP4("127.0.0.1", port).logout()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
