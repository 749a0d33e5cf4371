import argparse
import importlib
import time
from collections.abc import Sequence
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from heed.cli.output import complain, say, tell_program
from heed.core.errors import DomainError
from heed.core.plots.values import Spec
from heed.measuring.catalogue import Method, has_plot, method_named, method_names
from heed.measuring.parsers import parser_of
from heed.measuring.refusals import ChartUnwritable, Misuse
from heed.measuring.report import Report, as_object, lines, report_of
from heed.measuring.tables import printable

EXAMPLE = "heed measure gap answers.csv --perceived '*_perceived' --expected '*_expected'"
PICTURES = (".svg", ".png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "heed measure METHOD FILE [options]"
    parser.add_argument("method", nargs="?", metavar="METHOD", help="one of those below")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    # Made when it is read: listing the methods loads them all.
    parser.epilog = lazy(_epilog, str)(parser.epilog or "")


def run(options: argparse.Namespace) -> int:
    """0 where the file could be measured, 1 where it was refused, 2 where it was not understood."""
    if not options.method:
        say(_("heed measure METHOD FILE [options] works a method out on a file of answers."))
        say()
        say(_methods())
        return 0
    if options.method not in method_names():
        complain(_("There is no method “%(method)s”.") % {"method": options.method})
        complain(_methods())
        return 2
    return _measure(options.method, options.rest)


def _epilog(example: str) -> str:
    return f"{_methods()}\n\n{example}"


def _methods() -> str:
    names = method_names()
    width = max(map(len, names))
    known = [f"  {name:<{width}}  {method_named(name).SUMMARY}" for name in names]
    told = _("heed measure METHOD --help tells more, with an example.")
    return "\n".join([_("Methods:"), *known, "", told])


def _measure(name: str, rest: Sequence[str]) -> int:
    began = time.monotonic()
    method = method_named(name)
    options = parser_of(name, method).parse_args(rest)
    try:
        _check_chart(options.chart, method)
        report = report_of(name, method, options)
        if options.chart and report.figure:
            _write_chart(report.figure.wide, options.chart)
    except Misuse as problem:
        complain(printable(str(problem)))
        return 2
    except DomainError as refusal:
        if options.json:
            tell_program({"error": refusal.code, "why": str(refusal)})
        complain(printable(str(refusal)))
        return 1
    except KeyboardInterrupt:
        complain(_("Stopped. Nothing was stored."))
        return 130
    if options.json:
        tell_program({**as_object(report), "seconds": round(time.monotonic() - began, 2)})
    else:
        _say_all(report)
    return 0


def _say_all(report: Report) -> None:
    for line in lines(report):
        say(printable(line))
    if report.options.chart:
        say()
        say(_("The chart is in %(file)s.") % {"file": report.options.chart})


def _check_chart(path: Path | None, method: Method) -> None:
    if path is None:
        return
    if not has_plot(method):
        raise Misuse(_("This method has no chart. Leave --chart out."))
    if path.suffix.lower() not in PICTURES:
        raise Misuse(_("The chart is written as .svg or .png. Name such a file with --chart."))


def _write_chart(spec: Spec, path: Path) -> None:
    """Loads the renderer, which is heavy, only where a chart is asked for."""
    rendering = importlib.import_module("heed.core.plots.rendering")
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(rendering.svg_of(spec), encoding="utf-8")
        else:
            path.write_bytes(rendering.png_of(spec))
    except OSError as problem:
        why = problem.strerror or problem
        raise ChartUnwritable(file=path, problem=why) from problem
