"""The mails of ours that a person may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.conversations.models import Message
from heed.core.models import OutgoingMail
from heed.core.outbox import outgoing_mail
from heed.customers.queries import customers_visible_to


def letters_visible_to(actor: User) -> QuerySet[OutgoingMail]:
    """Mail of ours, newest first, to customers and in conversations the actor may see."""
    if actor.sees_all_teams:
        return outgoing_mail()
    customers = customers_visible_to(actor).order_by().filter(pk=OuterRef("customer_id"))
    answers = Message.objects.filter(outgoing=OuterRef("pk"))
    hidden = answers.exclude(in_teams_of(actor, path="conversation__team"))
    return outgoing_mail().filter(Q(customer_id=None) | Exists(customers), ~Exists(hidden))
