"""Who was asked when in a year, whatever for, worked out by the database for everybody at once.

The rule for one customer is `contact_policy.decide` over `contacts.person_of`; what stands here
says the same of all. Who shares a mailbox or a line with somebody who was asked counts as she does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from heed.customers.models import Customer
from heed.surveys.models import Invitation
from heed.surveys.rules.contact_policy import YEAR, ContactPolicy

# Behind a plus in an address stands the same mailbox; of a number the last nine digits count:
# see `contact_policy.reach_of`.
_MAILBOX = {
    "sqlite": "substr(key, 1, instr(key, '+') - 1) || substr(key, instr(key, '@'))",
    "postgresql": "split_part(key, '+', 1) || '@' || split_part(key, '@', 2)",
}
_LINE = {
    "sqlite": "substr(replace(key, '+', ''), -9)",
    "postgresql": "right(replace(key, '+', ''), 9)",
}
_LINES = """
        UNION
        SELECT customer_id, 'line:' || {line} AS reach FROM customers_contactpoint
        WHERE kind = 'phone' AND wrong_at IS NULL AND {line} IN (
            SELECT substr(reached, 6) FROM surveys_invitation
            WHERE skipped = '' AND reached >= 'line:' AND reached < 'line;'
        )
"""
# Few customers are asked by another's mailbox or line, or so often that the year is full: only
# their invitations are put in order. CROSS JOIN is how SQLite is told which table to begin with.
_ASKED = """
    WITH counted AS (
        SELECT customer_id, MAX(created_at) AS last_at, COUNT(*) AS many
        FROM surveys_invitation WHERE skipped = '' AND created_at > %s GROUP BY customer_id
    ), sharing AS (
        SELECT customer_id, 'mail:' || {mailbox} AS reach FROM customers_contactpoint
        WHERE kind = 'email' AND key LIKE '%%+%%@%%' AND wrong_at IS NULL
        {lines}
    ), others AS (
        SELECT sharing.customer_id, invitation.id, invitation.created_at FROM sharing
        CROSS JOIN surveys_invitation AS invitation
        WHERE invitation.reached = sharing.reach AND NOT (invitation.reached = '')
        AND invitation.skipped = '' AND invitation.created_at > %s
        AND invitation.customer_id <> sharing.customer_id
        UNION
        SELECT point.customer_id, invitation.id, invitation.created_at
        FROM surveys_invitation AS invitation
        CROSS JOIN customers_contactpoint AS point
        WHERE point.kind = 'email' AND point.key = substr(invitation.reached, 6)
        AND invitation.skipped = '' AND invitation.created_at > %s
        AND invitation.reached LIKE 'mail:%%' AND point.wrong_at IS NULL
        AND point.customer_id <> invitation.customer_id
    ), close AS (
        SELECT customer_id, id, created_at FROM surveys_invitation
        WHERE skipped = '' AND created_at > %s AND customer_id IN (
            SELECT customer_id FROM counted WHERE many >= {most}
            UNION SELECT customer_id FROM others
        )
        UNION
        SELECT customer_id, id, created_at FROM others
    ), placed AS (
        SELECT customer_id, created_at,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY created_at DESC, id) AS place,
        LEAD(created_at, {beyond})
        OVER (PARTITION BY customer_id ORDER BY created_at DESC, id) AS most_at
        FROM close
    ), asked AS (
        SELECT customer_id, last_at, NULL AS most_at FROM counted
        WHERE many < {most} AND customer_id NOT IN (SELECT customer_id FROM others)
        UNION ALL
        SELECT customer_id, created_at AS last_at, most_at FROM placed WHERE place = 1
    )
"""


def asked_in_a_year(policy: ContactPolicy, *, now: datetime) -> tuple[str, list[Any]]:
    """The beginning of a statement, with its values: `asked` has a row for each who was asked.

    `last_at` is when last; `most_at` the time that fills the year, NULL where it is not full.
    """
    by_line = Invitation.objects.filter(skipped="", reached__gte="line:", reached__lt="line;")
    begins = _ASKED.format(
        mailbox=_MAILBOX[connection.vendor],
        lines=_LINES.format(line=_LINE[connection.vendor]) if by_line.exists() else "",
        most=policy.most_a_year,
        beyond=policy.most_a_year - 1,
    )
    return begins, [now - YEAR] * 4


def among(chosen: QuerySet[Customer], column: str) -> tuple[str, Sequence[Any]]:
    """The condition, with its values, that a column of the statement names one of those chosen.

    They are looked up one by one: few are left by what else is asked of them.
    """
    same = RawSQL(column, ())  # noqa: S611 - a column's name, no value
    inside, values = chosen.order_by().filter(pk=same).values("pk").query.sql_with_params()
    return f"EXISTS ({inside})", values


def rows_of(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Ask the database; moments are given in its own form."""
    in_its_form = [
        connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
        for value in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, in_its_form)
        return list(cursor.fetchall())
