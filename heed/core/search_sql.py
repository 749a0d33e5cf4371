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
    WHERE core_searchindex MATCH %(match)s AND core_searchindex.rowid < %(before)s
    ORDER BY core_searchindex.rowid DESC LIMIT %(limit)s
"""
# PostgreSQL guesses badly how often words occur together, and may then walk all documents by id
# in search of a rare one. So it is told: look through some of the newest, where common words are
# soon found; else ask the index, which then has few to sort. `id + 0` is no index of its own.
RECENT = 500
POSTGRESQL_RECENT = f"""
    SELECT id, kind, object_id FROM (
        SELECT id, kind, object_id, words FROM core_searchdocument
        WHERE id < %(before)s ORDER BY id DESC LIMIT {RECENT}
    ) AS recent
    WHERE words @@ %(match)s::tsquery ORDER BY id DESC LIMIT %(limit)s
"""  # noqa: S608 - a number of ours
POSTGRESQL = """
    SELECT id, kind, object_id FROM core_searchdocument
    WHERE words @@ %(match)s::tsquery AND id < %(before)s
    ORDER BY id + 0 DESC LIMIT %(limit)s
"""

Found = list[tuple[int, str, int]]


def newest(terms: Iterable[Term], *, before_id: int | None, limit: int) -> Found:
    """Id, kind and object of the documents that hold all terms, the highest id first."""
    before = LAST_ID if before_id is None else before_id
    if connection.vendor == "sqlite":
        return _rows(SQLITE, sqlite_match(terms), before, limit)
    match = postgresql_match(terms)
    recent = _rows(POSTGRESQL_RECENT, match, before, limit)
    return recent if len(recent) == limit else _rows(POSTGRESQL, match, before, limit)


def _rows(statement: str, match: str, before: int, limit: int) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"match": match, "before": before, "limit": limit})
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def sqlite_match(terms: Iterable[Term]) -> str:
    """The terms in the query language of FTS5; each token quoted, so nothing in it is syntax."""
    return _expression(terms, _sqlite_quoted, "*", " AND ", " OR ")


def postgresql_match(terms: Iterable[Term]) -> str:
    """The terms as a tsquery; each token quoted, so nothing in it is syntax."""
    return _expression(terms, _postgresql_quoted, ":*", " & ", " | ")


def _sqlite_quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


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
