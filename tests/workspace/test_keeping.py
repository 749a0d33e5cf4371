import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.expectations.queries.keeping import keeping_by
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic


def closed(owner, outcome, **fields):
    return make_promise(owner=owner, outcome=outcome, closed_at=timezone.now(), **fields)


def test_the_rate_is_kept_of_kept_late_and_broken(agent, manager):
    for outcome in ("kept", "kept", "kept", "late", "broken", "waived", "renegotiated"):
        closed(agent, outcome)
    closed(manager, "kept")

    mei, ruth = keeping_by("agent", manager, since=None)

    assert (mei.name, mei.kept, mei.late, mei.broken, mei.counted) == ("Mei Chen", 3, 1, 1, 5)
    assert mei.estimate.value == pytest.approx(0.6)
    # Wilson, as in Newcombe (1998): 3 of 5.
    assert (mei.estimate.lower, mei.estimate.upper) == pytest.approx((0.2307, 0.8824), abs=1e-4)
    assert (ruth.name, ruth.counted) == ("Ruth Adler", 1)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        pytest.param("team", ["", "Support"], id="team"),
        pytest.param("topic", ["", "Courtesy"], id="topic"),
        pytest.param("tier", ["", "High"], id="tier"),
    ],
)
def test_it_is_parted_by_team_topic_and_tier(agent, manager, by, names):
    closed(agent, "kept", team=make_team(), topic=make_topic(), tier="high")
    closed(agent, "broken")

    assert [row.name for row in keeping_by(by, manager, since=None)] == names


def test_an_agent_sees_her_own_and_a_manager_her_teams(agent):
    team, other = make_team(), make_team(name="Sales")
    lead = make_user(role="manager", name="Lea Lead", teams=[team])
    bo = make_user(name="Bo Lind")
    closed(agent, "kept", customer=make_customer(team=team))
    closed(bo, "kept", customer=make_customer(team=team))
    closed(bo, "broken", customer=make_customer(team=other))

    assert [row.name for row in keeping_by("agent", agent, since=None)] == []
    agent.teams.set([team])
    assert [row.name for row in keeping_by("agent", agent, since=None)] == ["Mei Chen"]
    rows = keeping_by("agent", lead, since=None)
    assert [(row.name, row.kept, row.broken) for row in rows] == [
        ("Bo Lind", 1, 0),
        ("Mei Chen", 1, 0),
    ]


def test_each_figure_opens_its_promises(client, agent, manager):
    kept = closed(agent, "kept", wording="Send the lamp")
    closed(agent, "late", wording="Call back")
    client.force_login(manager)

    page = client.get("/ledger/keeping/").content.decode()
    rows = client.get(f"/ledger/keeping/agent/{agent.pk}/?outcome=kept").content.decode()

    assert f'href="/ledger/keeping/agent/{agent.pk}/' in page
    assert "few cases" in page
    assert kept.wording in rows
    assert "Call back" not in rows


@pytest.mark.parametrize("sort", ["rate", "-rate", "n", "-name", "nonsense"])
@pytest.mark.parametrize("by", ["agent", "tier", "nonsense"])
def test_the_page_is_sorted_and_costs_the_same_however_many_there_are(client, manager, by, sort):
    client.force_login(manager)
    address = f"/ledger/keeping/?by={by}&sort={sort}&period=all"
    closed(manager, "kept", tier="high")
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number, outcome in enumerate(("kept", "late", "broken")):
        closed(make_user(name=f"Agent {number}"), outcome, tier=("low", "medium", "")[number])
    with CaptureQueriesContext(connection) as many:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(few) == len(many) <= 9


def test_nobody_else_reads_the_rows_of_an_agent(client, agent):
    bo = make_user(name="Bo Lind")
    closed(bo, "kept", wording="Send the lamp")
    client.force_login(agent)

    page = client.get(f"/ledger/keeping/agent/{bo.pk}/").content.decode()

    assert "Send the lamp" not in page
