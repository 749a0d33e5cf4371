import argparse
import time
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from heed.cli.backtest_report import as_object, is_refused, show, why_refused
from heed.cli.case_log import CaseLog, Columns, read_case_log
from heed.cli.output import complain, tell_program
from heed.cli.seasons import history_of
from heed.core.errors import DomainError
from heed.core.written_moments import ORDERS
from heed.measures.advisor.backtest import Backtest

EXAMPLE = "heed promise backtest requests.csv --case Number --start Opened --end Closed --by Topic"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV (also gzipped) or Parquet")
    parser.add_argument("--case", required=True, metavar="COL", help="what names a case")
    parser.add_argument("--start", metavar="COL", help="when a case began; with --end")
    parser.add_argument("--end", metavar="COL", help="when it ended; empty while it is open")
    parser.add_argument(
        "--time",
        metavar="COL",
        help="in place of --start and --end: a case runs from its earliest to its latest row",
    )
    parser.add_argument(
        "--by",
        action="append",
        default=[],
        metavar="COL",
        help="known at the start, such as topic, tier or place; can be repeated",
    )
    parser.add_argument("--timezone", default="UTC", help="of times without one; default UTC")
    parser.add_argument(
        "--coverage",
        type=_coverage,
        default=0.95,
        metavar="SHARE",
        help="share of promises to keep; default %(default)s",
    )
    parser.add_argument("--date-order", choices=ORDERS, default="", help="of day, month and year")
    parser.add_argument("--encoding", default="", help="such as gb18030, where it is not detected")
    parser.add_argument("--json", action="store_true", help="print one object")


def _coverage(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"expected a share such as 0.95, got {text!r}")
    return share


def run(options: argparse.Namespace) -> int:
    """0 where promises could be scored, 1 where the log allows none or cannot be read."""
    began = time.monotonic()
    has_span = bool(options.start and options.end)
    if bool(options.time) == bool(options.start or options.end) or has_span == bool(options.time):
        complain(_("Name either --start and --end, or --time alone."))
        return 2
    columns = Columns(
        options.case, options.start or "", options.end or "", options.time or "", tuple(options.by)
    )
    try:
        log = _read(options, columns)
        test = Backtest(history_of(log.cases, columns.by, options.timezone), options.coverage)
    except DomainError as refusal:
        if options.json:
            tell_program({"error": refusal.code, "why": str(refusal)})
        complain(str(refusal))
        return 1
    except KeyboardInterrupt:
        complain(_("Stopped. Nothing was stored."))
        return 130
    found = as_object(log, test, columns, options.timezone)
    found["seconds"] = round(time.monotonic() - began, 2)
    if options.json:
        tell_program(found)
    else:
        show(found)
    if is_refused(test):
        complain(why_refused(test))
        return 1
    return 0


def _read(options: argparse.Namespace, columns: Columns) -> CaseLog:
    return read_case_log(
        options.file,
        columns,
        time_zone=options.timezone,
        date_order=options.date_order,
        encoding=options.encoding,
        now=timezone.now(),
    )
