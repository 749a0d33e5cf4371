import csv

import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.models import ContactPoint, Customer, Fact
from heed.value.importing_people import PeopleOutcome, take_in_people
from heed.value.models import ImportRun
from heed.value.operations.purchases import close_run
from heed.value.refusals import ColumnsMissing
from heed.value.rules.settings import ImportSettings
from tests.customers.factories import make_customer
from tests.moments import NOON

HEADER = ("Customer ID", "Name", "Email", "Phone", "Language", "Country", "Note", "Survey consent")
ANNA = ("17850", "Anna Berg", "anna@example.org", "0170 111", "en", "Norway", "Likes tea", "yes")
BO = ("17851", "Bo Lund", "bo@example.org", "0170 222", "zh-CN", "", "", "no")


@pytest.fixture
def take_in(system):
    def take(path, *, actor=None, is_dry_run=False, **settings):
        chosen = {"currency": "GBP", "time_zone": "UTC", "source": "crm"} | settings
        taken = take_in_people(
            path=path,
            settings=ImportSettings(**chosen),
            actor=actor or system,
            now=NOON,
            is_dry_run=is_dry_run,
        )
        if taken.run:
            close_run(run=taken.run, now=NOON)
        return taken.outcome

    return take


def reasons_in(outcome):
    with open(outcome.rejects_file, encoding="utf-8-sig", newline="") as stream:  # noqa: PTH123
        return {int(row[0]): row[1] for row in list(csv.reader(stream))[1:]}


def test_customers_are_created_with_all_that_is_said(take_in, written):
    outcome = take_in(written(ANNA, BO, header=HEADER))

    assert outcome == PeopleOutcome(2, 2, 0, 0, 0, None)
    anna, bo = Customer.objects.order_by("name")
    assert (anna.name, anna.language, anna.country) == ("Anna Berg", "en", "Norway")
    assert sorted(anna.contact_points.values_list("kind", "value")) == [
        ("email", "anna@example.org"),
        ("phone", "0170 111"),
        ("reference", "17850"),
    ]
    assert list(Fact.objects.values_list("customer", "text", "source")) == [
        (anna.pk, "Likes tea", "crm")
    ]
    assert (bo.language, bo.surveys_declined_at, anna.surveys_declined_at) == (
        "zh-hans",
        NOON,
        None,
    )
    assert [each.type for each in Event.objects.order_by("pk")] == [
        "value.PeopleImported",
        "customers.CustomersImported",
    ]


def test_columns_are_found_by_their_chinese_names(take_in, written):
    header = ("客户编号", "姓名", "手机号码", "语言", "称呼")
    take_in(written(("7", "王芳", "13800138000", "中文", "王女士"), header=header))

    fang = Customer.objects.get()
    assert (fang.name, fang.language, fang.address_form) == ("王芳", "zh-hans", "王女士")


def test_the_same_file_again_changes_nothing(take_in, written):
    path = written(ANNA, BO, ANNA, header=HEADER)
    take_in(path)
    before = (Customer.objects.count(), ContactPoint.objects.count(), Fact.objects.count())

    again = take_in(path)

    assert again == PeopleOutcome(3, 0, 0, 3, 0, None)
    after = (Customer.objects.count(), ContactPoint.objects.count(), Fact.objects.count())
    assert after == before


def test_a_known_customer_is_completed_and_never_emptied(take_in, written):
    anna = make_customer(name="Anna Berg-Lund", email="ANNA@example.org")

    outcome = take_in(
        written(ANNA, ("17850", "", "", "", "", "", "", ""), header=HEADER), is_dry_run=False
    )

    assert (outcome.completed, outcome.unchanged) == (1, 1)
    anna.refresh_from_db()
    assert (anna.name, anna.country) == ("Anna Berg-Lund", "Norway")
    assert anna.contact_points.count() == 3


def test_a_name_that_is_but_the_number_is_completed(take_in, written):
    path = written(("17850", "", "", "", "", "", "", ""), header=HEADER)
    take_in(path)

    take_in(written(ANNA, header=HEADER, name="later.csv"))

    assert Customer.objects.get().name == "Anna Berg"


def test_a_phone_alone_tells_who_is_meant_unless_number_or_address_say_otherwise(take_in, written):
    take_in(written(ANNA, header=HEADER))

    outcome = take_in(
        written(
            ("", "", "", "0170111", "", "", "Has a dog", ""),
            ("99", "Son", "", "0170 111", "", "", "", ""),
            header=HEADER,
            name="more.csv",
        )
    )

    assert (outcome.completed, outcome.created) == (1, 1)
    assert Customer.objects.get(name="Anna Berg").facts.count() == 2
    assert Customer.objects.get(name="Son").contact_points.count() == 1


def test_rows_that_contradict_what_is_known_are_rejected_with_their_reason(take_in, written):
    outcome = take_in(
        written(
            ANNA,
            BO,
            ("99", "Eve", "anna@example.org", "", "", "", "", ""),
            ("17851", "Bo", "anna@example.org", "", "", "", "", ""),
            ("", "Both", "anna@example.org;bo@example.org", "", "", "", "", ""),
            ("", "Nobody", "", "", "", "", "", ""),
            ("5", "Eve", "eve at example", "", "", "", "", ""),
            ("6", "Eve", "", "", "", "", "", "perhaps"),
            ("7", "Eve"),
            header=HEADER,
        )
    )

    assert (outcome.rows, outcome.created, outcome.rejected) == (9, 2, 7)
    assert reasons_in(outcome) == {
        3: "The mail address belongs to a customer with another number.",
        4: "The mail address belongs to another customer.",
        5: "The mail addresses or phone numbers belong to different customers.",
        6: "There is no customer number, mail address or phone number.",
        7: "A mail address is none that mail could be sent to.",
        8: "Consent to surveys is neither yes nor no.",
        9: "The row has more or fewer fields than there are columns.",
    }


def test_a_dry_run_counts_the_same_and_writes_nothing(take_in, written):
    path = written(ANNA, BO, ANNA, ("99", "", "anna@example.org", *[""] * 5), header=HEADER)

    dry = take_in(path, is_dry_run=True)

    assert dry == PeopleOutcome(4, 2, 0, 1, 1, None)
    assert not Customer.objects.exists()
    assert not ImportRun.objects.exists()
    real = take_in(path)
    assert (real.created, real.unchanged, real.rejected) == (2, 1, 1)


def test_numbers_that_were_floats_lose_their_point(take_in, written):
    take_in(written(("17850.0", "Anna"), ("17850", "Anna"), header=("customer_id", "name")))

    assert ContactPoint.objects.get().value == "17850"


def test_a_file_without_anything_that_tells_who_is_refused(take_in, written):
    with pytest.raises(ColumnsMissing, match="reference"):
        take_in(written(("Anna", "Norway"), header=("name", "country")))


def test_who_may_not_import_is_refused(take_in, written, agent):
    with pytest.raises(NotPermitted):
        take_in(written(ANNA, header=HEADER), actor=agent)

    assert not ImportRun.objects.exists()
