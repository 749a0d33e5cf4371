"""What texts are about or how content they are, by a model learnt before; one text a line."""

import argparse
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from heed.cli.output import complain, say, standard_input, tell_program
from heed.cli.text_lines import text_lines
from heed.measures.texts.linear import LinearModel
from heed.measures.texts.model_files import ModelUnreadable, read
from heed.measures.texts.verdicts import Verdict, reasons, verdicts

EXAMPLE = "heed text classify answers.txt --model sentiment.npz --json"
AT_ONCE = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", help="a text file; without it standard input"
    )
    parser.add_argument("--model", type=Path, required=True, help="as heed text train wrote it")
    parser.add_argument("--others", type=int, default=0, help="name so many further labels")
    parser.add_argument("--reasons", type=int, default=0, help="give so many pieces that speak")
    parser.add_argument("--json", action="store_true", help="print one object a line")


def run(options: argparse.Namespace) -> int:
    """0 where all lines were read, 1 where the file or the model could not be."""
    try:
        model, _kind = read(options.model)
    except ModelUnreadable:
        said = _("%(file)s is no model of this version. Train it again with heed text train.")
        complain(said % {"file": options.model})
        return 1
    except OSError as problem:
        return _unreadable(options.model, problem)
    try:
        content = standard_input() if options.file == "-" else Path(options.file).read_bytes()
    except OSError as problem:
        return _unreadable(options.file, problem)
    lines = text_lines(io.BytesIO(content), tell=complain)
    for number, (line, verdict) in enumerate(_classified(model, lines, options.others), start=1):
        pieces = _pieces(model, line, verdict, options.reasons)
        if options.json:
            tell_program(_as_object(verdict, pieces))
        else:
            say(_line(number, verdict, pieces))
    return 0


def _unreadable(file: Path | str, problem: OSError) -> int:
    said = _("%(file)s cannot be read: %(problem)s.")
    complain(said % {"file": file, "problem": problem.strerror or problem})
    return 1


def _classified(
    model: LinearModel, lines: Iterator[str], others: int
) -> Iterator[tuple[str, Verdict]]:
    while block := list(islice(lines, AT_ONCE)):
        yield from zip(block, verdicts(model, block, others=max(0, others)), strict=True)


def _pieces(model: LinearModel, line: str, verdict: Verdict, most: int) -> list[tuple[str, float]]:
    if most < 1 or not verdict.label:
        return []
    found = reasons(model, line, verdict.label, most=most)
    return [(each.text, round(each.weight, 4)) for each in found]


def _as_object(verdict: Verdict, pieces: list[tuple[str, float]]) -> dict[str, object]:
    return {
        "label": verdict.label or None,
        "probability": round(verdict.probability, 4) if verdict.label else None,
        "others": [
            {"label": label, "probability": round(share, 4)} for label, share in verdict.others
        ],
        "reasons": [{"text": text, "weight": weight} for text, weight in pieces],
    }


def _line(number: int, verdict: Verdict, pieces: list[tuple[str, float]]) -> str:
    told = {"number": number, "label": verdict.label, "share": f"{verdict.probability:.0%}"}
    if not verdict.label:
        return _("%(number)s: no text") % told
    if not pieces:
        return _("%(number)s: %(label)s (%(share)s)") % told
    why = ", ".join(f"“{text}”" for text, _weight in pieces)
    return _("%(number)s: %(label)s (%(share)s) for %(why)s") % {**told, "why": why}
