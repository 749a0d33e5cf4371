import pytest

from heed.core.access import NotPermitted
from heed.core.models import Event
from heed.customers.models import ContactPoint, Customer, Fact
from heed.value.importing_people import take_in_people
from heed.value.models import ImportRun, Purchase, ReturnMatch
from heed.value.operations.purchases import close_run
from heed.value.operations.undoing import ImportAlreadyUndone, ImportStillRunning, undo_import
from heed.value.rules.settings import ImportSettings
from tests.customers.factories import make_customer
from tests.moments import HOUR, NOON
from tests.value.factories import make_purchase

TEA = ("17850", "2026-02-01", "12.50", "A1", "tea")
BACK = ("17850", "2026-02-05", "-12.50", "A2", "tea")
PEOPLE = ("Customer ID", "Name", "Email", "Language", "Country", "Note", "Survey consent")
ANNA = ("17850", "Anna Berg", "anna@example.org", "zh", "Norway", "Likes tea", "no")


def undo(run, actor):
    return undo_import(run_id=run.pk, actor=actor, now=NOON + HOUR)


@pytest.fixture
def people(system, written):
    def take(*rows):
        taken = take_in_people(
            path=written(*rows, header=PEOPLE, name="people.csv"),
            settings=ImportSettings(currency="GBP", time_zone="UTC"),
            actor=system,
            now=NOON,
        )
        close_run(run=taken.run, now=NOON)
        return taken.run

    return take


def test_the_lines_of_the_file_go_and_returns_are_matched_anew(take_in, written, system):
    take_in(written(BACK, name="returns.csv"))
    take_in(written(TEA))
    assert ReturnMatch.objects.count() == 1

    run = undo(ImportRun.objects.get(file_name="orders.csv"), system)

    assert run.state == ImportRun.State.UNDONE
    assert list(Purchase.objects.values_list("order_ref", flat=True)) == ["A2"]
    assert not ReturnMatch.objects.exists()
    undone = Event.objects.get(type="value.ImportUndone")
    assert undone.payload == {"run_id": run.pk, "removed": 1, "kept": 0}


def test_what_was_undone_can_be_imported_again(take_in, written, system):
    path = written(TEA)
    take_in(path)
    undo(ImportRun.objects.get(), system)

    assert take_in(path).accepted == 1


def test_created_customers_go_save_those_something_else_refers_to(people, system):
    run = people(ANNA, ("2", "Bo", "bo@example.org", *[""] * 4))
    make_purchase(customer=Customer.objects.get(name="Bo"))

    undo(run, system)

    assert list(Customer.objects.values_list("name", flat=True)) == ["Bo"]
    assert not Fact.objects.exists()
    undone = Event.objects.get(type="value.ImportUndone")
    assert (undone.payload["removed"], undone.payload["kept"]) == (1, 1)


def test_completed_fields_are_put_back_unless_somebody_changed_them(people, system):
    anna = make_customer(name="Anna", email="anna@example.org")
    run = people(ANNA)
    anna.refresh_from_db()
    assert (anna.language, anna.country, anna.surveys_declined_at) == ("zh-hans", "Norway", NOON)
    Customer.objects.filter(pk=anna.pk).update(country="Sweden")

    undo(run, system)

    anna.refresh_from_db()
    assert (anna.name, anna.language, anna.country) == ("Anna", "en", "Sweden")
    assert anna.surveys_declined_at is None
    assert list(ContactPoint.objects.values_list("kind", flat=True)) == ["email"]
    assert not Fact.objects.exists()


def test_an_import_that_runs_or_was_undone_is_not_undone(take_in, written, system):
    take_in(written(TEA))
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=ImportRun.State.RUNNING)

    with pytest.raises(ImportStillRunning, match=r"orders\.csv is not finished"):
        undo(run, system)

    ImportRun.objects.update(state=ImportRun.State.UNDONE)
    with pytest.raises(ImportAlreadyUndone):
        undo(run, system)
    assert Purchase.objects.count() == 1


def test_an_undoing_that_was_stopped_goes_on(take_in, written, system):
    take_in(written(TEA, BACK))
    ImportRun.objects.update(state=ImportRun.State.UNDOING)

    undo(ImportRun.objects.get(), system)

    assert not Purchase.objects.exists()


def test_who_may_not_undo_is_refused(take_in, written, agent):
    take_in(written(TEA))

    with pytest.raises(NotPermitted):
        undo(ImportRun.objects.get(), agent)

    assert Purchase.objects.count() == 1
