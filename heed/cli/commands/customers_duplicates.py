"""Which rows of a file of customers are one person, without a database."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heed.cli.customer_rows import CustomerRows, read_customers
from heed.cli.file_options import add_out_option, add_reading_options
from heed.cli.output import complain, say, tell_program
from heed.core.errors import DomainError
from heed.customers.duplicates.finding import Found, Limits, Pair, find
from heed.customers.duplicates.records import records_of
from heed.value.scoring.writing import write_batches

EXAMPLE = "heed customers duplicates customers.csv --out pairs.csv --json"
LANGUAGES = {"en": "en", "zh": "zh-hans"}
BATCH = 50_000
SCHEMA = pa.schema(
    [
        ("id_1", pa.string()),
        ("id_2", pa.string()),
        ("row_1", pa.int64()),
        ("row_2", pa.int64()),
        ("probability", pa.float64()),
        ("alone", pa.float64()),
        ("cluster", pa.int64()),
        ("agree", pa.string()),
        ("differ", pa.string()),
    ]
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV (also gzipped), XLSX or Parquet")
    add_out_option(parser)
    parser.add_argument(
        "--threshold",
        type=_share,
        default=0.5,
        metavar="P",
        help="probability from which rows are one person; default %(default)s",
    )
    add_reading_options(parser)
    parser.add_argument(
        "--memory", type=int, default=3000, metavar="MB", help="of the engine; default %(default)s"
    )
    parser.add_argument("--lang", choices=[*LANGUAGES], default="en", help="of the sentences")
    parser.add_argument("--json", action="store_true", help="print one object")


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"expected a probability such as 0.9, got {text!r}")
    return share


def run(options: argparse.Namespace) -> int:
    """0 where the pairs were written, 1 where the file was refused."""
    began = time.monotonic()
    with (
        translation.override(LANGUAGES[options.lang]),
        tempfile.TemporaryDirectory(prefix="heed-pairs-", ignore_cleanup_errors=True) as folder,
    ):
        scratch = Path(folder)
        try:
            rows = read_customers(
                options.file, mapping=options.map, encoding=options.encoding, scratch=scratch
            )
            records = records_of(rows.columns, rows=rows.count)
            rows.columns.clear()
            found = find(
                records,
                least=options.threshold,
                scratch=scratch,
                limits=Limits(memory_mb=options.memory),
            )
            write_batches(options.out, SCHEMA, _batches(found.pairs, rows))
        except DomainError as refusal:
            return _refused(options, refusal.code, str(refusal))
        except OSError as problem:
            why = _("The pairs cannot be written to %(file)s: %(problem)s.")
            told = {"file": options.out, "problem": problem.strerror or problem}
            return _refused(options, "duplicates.unwritable", why % told)
        except duckdb.OutOfMemoryException:
            why = _("%(memory)s MB are too little for this file. Give more with --memory.")
            return _refused(options, "duplicates.memory", why % {"memory": options.memory})
        except KeyboardInterrupt:
            complain(_("Stopped. Nothing was written."))
            return 130
        seconds = round(time.monotonic() - began, 2)
        if options.json:
            tell_program(_object(options, rows, found, seconds))
        else:
            _show(options, rows, found, seconds)
    return 0


def _refused(options: argparse.Namespace, code: str, why: str) -> int:
    if options.json:
        tell_program({"error": code, "why": why})
    complain(why)
    return 1


def _batches(pairs: Iterator[Pair], rows: CustomerRows) -> Iterator[pa.RecordBatch]:
    numbers = rows.table.numbers
    while lines := [_line(pair, rows.ids, numbers) for pair in islice(pairs, BATCH)]:
        yield pa.RecordBatch.from_pylist(lines, schema=SCHEMA)


def _line(pair: Pair, ids: list[str], numbers: list[int]) -> dict[str, object]:
    return {
        "id_1": ids[pair.first],
        "id_2": ids[pair.second],
        "row_1": numbers[pair.first],
        "row_2": numbers[pair.second],
        "probability": round(pair.probability, 6),
        "alone": round(pair.alone, 6),
        "cluster": pair.person,
        "agree": "; ".join(f"{field}: {how}" for field, how in pair.agree.items()),
        "differ": "; ".join(pair.differ),
    }


def _object(
    options: argparse.Namespace, rows: CustomerRows, found: Found, seconds: float
) -> dict[str, object]:
    return {
        "records": rows.count,
        "pairs": found.pair_count,
        "clusters": found.persons,
        "threshold": options.threshold,
        "compared_pairs": found.blocked.pairs,
        "keys_too_common": found.blocked.too_common,
        "expected_pairs": round(found.estimated.matches, 1) if found.estimated else 0,
        "columns": rows.of_fields,
        "ignored_columns": rows.ignored,
        "compared": found.fields,
        "rejected": dict(rows.table.set_aside),
        "out": str(options.out),
        "seconds": seconds,
        "warnings": rows.warnings,
    }


def _show(options: argparse.Namespace, rows: CustomerRows, found: Found, seconds: float) -> None:
    for warning in rows.warnings:
        complain(warning)
    known = ", ".join(
        f"{field} ({', '.join(columns)})" for field, columns in rows.of_fields.items()
    )
    say(_("Compared by: %(known)s.") % {"known": known})
    if rows.ignored:
        say(_("Not used: %(columns)s.") % {"columns": ", ".join(rows.ignored)})
    told = {
        "persons": found.persons,
        "pairs": found.pair_count,
        "records": rows.count,
        "threshold": options.threshold,
        "out": options.out,
        "seconds": seconds,
    }
    say(
        ngettext(
            "%(persons)s person is in %(records)s rows more than once, with a probability of "
            "%(threshold)s or more: %(pairs)s pairs in %(out)s, after %(seconds)s s.",
            "%(persons)s people are in %(records)s rows more than once, with a probability of "
            "%(threshold)s or more: %(pairs)s pairs in %(out)s, after %(seconds)s s.",
            found.persons,
        )
        % told
    )
