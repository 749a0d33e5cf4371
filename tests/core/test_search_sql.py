import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from heed.core import search, search_sql
from heed.core.models import SearchDocument
from tests.core.searching import document, objects_found

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")


@pytest.mark.django_db
def test_the_index_follows_writes_that_pass_the_operations_by():
    search.index_many([document(1, "refund"), document(2, "refund")])

    SearchDocument.objects.filter(object_id=1).update(tokens="other")
    SearchDocument.objects.filter(object_id=2).delete()

    assert objects_found("refund") == []
    assert objects_found("other") == [1]


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_leaves_nothing_in_the_index():
    search.index(document(1, "refund"))

    call_command("flush", interactive=False, verbosity=0)
    search.index(document(2, "other"))

    assert objects_found("refund") == []
    assert objects_found("other") == [2]


def plan_of(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@on_sqlite
@pytest.mark.django_db
def test_sqlite_reads_the_hits_from_the_index_in_order():
    values = {"match": '"refund"* AND "退款"', "before": 100, "limit": 25}

    plan = plan_of(f"EXPLAIN QUERY PLAN {search_sql.SQLITE}", values)

    assert plan.splitlines()[0].startswith("SCAN core_searchindex VIRTUAL TABLE INDEX")
    assert plan.splitlines()[1:] == ["SEARCH document USING INTEGER PRIMARY KEY (rowid=?)"]


@on_sqlite
@pytest.mark.django_db
def test_the_sqlite_index_agrees_with_the_rows():
    search.index_many(document(number, "我要退款") for number in range(3))
    search.index(document(1, "changed"))
    search.remove("conversation", 2)

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_searchindex (core_searchindex, rank) VALUES ('integrity-check', 1)"
        )

    assert objects_found("退款") == [0]


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "way"),
    [
        pytest.param(
            search_sql.POSTGRESQL_RECENT,
            "Index Scan Backward using core_searchdocument_pkey",
            id="the newest by their order",
        ),
        pytest.param(
            search_sql.POSTGRESQL,
            "Bitmap Index Scan on search_document_words",
            id="rare words by the index",
        ),
    ],
)
def test_postgresql_reads_documents_by_an_index(statement, way):
    search.index_many(document(number, f"退款 {number}") for number in range(600))
    values = {"match": "'退款' & '599'", "before": search_sql.LAST_ID, "limit": 25}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_searchdocument")

    plan = plan_of(f"EXPLAIN {statement}", values)

    assert way in plan
    assert "Seq Scan" not in plan


@on_postgresql
@pytest.mark.django_db
def test_what_is_not_among_the_newest_is_found_on_postgresql():
    search.index(document(1, "refund"))
    search.index_many(document(number, "other") for number in range(2, search_sql.RECENT + 3))

    assert objects_found("refund") == [1]


@on_postgresql
@pytest.mark.django_db
def test_the_longest_text_of_different_characters_is_taken():
    characters = [chr(0x20000 + number) for number in range(40_000)]

    search.index(document(1, "".join(characters) + "".join(reversed(characters))))

    assert objects_found("".join(characters[:2])) == [1]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_index_the_same_document_leave_one():
    search.index(document(1, "first"))
    has_written = threading.Event()

    def other_worker():
        has_written.wait(5)
        search.index(document(1, "third"))
        connection.close()

    worker = threading.Thread(target=other_worker)
    worker.start()
    with transaction.atomic():
        search.index(document(1, "second"))
        has_written.set()
        worker.join(0.5)  # the other waits for our row
    worker.join(5)

    assert SearchDocument.objects.count() == 1
    assert objects_found("third") == [1]
    assert objects_found("second") == []
