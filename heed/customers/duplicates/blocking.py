"""Which pairs are compared at all: those that share a rare enough key, so that time is bounded."""

from dataclasses import dataclass

import duckdb

ALL_PAIRS_UP_TO = 1_500  # rows, of which every pair is compared
MOST_OF_ONE_KEY = 100
PAIRS_A_ROW = 3  # of one kind of key, on average
FEWEST_PAIRS = 300_000

KEYS = {
    "mail": "unnest(mails)",
    "phone": "unnest(phones)",
    "code": "code",
    "before the @": "split_part(mail, '@', 1)",
    "after the @": "split_part(mail, '@', 2)",
    "birth": "birth",
    "letters of the name": "CASE WHEN length(letters) > 6 THEN letters END",
    "name": "given_key || '|' || surname_key",
    "given and month": "given_key || birth[1:7]",
    "surname and month": "surname_key || birth[1:7]",
    "given and day": "given_key || birth[6:10]",
    "surname and day": "surname_key || birth[6:10]",
    "given and year": "given_key || birth[1:4]",
    "surname and year": "surname_key || birth[1:4]",
    "given and postcode": "given_key || '|' || postcode",
    "surname and postcode": "surname_key || '|' || postcode",
    "given and town": "given_key || '|' || town",
    "surname and town": "surname_key || '|' || town",
    "surname and house": "surname_key[1:3] || '|' || number || '|' || coalesce(postcode[1:2], '')",
    "street": "street || '|' || coalesce(number, '')",
    "street and postcode": "street[1:5] || '|' || postcode",
    "birth and town": "birth || town",
}


@dataclass(frozen=True)
class Blocked:
    """How many pairs there are to compare, and how many keys were too common to be used."""

    pairs: int
    too_common: int


def block(connection: duckdb.DuckDBPyConnection, *, rows: int) -> Blocked:
    """Make the table `pairs` (a < b, rows of `records`)."""
    if rows <= ALL_PAIRS_UP_TO:
        connection.execute(
            'CREATE TABLE pairs AS SELECT l."row" AS a, r."row" AS b '
            'FROM records l JOIN records r ON l."row" < r."row"'
        )
        return Blocked(rows * (rows - 1) // 2, 0)
    connection.execute("CREATE TABLE keyed (kind TINYINT, key UBIGINT, place INTEGER)")
    for kind, key in enumerate(KEYS.values()):
        connection.execute(
            f"INSERT INTO keyed SELECT DISTINCT {kind}, hash(key), place FROM "  # noqa: S608
            f'(SELECT {key} AS key, "row" AS place FROM records) WHERE key IS NOT NULL'
        )
    connection.execute(
        "CREATE TABLE sizes AS SELECT kind, key, count(*) AS size FROM keyed "
        "GROUP BY ALL HAVING count(*) > 1"
    )
    most = max(FEWEST_PAIRS, PAIRS_A_ROW * rows)
    connection.execute(
        """
        CREATE TABLE usable AS WITH by_size AS (
            SELECT kind, size, count(*) * size * (size - 1) / 2 AS pairs
            FROM sizes GROUP BY kind, size
        ), added AS (
            SELECT kind, size, sum(pairs) OVER (PARTITION BY kind ORDER BY size) AS pairs
            FROM by_size
        )
        SELECT s.kind, s.key FROM sizes s JOIN added USING (kind, size)
        WHERE added.pairs <= $most AND size <= $largest
        """,
        {"most": most, "largest": MOST_OF_ONE_KEY},
    )
    connection.execute(
        "CREATE TABLE blocks AS SELECT keyed.* FROM keyed JOIN usable USING (kind, key)"
    )
    connection.execute(
        "CREATE TABLE pairs AS SELECT DISTINCT x.place AS a, y.place AS b "
        "FROM blocks x JOIN blocks y USING (kind, key) WHERE x.place < y.place"
    )
    pairs, common = connection.execute(
        "SELECT (SELECT count(*) FROM pairs), "
        "(SELECT count(*) FROM sizes) - (SELECT count(*) FROM usable)"
    ).fetchall()[0]
    for table in ("keyed", "sizes", "usable", "blocks"):
        connection.execute(f"DROP TABLE {table}")
    return Blocked(pairs, common)
