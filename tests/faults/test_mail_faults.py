import json
import random
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest

from bench.invented_mails import write_mails
from tests.faults.conftest import ROOT, is_sqlite, python, wait_until

RECEIVE = (sys.executable, "-m", "heed.cli.main", "mail", "receive", "--json")
COUNT = 240
FOUND = (
    "from django.utils import timezone; from heed.accounts.operations import found_organisation; "
    "found_organisation(name='Harbour Lane', mail_address='service@harbour.example', "
    "now=timezone.now())"
)
RAW = "SELECT count(*) FROM conversations_rawmail"
MESSAGES = "SELECT count(*) FROM conversations_message"
CONVERSATIONS = "SELECT count(*) FROM conversations_conversation"
NOT_TAKEN = f"{RAW} WHERE state NOT IN ('taken', 'duplicate')"
TOLD = "SELECT count(*) FROM core_event WHERE type = 'conversations.{name}'"


@pytest.fixture
def desk(place):
    place.run(FOUND)
    return place


@pytest.fixture
def mails(tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    write_mails(folder, count=COUNT)
    return folder


def receive(place, *options, limit=None, **given):
    done = subprocess.run(
        (*RECEIVE, *options),
        env=place.environment(),
        cwd=ROOT,
        capture_output=True,
        preexec_fn=limit,
        check=False,
        **given,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr.decode()


def first_letters(folder) -> int:
    return sum(b"\nIn-Reply-To:" not in path.read_bytes() for path in folder.iterdir())


def assert_each_mail_is_one_message(place, folder, *, raw=COUNT):
    assert place.one(MESSAGES) == COUNT
    assert place.one(CONVERSATIONS) == first_letters(folder)
    assert (place.one(RAW), place.one(NOT_TAKEN)) == (raw, 0)
    assert place.one(TOLD.format(name="MessageReceived")) == COUNT
    assert place.one(TOLD.format(name="ConversationOpened")) == first_letters(folder)
    kept = {path.name for path in (place.home / "files").rglob("*") if path.is_file()}
    assert {sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()} <= kept


def kill_after(place, folder, stored: int, pause: float):
    process = place.start(*RECEIVE, "--directory", str(folder))
    wait_until(lambda: place.one(RAW) >= stored or process.poll() is not None)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_run_killed_again_and_again_loses_no_mail_and_doubles_none(desk, mails):
    draw = random.Random()  # noqa: S311 - moments to kill at
    for stored in (1, 60, 130):
        kill_after(desk, mails, stored, draw.uniform(0, 0.15))

    code, counts = receive(desk, "--directory", str(mails))

    assert code == 0
    assert counts["total"] == COUNT == counts["new"] + counts["continued"] + counts["duplicate"]
    assert_each_mail_is_one_message(desk, mails)


def test_what_a_killed_run_stored_the_worker_takes_in(desk, mails):
    kill_after(desk, mails, 1, 0)
    stored = desk.one(RAW)

    desk.run(
        "from datetime import timedelta; from django.utils import timezone; "
        "from heed.conversations.tasks import take_in_stored; "
        "take_in_stored(now=timezone.now() + timedelta(hours=1))"
    )

    assert (desk.one(MESSAGES), desk.one(NOT_TAKEN)) == (stored, 0)


def test_two_runs_over_the_same_folder_at_once_take_each_mail_once(desk, mails):
    other = desk.start(*RECEIVE, "--directory", str(mails))

    code, counts = receive(desk, "--directory", str(mails))

    assert (code, other.wait(60)) == (0, 0)
    assert counts["total"] == COUNT
    assert_each_mail_is_one_message(desk, mails)


def test_copies_that_come_two_ways_at_once_are_one_message(desk, mails, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    for path in mails.iterdir():
        (copies / path.name).write_bytes(b"Received: by mx2.example\n" + path.read_bytes())
    other = desk.start(*RECEIVE, "--directory", str(copies))

    code, _counts = receive(desk, "--directory", str(mails))

    assert (code, other.wait(60)) == (0, 0)
    assert_each_mail_is_one_message(desk, mails, raw=2 * COUNT)


def test_the_same_mail_handed_over_many_times_at_once_is_one_message(desk, mails):
    path = mails / "000000.eml"
    runs = []
    for _ in range(4):
        with path.open("rb") as mail:
            runs.append(
                subprocess.Popen(
                    RECEIVE, env=desk.environment(), cwd=ROOT, stdin=mail, stdout=subprocess.PIPE
                )
            )

    states = sorted(json.loads(run.communicate()[0])["state"] for run in runs)

    assert states == ["duplicate", "duplicate", "duplicate", "new"]
    assert desk.one(MESSAGES) == 1


ANSWER = (
    "from django.utils import timezone; from heed.accounts.queries import system_user; "
    "from heed.conversations.models import Conversation; "
    "from heed.conversations.operations.answering import answer; "
    "answer(conversation=Conversation.objects.get(), text='It left today.', "
    "actor=system_user(), now=timezone.now(), token='the same form')"
)


def test_one_form_sent_many_times_at_once_is_one_answer(desk, mails):
    receive(desk, input=(mails / "000000.eml").read_bytes())
    sendings = [desk.start(*python(ANSWER)) for _ in range(4)]

    codes = [sending.wait(60) for sending in sendings]

    assert codes == [0, 0, 0, 0]
    assert desk.one(MESSAGES) == 2
    assert desk.one("SELECT count(*) FROM core_outgoingmail") == 1


def test_where_a_file_cannot_grow_the_mail_is_to_be_handed_over_again(desk, tmp_path):
    mail = b"From: joan@example.net\n\n" + b"x" * 3_000_000

    def no_large_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    refused = receive(desk, input=mail, limit=no_large_files)
    taken = receive(desk, input=mail)

    assert refused[0] == 75
    assert "It can be handed over again" in refused[1]
    assert (taken[0], taken[1]["state"]) == (0, "new")
    assert desk.one(MESSAGES) == 1


@pytest.fixture
def small_disk(desk, tmp_path):
    """The same desk on a disk of 3 MB, and how to make it larger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("a small disk can be mounted by root alone; a full one is not tested")
    url = desk.url
    if is_sqlite():
        shutil.copy(desk.home / "heed.sqlite3", disk)
        url = f"sqlite:////{disk / 'heed.sqlite3'}"

    def enlarge():
        subprocess.run([mount, "-o", "remount,size=64m", disk], check=True)

    yield replace(desk, home=disk, url=url), enlarge
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_loses_nothing_and_the_run_goes_on_when_there_is_room(small_disk, mails):
    place, enlarge = small_disk
    refused = receive(place, "--directory", str(mails))

    enlarge()
    code, counts = receive(place, "--directory", str(mails))

    assert refused[0] == 75
    assert (code, counts["total"]) == (0, COUNT)
    assert_each_mail_is_one_message(place, mails)
