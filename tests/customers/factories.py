from heed.customers.models import ContactPoint, Customer
from tests.moments import NOON


def make_customer(
    *, name="Anna Berg", email="", language="en", team=None, tier="", named_agent=None
) -> Customer:
    customer = Customer.objects.create(
        name=name,
        language=language,
        team=team,
        tier=tier,
        named_agent=named_agent,
        created_at=NOON,
        last_activity_at=NOON,
    )
    if email:
        ContactPoint.objects.create(
            customer=customer, kind="email", value=email, key=email.casefold()
        )
    return customer
