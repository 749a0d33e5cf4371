"""Pages hold whatever comes in from outside."""

import pytest
from django.utils import timezone

from heed.conversations.models import Attachment, Conversation, Message
from heed.core import files

NAME = ("🧑‍🚀 " + "Wolfeschlegelsteinhausenbergerdorff" * 6)[:200]


@pytest.fixture
def thread(busy_desk):
    return Conversation.objects.get(customer=busy_desk)


@pytest.fixture
def letter(thread):
    return Message.objects.create(
        conversation=thread, direction="inbound", text="Hello", identity="big", at=timezone.now()
    )


def page_of(client, admin, thread):
    client.force_login(admin)
    return client.get(f"/conversations/{thread.pk}/").content.decode()


def test_ten_million_characters_do_not_reach_the_browser(client, admin, thread, letter):
    letter.text = "lorem ipsum " * 900_000
    letter.save()

    page = page_of(client, admin, thread)

    assert len(page) < 400_000
    assert "The rest of this long text" in page


def test_hundreds_of_attachments_are_folded_away(client, admin, thread, letter):
    digest = files.keep(b"x")
    Attachment.objects.bulk_create(
        Attachment(message=letter, name=f"{n}.txt", type="text/plain", size=1, digest=digest)
        for n in range(300)
    )

    page = page_of(client, admin, thread)

    assert page.count(".txt") == 300
    assert page.index("All 300 files") < page.index(">12.txt")


@pytest.mark.parametrize("address", ["/", "/customers/", "/conversations/", "/search/?q=x"])
def test_names_of_two_hundred_characters_and_emoji_are_shown(
    client, admin, busy_desk, thread, address
):
    busy_desk.name = NAME
    busy_desk.save()
    client.force_login(admin)

    assert client.get(address).status_code == 200
    assert NAME[:20] in page_of(client, admin, thread)


def test_words_of_customers_carry_their_language(client, admin, busy_desk, thread, letter):
    busy_desk.language = "zh-hans"
    busy_desk.save()

    page = page_of(client, admin, thread)

    assert f'id="message-{letter.pk}"' in page
    assert '<div class="letter__body" lang="zh-hans"><p>Hello</p>' in page


def test_links_in_letters_can_be_followed_but_never_run(client, admin, thread, letter):
    letter.text = "see https://a.example/x?y=<z> and javascript:alert(1)"
    letter.save()

    page = page_of(client, admin, thread)

    assert 'href="https://a.example/x?y=%3Cz%3E"' in page or 'href="https://a.example/x?y="' in page
    assert 'href="javascript' not in page
