import pytest

from heed.core.models import Event, OutgoingMail
from heed.expectations.models import Perception
from heed.surveys.models import Invitation
from heed.surveys.operations import invitations
from heed.surveys.queries.invitations import invitation_with, token_of
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic
from tests.moments import DAY, NOON


def closed_promise(agent, customer, outcome="kept"):
    return make_promise(
        owner=agent,
        customer=customer,
        topic=make_topic(key=f"t{customer.pk}-{outcome}"),
        outcome=outcome,
        closed_at=NOON,
    )


def invite(promise, system, now=NOON):
    return invitations.invite_after_promise(promise_id=promise.pk, actor=system, now=now)


def test_the_customer_gets_a_personal_link_in_her_language(agent, system):
    customer = make_customer(name="陈梅", email="mei@chen.example", language="zh-hans")
    promise = closed_promise(agent, customer)

    invitation = invite(promise, system)

    mail = OutgoingMail.objects.get()
    assert mail.to_address == "mei@chen.example"
    assert token_of(invitation) in mail.text
    assert promise.wording in mail.text
    assert mail.is_automatic
    assert Event.objects.filter(type="surveys.InvitationSent").count() == 1


def test_nobody_is_asked_twice_for_one_promise(agent, system):
    promise = closed_promise(agent, make_customer(email="a@b.example"))

    invite(promise, system)
    again = invite(promise, system, now=NOON + 60 * DAY)

    assert again is None
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "skipped"),
    [
        pytest.param(29, "asked_recently", id="within thirty days"),
        pytest.param(30, "", id="after thirty days"),
    ],
)
def test_a_customer_is_asked_at_most_once_in_thirty_days(agent, system, days, skipped):
    customer = make_customer(email="a@b.example")
    invite(closed_promise(agent, customer), system)

    later = invite(closed_promise(agent, customer, "late"), system, now=NOON + days * DAY)

    assert later.skipped == skipped
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize(
    ("email", "outcome", "skipped"),
    [
        pytest.param("", "kept", "no_address", id="no address"),
        pytest.param("not an address", "kept", "no_address", id="no usable address"),
        pytest.param("a@b.example", "waived", "not_delivered", id="waived"),
    ],
)
def test_who_cannot_be_asked_is_recorded_with_the_reason(agent, system, email, outcome, skipped):
    promise = closed_promise(agent, make_customer(email=email), outcome)

    invitation = invite(promise, system)

    assert invitation.skipped == skipped
    assert not OutgoingMail.objects.exists()
    assert Event.objects.get(type="surveys.InvitationSkipped").payload["reason"] == skipped


def test_a_renegotiated_promise_asks_nobody(agent, system):
    promise = closed_promise(agent, make_customer(email="a@b.example"), "renegotiated")

    assert invite(promise, system) is None
    assert not Invitation.objects.exists()


def test_an_invitation_is_answered_once(agent, system):
    invitation = invite(closed_promise(agent, make_customer(email="a@b.example")), system)
    answer = {"perceived": 6, "against_expectation": 1, "comment": "good", "actor": system}

    invitations.answer_invitation(invitation_id=invitation.pk, now=NOON + DAY, **answer)
    with pytest.raises(invitations.AlreadyAnswered):
        invitations.answer_invitation(invitation_id=invitation.pk, now=NOON + DAY, **answer)

    assert Perception.objects.count() == 1


def test_a_link_is_good_for_thirty_days(agent, system):
    invitation = invite(closed_promise(agent, make_customer(email="a@b.example")), system)

    with pytest.raises(invitations.InvitationExpired):
        invitations.answer_invitation(
            invitation_id=invitation.pk,
            perceived=6,
            against_expectation=None,
            comment="",
            actor=system,
            now=NOON + 31 * DAY,
        )

    assert not Perception.objects.exists()


def test_a_link_changed_by_one_letter_opens_nothing(agent, system):
    invitation = invite(closed_promise(agent, make_customer(email="a@b.example")), system)
    token = token_of(invitation)

    assert invitation_with(token) == invitation
    assert invitation_with(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert invitation_with("1") is None
