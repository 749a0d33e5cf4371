"""Counts reached on public mails: a change that loses one shows here."""

import pytest

from tests.conversations.mime import corpora

pytestmark = pytest.mark.skipif(
    not corpora.ROOT.exists(), reason="the public mails are not beside the project (../shared/data)"
)


def test_mails_are_read_as_stalwart_reads_them():
    # What differs is on purpose: raw 8-bit headers and unlabelled charsets are read, not replaced;
    # uuencoded files are decoded; folders are cut from names; more is saved of broken multiparts.
    assert corpora.stalwart_scores() == {
        "message_id": (214, 214),
        "subject": (200, 214),
        "from": (214, 214),
        "to": (200, 214),
        "cc": (214, 214),
        "date": (212, 214),
        "text": (163, 200),
        "html": (208, 214),
        "attachments": (170, 214),
    }


def test_replies_are_cut_as_discourse_cuts_them():
    # The one other is a mail of nothing but quotes: there the whole text is the reply.
    assert corpora.trimmed_as_expected() == (63, 64)


def test_every_body_of_the_reply_parsers_leaves_a_reply():
    assert corpora.bodies_with_reply() == (182, 182)


def test_bounces_are_known_and_say_whom_they_concern():
    # Two others: a bounce forwarded by a person, and the alert of a mailing list about a loop.
    assert corpora.bounce_scores() == {
        "bounce": 257,
        "message": 2,
        "recipient": 248,
        "status": 177,
        "class": 202,
    }


def test_vacation_notes_among_the_bounces_are_answers_of_machines():
    paths = sorted((corpora.BOUNCES / "eml").glob("rfc3834-*.eml"))

    assert corpora.kinds_of(paths) == {"auto_reply": 3}


def test_no_mail_of_a_person_is_called_a_bounce():
    assert corpora.kinds_of(sorted(corpora.STALWART.glob("*/*.eml"))) == {"message": 107}


def test_every_mail_of_php_imap_is_read():
    # The two bounces are a delivery failure and a mail of a postmaster called undeliverable.
    paths = sorted(corpora.PHP_IMAP.glob("*.eml"))

    assert corpora.kinds_of(paths) == {"message": 58, "bounce": 2}
