"""The present of the company, played with the same operations its people would use."""

from datetime import datetime

from heed.cli.demo.bargaining import bargain
from heed.cli.demo.foresight import look_ahead
from heed.cli.demo.improving import improve
from heed.cli.demo.lasting import promise_for_long
from heed.cli.demo.leaving import let_some_leave
from heed.cli.demo.market import lay_out_market
from heed.cli.demo.needing import ask_what_is_needed
from heed.cli.demo.on_site import put_up_tablets
from heed.cli.demo.ranking import interview_and_rank
from heed.cli.demo.reading import read_what_people_write
from heed.cli.demo.stage import Stage
from heed.cli.demo.surveying import survey_customers
from heed.cli.demo.telephoning import call_customers
from heed.customers.models import Customer


def play(*, seed: int, now: datetime) -> None:
    """Do all that makes the ledger alive; part of one transaction, since it cannot be repeated."""
    last_active = dict(Customer.objects.values_list("pk", "last_activity_at"))
    stage = Stage.set_up(seed=seed, now=now)
    lay_out_market(stage)
    promise_for_long(stage)
    bargain(stage)
    interview_and_rank(stage)
    look_ahead(stage)
    survey_customers(stage)
    ask_what_is_needed(stage)
    put_up_tablets(stage)
    call_customers(stage)
    improve(stage)
    let_some_leave(stage)
    read_what_people_write(stage)
    _stay_active(last_active)


def _stay_active(before: dict[int, datetime]) -> None:
    """What was played in the past is not the last that happened with a customer."""
    rows = Customer.objects.only("pk", "last_activity_at")
    earlier = [row for row in rows if row.last_activity_at < before[row.pk]]
    for row in earlier:
        row.last_activity_at = before[row.pk]
    Customer.objects.bulk_update(earlier, ["last_activity_at"])
