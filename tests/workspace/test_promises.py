import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heed.core.calendars import business_hours
from heed.expectations.models import Promise, StandingPromise
from heed.expectations.queries.board import BoardScope, days_at
from heed.expectations.queries.calendar import calendar_of, default_calendar
from tests.accounts.factories import make_team, make_user
from tests.customers.factories import make_customer
from tests.expectations.factories import make_promise, make_topic
from tests.moments import DAY, HOUR, NOON


def open_promise(owner, *, hours, **fields):
    now = timezone.now()
    return make_promise(
        owner=owner,
        made_at=now - timedelta(days=9),
        due_at=now + timedelta(hours=hours),
        **fields,
    )


def test_lanes_part_what_is_open_by_the_readers_day_and_week(agent):
    late, today, week, later = (
        make_promise(owner=agent, made_at=NOON - 9 * DAY, due_at=NOON + after)
        for after in (-HOUR, HOUR, DAY, 7 * DAY)
    )
    make_promise(owner=agent, due_at=NOON + HOUR, outcome="kept", closed_at=NOON)
    scope, days = BoardScope(actor=agent), days_at(NOON)

    lanes = {lane: list(scope.lane(lane, days)) for lane in ("overdue", "today", "week", "later")}

    assert lanes == {"overdue": [late], "today": [today], "week": [week], "later": [later]}


def test_on_a_sunday_tomorrow_is_later_and_in_one_lane_alone(agent):
    sunday = NOON + 6 * DAY
    promise = make_promise(owner=agent, due_at=sunday + DAY)
    scope, days = BoardScope(actor=agent), days_at(sunday)

    lanes = [lane for lane in ("today", "week", "later") if promise in scope.lane(lane, days)]

    assert lanes == ["later"]


def test_filters_narrow_the_board(agent):
    team, topic = make_team(), make_topic()
    agent.teams.set([team])
    wanted = make_promise(
        owner=agent, customer=make_customer(team=team), team=team, topic=topic, tier="high"
    )
    make_promise(owner=make_user(name="Bo"), customer=make_customer(team=make_team(name="Sales")))
    make_promise(owner=make_user(name="Cy"))

    assert list(BoardScope(actor=agent, is_mine=True).open()) == [wanted]
    assert list(BoardScope(actor=agent, team=team).open()) == [wanted]
    assert list(BoardScope(actor=agent, topic=topic).open()) == [wanted]
    assert list(BoardScope(actor=agent, tier="high").open()) == [wanted]
    assert BoardScope(actor=agent).open().count() == 2


@pytest.mark.parametrize("query", ["", "?by=owner&whose=team", "?lane=overdue", "?topic=x&team=-1"])
def test_the_board_costs_the_same_queries_however_much_is_open(client, manager, query):
    client.force_login(manager)
    client.get(f"/promises/{query}")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/promises/{query}")
        assert answer.status_code == 200
        return len(queries)

    for hours in (-30, -2, 1, 30, 300):
        open_promise(manager, hours=hours, customer=make_customer(name=f"C{hours}"))
    few = cost()
    for hours in (-31, -3, 2, 31, 301):
        open_promise(manager, hours=hours, customer=make_customer(name=f"D{hours}"))

    assert cost() == few <= 22


def test_the_board_shows_what_waits_and_who_has_how_much(client, manager):
    customer = make_customer(name="Anna Berg")
    StandingPromise.objects.create(
        kind="conditional",
        customer=customer,
        condition="the part arrives",
        wording="we fit it",
        within=2,
        within_unit="business_days",
        owner=manager,
        made_by=manager,
        made_at=timezone.now(),
    )
    open_promise(manager, hours=-3, customer=customer)
    client.force_login(manager)

    board = client.get("/promises/").content.decode()
    loads = client.get("/promises/?by=owner").content.decode()

    assert "within 2 business days, on condition: the part arrives" in board
    assert "Ruth Adler" in loads


def test_selected_promises_are_handed_over_and_taken_back(client, agent):
    colleague = make_user(name="Bo Lind")
    first, second = (open_promise(agent, hours=hours) for hours in (2, 3))
    client.force_login(agent)

    done = client.post(
        "/promises/hand-over/", {"promise": [first.pk, second.pk], "owner": colleague.pk}
    )
    page = client.get(done["Location"]).content.decode()
    owners = set(Promise.objects.values_list("owner", flat=True))
    client.post(re.search(r'/promises/hand-over/[^"/]+/undo/', page)[0])

    assert "Bo Lind sees to 2 promises now." in page
    assert owners == {colleague.pk}
    assert set(Promise.objects.values_list("owner", flat=True)) == {agent.pk}


def test_nothing_selected_is_said(client, agent):
    client.force_login(agent)

    answer = client.post("/promises/hand-over/", {"owner": agent.pk})

    assert answer.status_code == 409
    assert "No open promise is selected." in answer.content.decode()


def test_what_one_may_not_see_is_not_handed_over(client, agent):
    mine, theirs = make_team(), make_team(name="Sales")
    agent.teams.set([mine])
    other = open_promise(
        make_user(name="Cy"), hours=3, customer=make_customer(team=theirs), team=theirs
    )
    client.force_login(agent)

    answer = client.post("/promises/hand-over/", {"promise": other.pk, "owner": agent.pk})

    other.refresh_from_db()
    assert answer.status_code == 409
    assert other.owner.name == "Cy"


def test_the_calendar_shows_each_day_with_what_is_due_and_whether_we_are_open(agent):
    make_promise(owner=agent, due_at=NOON + DAY)
    for number in range(6):
        make_promise(owner=agent, due_at=NOON + 2 * DAY, customer=make_customer(name=f"C{number}"))
    calendar = default_calendar()
    calendar.days.create(day=date(2026, 3, 6), is_working=False, name="Founders")

    days = calendar_of(
        BoardScope(actor=agent),
        view="month",
        around=date(2026, 3, 15),
        hours=business_hours(),
        calendar=calendar,
    )

    by_day = {each.day: each for each in days}
    assert (days[0].day, days[-1].day) == (date(2026, 2, 23), date(2026, 4, 5))
    assert [by_day[date(2026, 3, day)].total for day in (2, 3, 4)] == [0, 1, 6]
    assert (len(by_day[date(2026, 3, 4)].promises), by_day[date(2026, 3, 4)].more) == (4, 2)
    assert by_day[date(2026, 3, 6)].holiday == "Founders"
    assert not by_day[date(2026, 3, 6)].is_business_day
    assert not by_day[date(2026, 3, 7)].is_business_day


@pytest.mark.parametrize("query", ["", "?view=week", "?day=2026-02-30", "?day=0001-01-01"])
def test_the_calendar_page_costs_the_same_queries_however_much_is_due(client, manager, query):
    client.force_login(manager)
    client.get(f"/promises/calendar/{query}")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/promises/calendar/{query}").status_code == 200
        return len(queries)

    open_promise(manager, hours=1)
    few = cost()
    for hours in range(2, 8):
        open_promise(manager, hours=hours)

    assert cost() == few <= 16
