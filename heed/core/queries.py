from django.db.models import QuerySet

from heed.core.models import Delivery, Event


def parked_deliveries() -> QuerySet[Delivery]:
    """Tasks that failed at every try, the newest first."""
    rows = Delivery.objects.filter(state=Delivery.State.PARKED)
    return rows.select_related("event").order_by("-pk")


def events_of_customer(customer_id: int) -> QuerySet[Event]:
    """Everything that happened with the customer, newest first."""
    return Event.objects.filter(customer_id=customer_id).order_by("-at", "-pk")
