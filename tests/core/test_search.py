import pytest
from django.db import transaction

from heed.core import search
from heed.core.models import SearchDocument, SearchNameGram
from tests.core.searching import document, objects_found
from tests.moments import HOUR, NOON

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
def test_any_number_of_teams_may_be_asked_for():
    search.index_many([document(1, "refund", team_id=700), document(2, "refund", team_id=2001)])

    assert objects_found("refund", team_ids=range(1, 2000)) == [1]


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
