"""How either database is asked for the newest documents that hold the terms of a query."""

from collections.abc import Callable, Iterable

from django.db import connection

from heed.core.search_tokens import Term

LAST_ID = 2**63 - 1

# The cross join keeps SQLite from walking all documents and asking the index about each.
SQLITE = """
    SELECT document.id, document.kind, document.object_id
    FROM core_searchindex
    CROSS JOIN core_searchdocument AS document ON document.id = core_searchindex.rowid
    WHERE core_searchindex MATCH %s AND core_searchindex.rowid < %s
    ORDER BY core_searchindex.rowid DESC LIMIT %s
"""
POSTGRESQL = """
    SELECT id, kind, object_id FROM core_searchdocument
    WHERE words @@ %s::tsquery AND id < %s
    ORDER BY id DESC LIMIT %s
"""


def newest(
    terms: Iterable[Term], *, before_id: int | None, limit: int
) -> list[tuple[int, str, int]]:
    """Id, kind and object of the documents that hold all terms, the highest id first."""
    is_sqlite = connection.vendor == "sqlite"
    match = sqlite_match(terms) if is_sqlite else postgresql_match(terms)
    before = LAST_ID if before_id is None else before_id
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if is_sqlite else POSTGRESQL, [match, before, limit])
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def sqlite_match(terms: Iterable[Term]) -> str:
    """The terms in the query language of FTS5; each token quoted, so nothing in it is syntax."""
    return _expression(
        terms, lambda token: '"' + token.replace('"', '""') + '"', "*", " AND ", " OR "
    )


def postgresql_match(terms: Iterable[Term]) -> str:
    """The terms as a tsquery; each token quoted, so nothing in it is syntax."""
    return _expression(terms, _postgresql_quoted, ":*", " & ", " | ")


def _postgresql_quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _expression(
    terms: Iterable[Term], quoted: Callable[[str], str], beginning: str, both: str, either: str
) -> str:
    def one(token: str) -> str:
        return quoted(token[:-1]) + beginning if token.endswith("*") else quoted(token)

    def way(tokens: Iterable[str]) -> str:
        return "(" + both.join(one(token) for token in tokens) + ")"

    return both.join("(" + either.join(way(tokens) for tokens in term) + ")" for term in terms)
