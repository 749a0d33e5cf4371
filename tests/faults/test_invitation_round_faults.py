"""A round of invitations whose worker is killed, again and again."""

import signal
import sys
import time

from tests.faults.conftest import wait_until

SETUP = "from tests.faults import invitation_rounds; invitation_rounds.order(customers=%d)"
CUSTOMERS = 40
ASKED = "SELECT count(*) FROM surveys_invitation WHERE skipped = ''"
DECIDED = "SELECT coalesce(max(decided), 0) FROM surveys_invitationround"
FINISHED = "SELECT count(*) FROM surveys_invitationround WHERE finished_at IS NOT NULL"
TWICE = (
    "SELECT count(*) FROM (SELECT customer_id FROM core_outgoingmail WHERE purpose = 'survey' "
    "GROUP BY customer_id HAVING count(*) > 1) AS twice"
)
WORK = "import django; django.setup(); from tests.faults import invitation_rounds as r; r.work()"


def test_a_killed_round_goes_on_where_it_was_and_asks_nobody_twice(place):
    place.run(SETUP % CUSTOMERS)

    for reached in (4, 12, 20):
        process = place.start(sys.executable, "-c", WORK)
        wait_until(lambda reached=reached: place.one(DECIDED) >= reached, seconds=150)
        time.sleep(0.05)  # somewhere in the next batch
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert place.one(ASKED) == place.one(DECIDED)
    place.start(sys.executable, "-c", WORK)
    wait_until(lambda: place.one(FINISHED), seconds=150)

    assert (place.one(DECIDED), place.one(ASKED), place.one(TWICE)) == (CUSTOMERS, CUSTOMERS, 0)
    mails = place.one("SELECT count(*) FROM core_outgoingmail WHERE purpose = 'survey'")
    assert mails == CUSTOMERS
