"""What each customer in a file of purchases is worth, without a database."""

import argparse
import tempfile
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heed.cli.file_options import add_out_option, add_reading_options
from heed.cli.output import complain, tell_program
from heed.cli.value_report import as_object, show
from heed.cli.value_scoring import Order, score
from heed.core.errors import DomainError
from heed.core.written_moments import ORDERS
from heed.measures.purchases.fitting import ModelName
from heed.value.rules.settings import ImportSettings
from heed.value.scoring.engines import Engine, EngineUnavailable, duckdb_engine, spark_engine
from heed.value.scoring.forecasting import AUTO, NONE
from heed.value.scoring.keeping import state_file

EXAMPLE = "heed value score orders.parquet --out scores.parquet --currency EUR --horizon-months 12"
LANGUAGES = {"en": "en", "zh": "zh-hans"}
DUCKDB, SPARK = "duckdb", "spark"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV (also gzipped), Parquet, or a folder of that")
    add_out_option(parser)
    parser.add_argument("--engine", choices=[DUCKDB, SPARK], default=DUCKDB)
    parser.add_argument(
        "--spark",
        default="local[*]",
        metavar="ADDRESS",
        help="local[2], spark://host:7077 or sc://host:15002; default %(default)s",
    )
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help="add the file to what this folder keeps"
    )
    parser.add_argument("--model", choices=[AUTO, *ModelName, NONE], default=AUTO)
    parser.add_argument("--calibration-end", type=_day, metavar="DATE", help="learn until then")
    parser.add_argument("--horizon-months", type=_months, default=12, metavar="N")
    parser.add_argument(
        "--discount", type=_share, default=0.1, metavar="SHARE", help="a year; default %(default)s"
    )
    parser.add_argument(
        "--margin", type=_margin, default=1.0, metavar="SHARE", help="of what is paid; default 1"
    )
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the last date if left out")
    add_reading_options(parser)
    parser.add_argument("--currency", default="", help="to value in, and of lines that name none")
    parser.add_argument("--timezone", default="UTC", help="of the business; default %(default)s")
    parser.add_argument("--date-order", choices=ORDERS, default="", help="of day, month and year")
    parser.add_argument("--decimal-mark", choices=[".", ","], default="")
    parser.add_argument("--lang", choices=[*LANGUAGES], default="en", help="of the sentences")
    parser.add_argument("--json", action="store_true", help="print one object")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            f"expected a date like 2026-06-30, got {text!r}"
        ) from problem


def _months(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 120):
        raise argparse.ArgumentTypeError(f"expected 1 to 120 months, got {text!r}")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"expected a share such as 0.1, got {text!r}")
    return share


def _margin(text: str) -> float:
    margin = _share(text)
    if not margin:
        raise argparse.ArgumentTypeError("expected a margin above 0, such as 0.3, got 0")
    return margin


def run(options: argparse.Namespace) -> int:
    """0 where scores were written, 1 where the file or the engine was refused."""
    with (
        translation.override(LANGUAGES[options.lang]),
        tempfile.TemporaryDirectory(prefix="heed-score-", ignore_cleanup_errors=True) as scratch,
    ):
        try:
            if options.state and options.engine == SPARK:
                why = _("What is kept between scores is worked on by DuckDB. Leave --engine out.")
                return _refused(options, "score.state_is_embedded", why)
            with _engine(options, Path(scratch)) as engine:
                scored = score(_order(options, Path(scratch)), engine)
        except DomainError as refusal:
            return _refused(options, refusal.code, str(refusal))
        except EngineUnavailable as problem:
            why = _(
                "Spark cannot be started: %(problem)s. It needs Java 17 and the extra heed[spark]; "
                "--engine duckdb needs neither."
            )
            return _refused(options, "score.engine_unavailable", why % {"problem": problem})
        except OSError as problem:
            why = _("The scores cannot be written to %(file)s: %(problem)s.")
            told = {"file": options.out, "problem": problem.strerror or problem}
            return _refused(options, "score.unwritable", why % told)
        except KeyboardInterrupt:
            complain(_("Stopped. Nothing was written."))
            return 130
        if options.json:
            tell_program(as_object(scored))
        else:
            show(scored)
    return 0


def _refused(options: argparse.Namespace, code: str, why: str) -> int:
    if options.json:
        tell_program({"error": code, "why": why})
    complain(why)
    return 1


def _engine(options: argparse.Namespace, scratch: Path) -> AbstractContextManager[Engine]:
    if options.engine == SPARK:
        return spark_engine(options.spark)
    if options.state:
        options.state.mkdir(parents=True, exist_ok=True)
        return duckdb_engine(scratch, database=state_file(options.state))
    return duckdb_engine(scratch)


def _order(options: argparse.Namespace, scratch: Path) -> Order:
    return Order(
        file=options.file,
        out=options.out,
        settings=ImportSettings(
            currency=options.currency.upper(),
            time_zone=options.timezone,
            mapping=dict(options.map),
            decimal_mark=options.decimal_mark,
            date_order=options.date_order,
            encoding=options.encoding,
        ),
        model=options.model,
        as_of=options.as_of,
        calibration_end=options.calibration_end,
        months=options.horizon_months,
        discount=options.discount,
        margin=options.margin,
        is_kept=bool(options.state),
        scratch=scratch,
        now=timezone.now(),
    )
