"""What belongs to another team is not shown, whatever number is asked for."""

import pytest

from heed.conversations.models import Conversation, RawMail
from heed.conversations.operations import answering, handling
from heed.core.models import OutgoingMail
from heed.customers.models import Customer
from tests.accounts.factories import make_team, make_user
from tests.conversations.factories import make_conversation, receive
from tests.moments import NOON


@pytest.fixture
def two_teams(system):
    """An answered conversation of team B; returns its members' and a stranger's sign-in."""
    mine, theirs = make_team(name="A"), make_team(name="B")
    stranger = make_user(name="Stranger", teams=[mine])
    member = make_user(name="Member", teams=[theirs])
    conversation = make_conversation(text="the words of the matter")
    handling.assign(conversation=conversation, assignee=member, team=theirs, actor=system, now=NOON)
    answering.answer(conversation=conversation, text="our words to her", actor=member, now=NOON)
    return member, stranger


def give_customer_to(name: str) -> None:
    Customer.objects.update(team=make_team(name=name) if name else None)


def seen(client, who, address: str) -> int:
    client.force_login(who)
    answer = client.get(address)
    list(answer)  # a file is closed when it has been read
    return answer.status_code


@pytest.mark.parametrize("customers_team", ["", "C"], ids=["customer of none", "customer of C"])
def test_letters_are_read_by_those_who_see_customer_and_conversation(
    client, two_teams, manager, admin, customers_team
):
    member, stranger = two_teams
    give_customer_to(customers_team)
    address = f"/mail/{OutgoingMail.objects.get().pk}/"

    found = [seen(client, who, address) for who in (member, stranger, admin)]

    assert found == [404 if customers_team else 200, 404, 200]


def test_the_list_of_letters_leaves_out_those_of_other_teams(client, two_teams):
    member, stranger = two_teams

    client.force_login(stranger)
    strangers = client.get("/mail/").content.decode()
    client.force_login(member)
    members = client.get("/mail/").content.decode()

    letter = f"/mail/{OutgoingMail.objects.get().pk}/"
    assert letter in members
    assert letter not in strangers


def test_a_mail_as_it_came_is_given_to_those_who_see_its_conversation(client, two_teams):
    member, stranger = two_teams
    address = f"/mail/parked/{RawMail.objects.get().pk}/source/"

    found = [seen(client, who, address) for who in (member, stranger)]

    assert found == [200, 404]


def test_a_parked_mail_is_nobodys_and_given_to_all_who_mend(client, two_teams):
    receive(b"no header here")
    parked = RawMail.objects.get(state=RawMail.State.PARKED)

    assert seen(client, two_teams[1], f"/mail/parked/{parked.pk}/source/") == 200


def test_the_timeline_tells_that_another_team_wrote_but_not_what(client, two_teams):
    _member, stranger = two_teams
    customer = Conversation.objects.get().customer
    client.force_login(stranger)

    page = client.get(f"/customers/{customer.pk}/").content.decode()

    assert page.count("Wrote to us") == 1
    assert "the words of the matter" not in page
    assert "our words to her" not in page
