import pytest

from heed.core.models import Event
from heed.customers import operations
from heed.customers.models import ContactPoint, Customer, Fact
from heed.customers.queries import phone_numbers_of
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON


def test_a_customer_comes_with_her_contact_points(agent):
    customer = operations.create_customer(
        name=" Anna Berg ", email="Anna@Berg.example", phone="+49 30 1234", actor=agent, now=NOON
    )

    assert customer.name == "Anna Berg"
    assert set(customer.contact_points.values_list("kind", "key")) == {
        ("email", "anna@berg.example"),
        ("phone", "+49301234"),
    }
    assert Event.objects.get().type == "customers.CustomerCreated"


def test_an_address_belongs_to_one_customer(agent):
    make_customer(name="Anna", email="anna@berg.example")

    with pytest.raises(operations.ContactPointTaken, match="already belongs to Anna"):
        operations.create_customer(name="Bert", email="ANNA@berg.example", actor=agent, now=NOON)

    assert Customer.objects.count() == 1
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "no digits"), ("phone", "  "), ("email", "anna at berg"), ("email", "anna@")],
)
def test_what_is_no_address_or_number_is_refused(agent, kind, value):
    customer = make_customer()

    with pytest.raises(operations.ContactPointUnusable):
        operations.add_contact_point(
            customer=customer, kind=kind, value=value, actor=agent, now=NOON
        )

    assert not ContactPoint.objects.exists()


def test_nobody_is_created_with_an_address_that_is_none(agent):
    with pytest.raises(operations.ContactPointUnusable):
        operations.create_customer(name="Anna", email="anna at berg", actor=agent, now=NOON)

    assert not Customer.objects.exists()


def test_who_wrote_is_known_by_whatever_the_mail_gave_as_sender(agent):
    customer = operations.customer_who_wrote(
        name="",
        address='"anna berg"@berg.example',
        text="Hello",
        default_language="en",
        actor=agent,
        now=NOON,
    )

    assert customer.contact_points.get().value == '"anna berg"@berg.example'


def test_only_what_changed_is_in_the_event(agent):
    customer = make_customer()

    operations.change_customer(
        customer=customer,
        changes={"name": customer.name, "address_form": "Mrs Berg"},
        actor=agent,
        now=NOON,
    )

    assert Event.objects.get().payload["fields"] == ["address_form"]


def test_a_forgotten_fact_is_gone_and_the_log_keeps_no_text(agent):
    customer = make_customer()
    fact = operations.note_fact(
        customer=customer, text="Son Kofi, 6", kind="family", source="call", actor=agent, now=NOON
    )

    operations.forget_fact(fact=fact, actor=agent, now=NOON)

    assert not Fact.objects.exists()
    assert "Kofi" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_surveys_are_declined_once_and_allowed_again(agent):
    customer = make_customer()

    for now in (NOON, NOON + HOUR):
        operations.decline_surveys(customer_id=customer.pk, actor=agent, now=now)
    customer.refresh_from_db()
    declined_at = customer.surveys_declined_at
    operations.decline_surveys(
        customer_id=customer.pk, is_declined=False, actor=agent, now=NOON + HOUR
    )

    customer.refresh_from_db()
    assert (declined_at, customer.surveys_declined_at) == (NOON, None)
    events = Event.objects.filter(type="customers.CustomerDeclinedSurveys").order_by("pk")
    assert [event.payload["is_declined"] for event in events] == [True, False]


def test_an_erased_customer_declines_nothing(agent):
    customer = make_customer()
    customer.erased_at = NOON
    customer.save()

    with pytest.raises(operations.CustomerGone):
        operations.decline_surveys(customer_id=customer.pk, actor=agent, now=NOON)

    assert not Event.objects.exists()


def number_of(customer, value="+44 20 7946 0001"):
    return ContactPoint.objects.create(customer=customer, kind="phone", value=value, key=value)


def test_a_wrong_number_is_kept_with_who_found_it_and_dialled_no_more(agent):
    customer = make_customer()
    wrong, right = number_of(customer), number_of(customer, "+44 20 7946 0002")

    for now in (NOON, NOON + HOUR):
        operations.mark_phone_number(point_id=wrong.pk, is_wrong=True, actor=agent, now=now)

    wrong.refresh_from_db()
    assert (wrong.wrong_at, wrong.wrong_by) == (NOON, agent)
    assert phone_numbers_of(customer) == [right.value]
    event = Event.objects.get(type="customers.PhoneNumberMarked")
    assert event.payload == {
        "customer_id": customer.pk,
        "contact_point_id": wrong.pk,
        "is_wrong": True,
    }


def test_a_number_that_is_right_after_all_is_dialled_again(agent):
    number = number_of(make_customer())
    operations.mark_phone_number(point_id=number.pk, is_wrong=True, actor=agent, now=NOON)

    operations.mark_phone_number(point_id=number.pk, is_wrong=False, actor=agent, now=NOON + HOUR)

    number.refresh_from_db()
    assert (number.wrong_at, number.wrong_by) == (None, None)
    assert phone_numbers_of(number.customer) == [number.value]
    assert Event.objects.filter(type="customers.PhoneNumberMarked").count() == 2


def test_only_a_telephone_number_is_marked(agent):
    point = make_customer(email="anna@berg.example").contact_points.get()

    with pytest.raises(ContactPoint.DoesNotExist):
        operations.mark_phone_number(point_id=point.pk, is_wrong=True, actor=agent, now=NOON)

    assert not Event.objects.exists()
