import threading

import pytest
from django.db import connection, transaction

from heed.core import search, search_sql
from heed.core.models import SearchDocument, SearchNameGram
from heed.core.search import Document
from tests.moments import HOUR, NOON

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")


def document(object_id, text, *, kind="conversation", name="", team_id=None, at=NOON):
    return Document(kind=kind, object_id=object_id, text=text, name=name, team_id=team_id, at=at)


def objects_found(query, *, team_ids=None, **restrictions):
    return [hit.object_id for hit in search.found(query, team_ids=team_ids, **restrictions)]


TEXT = (
    "我要申请退款，谢谢。 Please refund order HD-2024-0001 to Zoë Müller, "
    "zoe.mueller@mail.example, +86 138 1234 5678."
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("退款", id="two characters"),
        pytest.param("申请退款", id="several characters"),
        pytest.param("款", id="one character, the last of its run"),
        pytest.param("refund", id="word"),
        pytest.param("REF", id="beginning of a word"),
        pytest.param("退款 refund", id="both scripts"),
        pytest.param("zoe muller", id="without accents"),
        pytest.param("ZOË MÜLLER", id="with accents"),
        pytest.param("zoe.mueller@mail.example", id="mail address"),
        pytest.param("zoe.mueller@mail", id="mail address unfinished"),
        pytest.param("mail.example", id="domain"),
        pytest.param("HD-2024-0001", id="order number"),
        pytest.param("hd20240001", id="order number together"),
        pytest.param("0001", id="end of an order number"),
        pytest.param("13812345678", id="phone without country code"),
        pytest.param("138-1234-5678", id="phone grouped otherwise"),
        pytest.param("5678", id="last digits of a phone"),
    ],
)
def test_a_document_is_found_by(query):
    search.index(document(1, TEXT))
    search.index(document(2, "something else 别的"))

    assert objects_found(query) == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["退货", "refunds", "und", "zoe smith", "60001", "款退"])
def test_a_document_is_not_found_by(query):
    search.index(document(1, TEXT))

    assert objects_found(query) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "",
        '"',
        '"" OR',
        "refund AND",
        "NEAR(a b)",
        "tokens:x",
        "a* ^b -c +d",
        "'; DROP TABLE x; --",
        "\\' & | ! <-> :*",
        "ref\x00und",
        "😀👍🏽",
        "%_=team0 =conversation",
        "\ud800",
        "退" * 10_000,
        "a@" * 5000,
        "0 " * 5000,
        '"(' * 5000,
    ],
)
def test_any_text_is_a_query(query):
    search.index(document(1, "harmless"))

    assert objects_found(query) == []


@pytest.mark.django_db
def test_the_latest_changed_come_first():
    search.index_many(document(number, "refund", at=NOON) for number in (1, 2, 3))
    search.index(document(1, "refund again"))

    assert objects_found("refund") == [1, 3, 2]


@pytest.mark.django_db
def test_hits_are_read_page_by_page():
    search.index_many(document(number, "refund") for number in range(5))

    first = search.found("refund", team_ids=None, limit=2)
    second = search.found("refund", team_ids=None, limit=2, before_id=first[-1].id)

    assert [hit.object_id for hit in first] == [4, 3]
    assert [hit.object_id for hit in second] == [2, 1]


@pytest.mark.django_db
def test_only_documents_of_the_teams_and_of_none_are_found():
    search.index_many(
        document(team_id, "refund", team_id=team_id or None) for team_id in (0, 1, 2, 12)
    )

    assert objects_found("refund") == [12, 2, 1, 0]
    assert objects_found("refund", team_ids={1, 12}) == [12, 1, 0]
    assert objects_found("refund", team_ids=set()) == [0]


@pytest.mark.django_db
def test_a_document_that_changed_its_team_is_found_there():
    search.index(document(1, "refund", team_id=1))
    search.index(document(1, "refund", team_id=2))

    assert objects_found("refund", team_ids={1}) == []
    assert objects_found("refund", team_ids={2}) == [1]


@pytest.mark.django_db
def test_only_the_kinds_asked_for_are_found():
    search.index_many([document(1, "refund", kind="customer"), document(2, "refund")])

    assert objects_found("refund", kinds=["customer"]) == [1]
    assert objects_found("refund", kinds=["customer", "conversation"]) == [2, 1]


@pytest.mark.django_db
def test_a_changed_document_is_found_by_its_present_text_only():
    search.index(document(1, "old words", name="Anna"))
    search.index(document(1, "new words", name="Berta"))

    assert objects_found("old") == []
    assert objects_found("new") == [1]
    assert SearchDocument.objects.get().name == "Berta"
    assert not SearchNameGram.objects.filter(gram="ann").exists()


@pytest.mark.django_db
def test_indexing_the_same_again_writes_nothing(django_assert_num_queries):
    search.index(document(1, "refund", name="Anna", team_id=3))
    before = SearchDocument.objects.get().pk

    with django_assert_num_queries(3):  # a look between the two ends of a savepoint
        search.index(document(1, "refund", name="Anna", team_id=3))

    assert SearchDocument.objects.get().pk == before


@pytest.mark.django_db
def test_a_removed_document_is_no_longer_found():
    search.index(document(1, "refund", name="Anna"))

    search.remove("conversation", 1)

    assert objects_found("refund") == []
    assert search.similar_names("Anna", team_ids=None) == []
    assert not SearchNameGram.objects.exists()


@pytest.mark.django_db
def test_the_index_follows_writes_that_pass_the_operations_by():
    search.index_many([document(1, "refund"), document(2, "refund")])

    SearchDocument.objects.filter(object_id=1).update(tokens="other")
    SearchDocument.objects.filter(object_id=2).delete()

    assert objects_found("refund") == []
    assert objects_found("other") == [1]


@pytest.mark.django_db
def test_what_is_rolled_back_is_not_found():
    with transaction.atomic():
        search.index(document(1, "refund"))
        transaction.set_rollback(True)

    assert objects_found("refund") == []


@pytest.mark.django_db
def test_rebuilding_orders_all_sources_by_time_and_drops_the_rest():
    search.index_many([document(9, "refund gone"), document(1, "refund"), document(2, "refund")])

    search.rebuild(
        [document(2, "refund", at=NOON), document(4, "refund", at=NOON + 2 * HOUR)],
        [document(1, "refund", at=NOON + HOUR)],
    )

    assert objects_found("refund") == [4, 1, 2]
    assert SearchDocument.objects.count() == 3


@pytest.mark.django_db
def test_rebuilding_keeps_what_is_indexed_meanwhile():
    def arriving():
        search.index(document(1, "newer words"))
        yield document(1, "older words")

    search.index(document(1, "oldest words"))
    search.rebuild(arriving())

    assert objects_found("words") == [1]
    assert objects_found("newer") == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("Jonh Smiht", ["John Smith"], id="swapped"),
        pytest.param("Katherine", ["Catherine Müller"], id="replaced"),
        pytest.param("Muler", ["Catherine Müller"], id="left out, without accent"),
        pytest.param("Zbigniew", [], id="nobody like that"),
        pytest.param("王芳", [], id="Chinese"),
        pytest.param("\x00'\"*", [], id="no name"),
    ],
)
def test_mistyped_names_are_guessed(query, names):
    search.index_many(
        document(number, name, name=name, kind="customer")
        for number, name in enumerate(["John Smith", "Catherine Müller", "王芳", "Peter Wang"])
    )

    hits = search.similar_names(query, team_ids=None)

    assert [SearchDocument.objects.get(pk=hit.id).name for hit in hits] == names


@pytest.mark.django_db
def test_names_are_guessed_among_the_teams_only():
    search.index_many(
        document(team_id, "", name="John Smith", team_id=team_id or None) for team_id in (0, 1, 2)
    )

    hits = search.similar_names("Jon Smith", team_ids={2})

    assert [hit.object_id for hit in hits] == [2, 0]


@pytest.mark.django_db
def test_the_most_alike_names_come_first_within_the_limit():
    names = ["Marta Olson", "Maria Olsen", "Marie Olsen"]
    search.index_many(document(number, "", name=name) for number, name in enumerate(names))

    hits = search.similar_names("Maria Olsenn", team_ids=None, limit=2)

    assert [hit.object_id for hit in hits] == [1, 2]


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
    search.index_many(document(number, TEXT) for number in range(3))
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
