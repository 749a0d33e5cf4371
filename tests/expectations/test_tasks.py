from heed.accounts.models import Notice
from heed.core import jobs
from heed.core.models import Delivery
from heed.expectations.models import Promise
from heed.expectations.tasks import keep_promises_in_time
from tests.accounts.factories import make_team, make_user
from tests.expectations.factories import make_promise
from tests.moments import DAY, HOUR, NOON


def test_one_round_reminds_marks_and_breaks_what_is_due_for_it(agent, system):
    soon = make_promise(owner=agent, due_at=NOON + 2 * HOUR, made_at=NOON - DAY)
    past = make_promise(owner=agent, due_at=NOON - HOUR, made_at=NOON - DAY)
    gone = make_promise(owner=agent, due_at=NOON - 4 * DAY, made_at=NOON - 9 * DAY)
    later = make_promise(owner=agent, due_at=NOON + 9 * DAY, made_at=NOON - DAY)

    keep_promises_in_time(now=NOON)
    keep_promises_in_time(now=NOON)

    rows = {row.pk: row for row in Promise.objects.all()}
    assert rows[soon.pk].reminded_at == NOON
    assert rows[past.pk].overdue_at == past.due_at
    assert rows[past.pk].outcome == ""
    assert rows[gone.pk].outcome == "broken"
    assert rows[gone.pk].overdue_at == gone.due_at
    assert rows[gone.pk].reminded_at is None
    assert rows[later.pk].reminded_at is None
    assert rows[later.pk].overdue_at is None


def test_the_owner_finds_a_notice(agent, system):
    promise = make_promise(owner=agent, due_at=NOON + HOUR, made_at=NOON - DAY)
    keep_promises_in_time(now=NOON)

    jobs.run_due(now=NOON)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject_id) == (agent, promise.pk)
    assert notice.kind == "expectations.PromiseDueSoon"
    assert not Delivery.objects.exclude(state="done").exists()


def test_the_owner_is_told_of_a_promise_that_broke_unseen(agent, system):
    make_promise(owner=agent, due_at=NOON - 4 * DAY, made_at=NOON - 9 * DAY)
    keep_promises_in_time(now=NOON)

    jobs.run_due(now=NOON)

    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds == {"expectations.PromiseOverdue", "expectations.PromiseClosed"}


def test_managers_of_the_team_are_told_once_of_what_is_overdue_for_long(agent, system):
    team = make_team()
    lead = make_user(role="manager", name="Lea Lead", teams=[team])
    make_user(role="manager", name="Otto Other", teams=[make_team(name="Sales")])
    make_promise(
        owner=agent, team=team, due_at=NOON, made_at=NOON - DAY, escalates_at=NOON + 4 * HOUR
    )

    for hour in (3, 4, 5):
        keep_promises_in_time(now=NOON + hour * HOUR)
        jobs.run_due(now=NOON + hour * HOUR)

    told = Notice.objects.filter(kind="expectations.PromiseEscalated")
    assert [(notice.recipient, notice.at) for notice in told] == [(lead, NOON + 4 * HOUR)]
