import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heed.core.models import Delivery, Event
from heed.customers.models import Customer
from heed.value.models import ImportRun, ImportUpload, Purchase
from heed.value.operations import uploads as operations
from heed.value.tasks import undo_import
from heed.value.uploads import carry_out
from tests.moments import NOON

ORDERS = b"""Report of orders
customer_id,date,amount,product
1,2026-02-01,12.50,tea
,2026-02-01,5.00,=cup
"""


@pytest.fixture
def page(client, admin):
    client.force_login(admin)
    return client


def give(client, content=ORDERS, *, kind="purchases", name="orders.csv"):
    given = {"file": SimpleUploadedFile(name, content), "kind": kind, "source": "shop"}
    answer = client.post("/value/imports/", given)
    return answer, ImportUpload.objects.order_by("-pk").first()


def body(client, address):
    return client.get(address).content.decode()


def test_a_file_is_looked_at_before_anything_is_written(page):
    answer, upload = give(page)
    address = f"/value/imports/{upload.pk}/"
    assert answer["Location"] == address
    assert Delivery.objects.filter(subscriber="value.carry_out_upload").count() == 1
    assert "The file is being looked at" in body(page, address)

    carry_out(upload.pk)

    shown = body(page, address)
    upload.refresh_from_db()
    assert upload.state == "ready"
    assert upload.seen["outcome"]["accepted"] == 1
    assert upload.seen["rows"] == [
        ["1", "2026-02-01", "12.50", "tea"],
        ["", "2026-02-01", "5.00", "=cup"],
    ]
    assert "Date of purchase" in shown
    assert not Purchase.objects.exists()


def test_a_file_is_taken_in_and_its_rejects_can_be_fetched(page):
    upload = give(page)[1]
    carry_out(upload.pk)

    page.post(f"/value/imports/{upload.pk}/", {"start": "1"})
    carry_out(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, Purchase.objects.count()) == ("done", 1)
    assert ImportRun.objects.get().file_name == "orders.csv"
    assert "Rejected rows" in body(page, f"/value/imports/{upload.pk}/")
    rejects = page.get(f"/value/imports/runs/{upload.run_id}/rejects.csv")
    assert b"There is no customer number." in rejects.content
    assert "orders.csv" in body(page, "/value/imports/")


def test_columns_nobody_recognises_are_mapped_and_kept_for_the_source(page):
    content = b"who,date,amount\n7,2026-02-01,5.00\n"
    upload = give(page, content)[1]
    carry_out(upload.pk)
    upload.refresh_from_db()
    assert upload.state == "refused"
    assert "No column was recognised for customer_id" in upload.problem

    mapped = {"of_customer_id": "who", "currency": "gbp", "time_zone": "UTC"}
    page.post(f"/value/imports/{upload.pk}/", mapped)
    carry_out(upload.pk)
    page.post(f"/value/imports/{upload.pk}/", {"start": "1"})
    carry_out(upload.pk)

    assert Purchase.objects.count() == 1
    later = give(page, content)[1]
    assert later.settings["mapping"] == {"customer_id": "who"}


def test_what_is_entered_wrongly_comes_back(page):
    upload = give(page)[1]
    carry_out(upload.pk)

    answer = page.post(f"/value/imports/{upload.pk}/", {"currency": "ZZZ", "time_zone": "Moon"})

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "There is no currency ZZZ" in shown
    assert "There is no time zone Moon" in shown
    upload.refresh_from_db()
    assert upload.state == "ready"


def test_customers_are_taken_in_on_the_page_too(page):
    upload = give(page, b"Customer ID,Name\n1,Anna\n", kind="customers", name="crm.csv")[1]
    carry_out(upload.pk)
    assert "Customers created" in body(page, f"/value/imports/{upload.pk}/")

    page.post(f"/value/imports/{upload.pk}/", {"start": "1"})
    carry_out(upload.pk)

    assert Customer.objects.filter(name="Anna").exists()


def test_a_file_too_large_is_refused(page, monkeypatch):
    monkeypatch.setattr(operations, "MOST_BYTES", 10)

    answer, upload = give(page)

    assert answer.status_code == 409
    assert upload is None


def test_an_import_is_undone_from_its_page(page):
    upload = give(page)[1]
    carry_out(upload.pk)
    page.post(f"/value/imports/{upload.pk}/", {"start": "1"})
    carry_out(upload.pk)
    run = ImportRun.objects.get()
    assert "1 line it brought goes" in body(page, f"/value/imports/runs/{run.pk}/undo/")

    page.post(f"/value/imports/runs/{run.pk}/undo/")
    undo_import(Event.objects.get(type="value.ImportUndoOrdered"), now=NOON)

    assert not Purchase.objects.exists()
    assert "Undone" in body(page, "/value/imports/")


def test_who_may_not_import_sees_no_imports(client, agent):
    client.force_login(agent)

    assert client.get("/value/imports/").status_code == 403
    assert client.get("/value/imports/runs/1/undo/").status_code == 403


def test_the_pages_are_there_in_chinese(page, admin):
    upload = give(page)[1]
    carry_out(upload.pk)
    page.post("/language/", {"language": "zh-hans"})

    assert page.get("/value/imports/").status_code == 200
    assert page.get(f"/value/imports/{upload.pk}/").status_code == 200
