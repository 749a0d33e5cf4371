import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event, OutgoingMail
from heed.surveys.events import SurveyInvitationSent, SurveyInvitationSkipped
from heed.surveys.models import Invitation
from heed.surveys.operations import survey_invitations
from heed.surveys.operations.surveys import SurveyClosedAlready, close_survey
from heed.surveys.queries.invitations import key_of, survey_invitation_with, token_of
from tests.customers.factories import make_customer
from tests.moments import DAY, HOUR, NOON
from tests.surveys.factories import make_survey


def make_customers(count, *, language="en"):
    return [
        make_customer(name=f"Anna {number}", email=f"anna{number}@berg.example", language=language)
        for number in range(count)
    ]


def invite(survey, customers, actor, *, share=1.0, seed=0, now=NOON + HOUR):
    return survey_invitations.invite_customers(
        survey_id=survey.pk,
        customer_ids=[customer.pk for customer in customers],
        share=share,
        seed=seed,
        actor=actor,
        now=now,
    )


def test_a_letter_in_the_customers_language_carries_both_links(manager):
    survey = make_survey(actor=manager)
    [chinese] = make_customers(1, language="zh-hans")

    [invitation] = invite(survey, [chinese], manager)

    mail = OutgoingMail.objects.get()
    token = token_of(invitation)
    assert invitation.mail == mail
    assert (mail.language, mail.purpose, mail.to_address) == (
        "zh-hans",
        "survey",
        "anna0@berg.example",
    )
    assert f"/survey/{token}/\n" in mail.text
    assert f"/survey/{token}/no-more/" in mail.text
    assert (invitation.probability, invitation.expires_at) == (1.0, NOON + HOUR + 30 * DAY)
    assert survey_invitation_with(token) == invitation
    assert Event.objects.filter(type=SurveyInvitationSent.type_name()).count() == 1


def test_the_letter_ends_with_the_survey(manager):
    survey = make_survey(actor=manager, closes_at=NOON + 2 * DAY)

    [invitation] = invite(survey, make_customers(1), manager)

    assert invitation.expires_at == NOON + 2 * DAY


def test_nobody_is_asked_twice_and_who_was_skipped_is_tried_again(manager):
    survey = make_survey(actor=manager)
    asked, unreachable = make_customers(1)[0], make_customer(name="Nobody")

    first = invite(survey, [asked, unreachable], manager)
    second = invite(survey, [asked, unreachable], manager, now=NOON + DAY)

    assert [each.skipped for each in first] == ["", "no_address"]
    assert [each.customer for each in second] == [unreachable]
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (2, 1)
    assert Event.objects.filter(type=SurveyInvitationSkipped.type_name()).count() == 1


def test_the_policy_holds_over_all_surveys(manager):
    customers = make_customers(1)
    invite(make_survey(actor=manager), customers, manager)

    [again] = invite(make_survey(actor=manager), customers, manager, now=NOON + 2 * DAY)

    assert again.skipped == "asked_recently"
    assert again.skipped_until == NOON + HOUR + 30 * DAY
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "skipped"),
    [
        pytest.param("surveys_declined_at", ["opted_out"], id="declined"),
        pytest.param("erased_at", [], id="erased"),
    ],
)
def test_who_does_not_want_to_be_asked_or_is_gone_is_left_in_peace(manager, field, skipped):
    [customer] = make_customers(1)
    setattr(customer, field, NOON)
    customer.save()

    invited = invite(make_survey(actor=manager), [customer], manager)

    assert [each.skipped for each in invited] == skipped
    assert OutgoingMail.objects.count() == 0


def test_a_share_is_drawn_that_can_be_drawn_again(manager):
    survey, customers = make_survey(actor=manager), make_customers(40)

    drawn = invite(survey, customers, manager, share=0.25, seed=7)
    again = invite(survey, customers, manager, share=0.25, seed=7)

    asked = [each for each in drawn if not each.skipped]
    assert 3 <= len(asked) <= 18
    assert {each.probability for each in asked} == {0.25}
    assert {each.skipped for each in drawn} == {"", "not_sampled"}
    assert again == []


@pytest.mark.parametrize("share", [0, -0.1, 1.01])
def test_a_share_that_cannot_be_drawn_is_refused(manager, share):
    with pytest.raises(survey_invitations.ShareImpossible):
        invite(make_survey(actor=manager), make_customers(1), manager, share=share)

    assert Invitation.objects.count() == 0


def test_an_ended_survey_invites_nobody_and_agents_do_not_invite(manager, agent):
    survey = make_survey(actor=manager)

    with pytest.raises(NotPermitted):
        invite(survey, make_customers(1), agent)
    close_survey(survey_id=survey.pk, actor=manager, now=NOON + HOUR)
    with pytest.raises(SurveyClosedAlready):
        invite(survey, [], manager, now=NOON + DAY)

    assert Invitation.objects.count() == 0


def test_the_key_of_an_answer_is_known_to_its_invitation_alone(manager):
    first, second = invite(make_survey(actor=manager), make_customers(2), manager)

    assert key_of(first) == key_of(Invitation.objects.get(pk=first.pk))
    assert key_of(first) != key_of(second)
    assert key_of(first).version == 4


def test_a_skipped_invitation_has_no_link(manager):
    [skipped] = invite(make_survey(actor=manager), [make_customer()], manager)

    assert survey_invitation_with(token_of(skipped)) is None
    assert survey_invitation_with(f"{token_of(skipped)}x") is None
