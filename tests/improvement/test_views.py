import pytest

from heed.accounts.models import Notice
from heed.improvement.models import Improvement, Measurement
from heed.improvement.queries.links import of_keeping, of_ledger
from tests.expectations.factories import make_measured_topic, make_topic
from tests.improvement.factories import make_improvement
from tests.moments import NOON


@pytest.fixture
def topic(manager):
    return make_topic()


def plan(topic, owner, **fields):
    return {"title": "Smile", "topic": topic.pk, "owner": owner.pk, "reason": ""} | fields


def test_a_form_is_filled_from_the_finding_and_shows_what_was_tried(client, manager, topic):
    make_improvement(
        owner=manager, topic=topic, title="A card", closed_at=NOON, result="Nobody noticed"
    )
    client.force_login(manager)
    query = f"topic={topic.pk}&finding=Too+slow&figure=gap:{topic.pk}:high&picked_of=9"

    page = client.get(f"/improvements/new/?{query}&place=/ledger/").content.decode()

    assert "Too slow</textarea>" in page
    assert f'<option value="gap:{topic.pk}" selected>' in page
    assert '<option value="high" selected>' in page
    assert "the worst of 9" in page
    assert "Nobody noticed" in page
    assert 'name="place" value="/ledger/"' in page


def test_a_share_is_given_in_percent_and_kept_from_0_to_1(client, manager, topic):
    client.force_login(manager)
    figure = {"figure": f"keeping:{topic.pk}", "tier": "high", "expected_to": "95"}

    client.post("/improvements/new/", plan(topic, manager, **figure))

    kept = Improvement.objects.get()
    assert (kept.figure, kept.expected_to) == (f"keeping:{topic.pk}:high", 0.95)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"figure": "keeping:all"}, id="figure without effect"),
        pytest.param({"expected_to": "95"}, id="effect without figure"),
        pytest.param({"figure": "nothing", "expected_to": "95"}, id="no such figure"),
        pytest.param({"comparison": "others"}, id="other tiers of none"),
    ],
)
def test_what_cannot_be_judged_comes_back_with_what_was_typed(client, manager, topic, wrong):
    client.force_login(manager)

    answer = client.post("/improvements/new/", plan(topic, manager, **wrong))

    assert answer.status_code == 422
    assert 'value="Smile"' in answer.content.decode()
    assert not Improvement.objects.exists()


def test_an_improvement_is_moved_by_a_button_and_taken_back(client, manager):
    chosen = make_improvement(owner=manager, due_on="2999-01-01")
    client.force_login(manager)
    address = f"/improvements/{chosen.pk}/move"

    page = client.post(f"{address}/found/doing/", follow=True).content.decode()
    chosen.refresh_from_db()
    assert chosen.state == "doing"
    assert f'action="{address}/doing/found/"' in page

    client.post(f"{address}/doing/found/")
    chosen.refresh_from_db()
    assert chosen.state == "found"
    assert client.post(f"{address}/found/shown/").status_code == 404


def test_what_is_overdue_is_said_and_an_empty_board_says_how_to_begin(client, manager):
    client.force_login(manager)
    empty = client.get("/improvements/").content.decode()
    make_improvement(owner=manager, due_on=NOON.date())

    page = client.get("/improvements/").content.decode()

    assert "Nothing is being improved yet" in empty
    assert "tag--owed tag--loud" in page


def test_an_agent_sees_no_board_and_an_analyst_moves_nothing(client, agent, analyst, manager):
    make_improvement(owner=manager, due_on="2999-01-01")
    client.force_login(agent)
    assert client.get("/improvements/").status_code == 403

    client.force_login(analyst)
    page = client.get("/improvements/").content.decode()

    assert "New improvement" in page
    assert "/move/" not in page


def test_the_owner_reads_on_today_what_was_measured(client, manager):
    chosen = make_improvement(owner=manager, state="measuring")
    measured = Measurement.objects.create(
        improvement=chosen, measured_at=NOON, verdict="unsaid", before_n=3, after_n=4
    )
    Notice.objects.create(
        recipient=manager, kind="improvement.ImprovementMeasured", subject_type="measurement",
        subject_id=measured.pk, at=NOON,
    )  # fmt: skip
    client.force_login(manager)

    page = client.get("/").content.decode()

    assert "Its effect was measured" in page
    assert f"/improvements/{chosen.pk}/" in page


def test_a_figure_of_the_ledger_leads_to_its_improvement(client, manager, topic):
    measured = make_measured_topic()
    client.force_login(manager)

    page = client.get(f"/ledger/{topic.key}/kept/").content.decode()

    assert f"figure=keeping%3A{topic.pk}" in page
    assert of_ledger(topic, "actual", "high") == f"perceived:{topic.pk}:high"
    assert of_ledger(measured, "gap", "") == f"delivered:{measured.pk}"
    assert (of_keeping("tier", "high"), of_keeping("agent", "4")) == ("keeping:all:high", "")


def test_the_figure_of_a_form_is_shown_as_it_is_now(client, manager, topic):
    client.force_login(manager)

    page = client.get(f"/improvements/figure/?figure=gap:{topic.pk}&expected_to=1").content.decode()

    assert "too few cases to say anything in the last 90 days" in page
