import pytest

from heed.accounts.models import ApiToken
from heed.core.models import Event
from tests.accounts.factories import PASSWORD


def test_a_person_signs_in_whatever_the_capitals_of_her_address(client, agent):
    answer = client.post("/sign-in/", {"username": "MEI@Harbour.example", "password": PASSWORD})

    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_after_five_failures_the_right_password_is_refused_too(client, agent):
    for _attempt in range(5):
        client.post("/sign-in/", {"username": agent.email, "password": "wrong"})

    answer = client.post("/sign-in/", {"username": agent.email, "password": PASSWORD})

    assert answer.status_code == 429


def test_the_system_cannot_sign_in(client, system):
    answer = client.post("/sign-in/", {"username": system.email, "password": "!"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_sign_in_leads_to_no_other_site(client, agent):
    answer = client.post(
        "/sign-in/?next=https://evil.example/",
        {"username": agent.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert answer["Location"] == "/"


def test_a_token_is_shown_once_and_kept_as_its_hash(client, agent):
    client.force_login(agent)

    page = client.post(
        "/settings/tokens/", {"name": "CRM", "scopes": ["customers:read"], "lifetime": "30"}
    ).content.decode()

    token = ApiToken.objects.get()
    assert token.prefix in page
    assert token.digest not in page
    assert token.expires_at is not None


def test_a_token_of_somebody_else_cannot_be_revoked(client, agent, manager):
    client.force_login(manager)
    client.post("/settings/tokens/", {"name": "x", "scopes": ["ledger:read"], "lifetime": ""})
    client.force_login(agent)

    answer = client.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert answer.status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    ],
)
def test_pages_carry_the_security_headers(client, organisation, header, value):
    answer = client.get("/sign-in/")

    assert answer[header] == value
    assert (
        "script-src" in answer["Content-Security-Policy"]
        or "default-src 'self'" in (answer["Content-Security-Policy"])
    )
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_the_language_chosen_by_a_person_stays_hers(client, agent):
    client.force_login(agent)

    client.post("/language/", {"language": "zh-hans", "next": "/"})

    agent.refresh_from_db()
    assert agent.language == "zh-hans"


def test_a_manager_sets_what_holds_for_everybody(client, manager, organisation):
    client.force_login(manager)

    answer = client.post(
        "/settings/company/",
        {
            "asks_satisfaction": "on",
            "invitation_gap_days": 14,
            "invitations_a_year": 6,
            "escalation_business_hours": 8,
        },
    )

    organisation.refresh_from_db()
    assert answer.status_code == 302
    assert organisation.asks_satisfaction
    assert not organisation.announces_answer_time
    assert (organisation.invitation_gap_days, organisation.escalation_business_hours) == (14, 8)
    assert organisation.invitations_a_year == 6
    event = Event.objects.get(type="accounts.OrganisationChanged")
    assert event.payload["fields"] == [
        "asks_satisfaction", "escalation_business_hours", "invitation_gap_days",
        "invitations_a_year",
    ]  # fmt: skip


def test_an_agent_sets_nothing_for_everybody(client, agent, organisation):
    client.force_login(agent)

    answer = client.post("/settings/company/", {"invitation_gap_days": 1})

    organisation.refresh_from_db()
    assert answer.status_code == 403
    assert organisation.invitation_gap_days == 30
