"""Learn sentiment or topics from labelled texts, and say how good what was learnt is."""

import argparse
import io
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from heed.cli.labelled_texts import LabelledTexts, read_labelled_texts
from heed.cli.output import complain, say, tell_program
from heed.cli.text_lines import text_lines
from heed.core.errors import DomainError
from heed.measures.estimates import Estimate
from heed.measures.texts.adapted import FEWEST_TEXTS, adapted
from heed.measures.texts.evaluation import Evaluation, evaluated
from heed.measures.texts.linear import LinearModel
from heed.measures.texts.model_files import written
from heed.measures.texts.sentiment import trained_sentiment
from heed.measures.texts.topics import TooFewTexts, trained_topics
from heed.measures.texts.verdicts import verdicts
from heed.measuring.refusals import FileUnreadable, why_of

EXAMPLE = "heed text train reviews --text review --label label --sentiment --out sentiment.npz"
SENTIMENT, TOPICS = "sentiment", "topics"
TESTED_SHARE = 0.1


class TooFewToAdaptTo(DomainError):
    code = "text.too_few_to_adapt_to"
    message = gettext_lazy(
        "%(file)s has %(found)s texts, and at least %(needed)s are needed to adapt to them. "
        "Collect more, or leave out --adapt."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", type=Path, help="a folder of CSV, XLSX or Parquet files, or one")
    parser.add_argument("--out", type=Path, required=True, help="the file of the model to write")
    parser.add_argument("--text", default="text", metavar="COL", help="default %(default)s")
    parser.add_argument("--label", default="label", metavar="COL", help="default %(default)s")
    parser.add_argument(
        "--sentiment", action="store_true", help="labels are positive or negative; else topics"
    )
    parser.add_argument(
        "--by", default="", metavar="COL", help="test on each of these groups, trained on the rest"
    )
    parser.add_argument(
        "--adapt",
        type=Path,
        metavar="FILE",
        help="texts without labels, one a line, of the kind the model is for: it adapts to them",
    )
    parser.add_argument("--seed", type=int, default=0, help="default %(default)s")
    parser.add_argument("--json", action="store_true", help="print one object")


def run(options: argparse.Namespace) -> int:
    """0 where a model was written, 1 where it was refused."""
    began = time.monotonic()
    kind = SENTIMENT if options.sentiment else TOPICS
    train = trained_sentiment if options.sentiment else trained_topics
    try:
        unlabelled = _unlabelled(options.adapt)
        read = read_labelled_texts(
            options.place,
            text=options.text,
            label=options.label,
            group=options.by,
            is_sentiment=options.sentiment,
        )
        tests = _tests(read, train, options.seed)
        model = train(read.texts, read.labels, seed=options.seed)
        if unlabelled:
            model = adapted(model, unlabelled, seed=options.seed)
        size = written(model, options.out, kind=kind)
    except DomainError as refusal:
        return _refused(options, refusal.code, str(refusal))
    except TooFewTexts as refusal:
        why = _(
            "“%(label)s” has %(found)s texts, and at least %(needed)s of each label are needed. "
            "Label more of them, or leave it out or join it with another."
        )
        return _refused(options, "text.too_few", why % vars(refusal))
    except ValueError as problem:
        return _refused(options, "text.not_trainable", str(why_of(problem)))
    except OSError as problem:
        why = _("The model cannot be written to %(file)s: %(problem)s.")
        told = {"file": options.out, "problem": problem.strerror or problem}
        return _refused(options, "text.unwritable", why % told)
    except KeyboardInterrupt:
        complain(_("Stopped. Nothing was written."))
        return 130
    if options.json:
        found = _as_object(kind, read, tests) | {"adapted_to": len(unlabelled)}
        seconds = round(time.monotonic() - began, 2)
        tell_program({**found, "file": str(options.out), "bytes": size, "seconds": seconds})
    else:
        _tell(read, tests, options.out)
        if unlabelled:
            said = _(
                "It has adapted itself to %(texts)s texts without labels. The figures above are "
                "those before: how right it is on these texts only labels of them can tell."
            )
            say(said % {"texts": f"{len(unlabelled):,}"})
    return 0


def _unlabelled(file: Path | None) -> list[str]:
    """The lines with text; none where no file is named. Raises DomainError."""
    if file is None:
        return []
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise FileUnreadable(file=file, problem=problem.strerror or problem) from problem
    lines = text_lines(io.BytesIO(content), tell=complain)
    found = [line for line in lines if line.strip()]
    if len(found) < FEWEST_TEXTS:
        raise TooFewToAdaptTo(file=file, found=len(found), needed=FEWEST_TEXTS)
    return found


def _refused(options: argparse.Namespace, code: str, why: str) -> int:
    if options.json:
        tell_program({"error": code, "why": why})
    complain(why)
    return 1


def _tests(
    read: LabelledTexts, train: Callable[..., LinearModel], seed: int
) -> dict[str, Evaluation]:
    """How good models are on texts they were not trained on, by group; "" where there is none."""
    if not read.groups:
        drawn = np.random.default_rng(seed).random(len(read.texts)) < TESTED_SHARE
        return {"": _tested(read, drawn, train, seed)}
    groups = np.array(read.groups)
    return {str(group): _tested(read, groups == group, train, seed) for group in np.unique(groups)}


def _tested(
    read: LabelledTexts, is_apart: NDArray[np.bool_], train: Callable[..., LinearModel], seed: int
) -> Evaluation:
    kept, apart = np.flatnonzero(~is_apart), np.flatnonzero(is_apart)
    texts, labels = read.texts, read.labels
    model = train([texts[at] for at in kept], [labels[at] for at in kept], seed=seed)
    found = [verdict.label for verdict in verdicts(model, [texts[at] for at in apart])]
    return evaluated([labels[at] for at in apart], found)


def _as_object(kind: str, read: LabelledTexts, tests: dict[str, Evaluation]) -> dict[str, object]:
    return {
        "kind": kind,
        "rows": read.rows,
        "texts": len(read.texts),
        "set_aside": dict(read.set_aside),
        "labels": dict(sorted(Counter(read.labels).items())),
        "tested": [
            {"group": group, "accuracy": _figure(test.accuracy), "macro_f1": test.macro_f1}
            for group, test in tests.items()
        ],
    }


def _figure(estimate: Estimate) -> dict[str, object]:
    return {
        "value": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "n": estimate.n,
    }


def _tell(read: LabelledTexts, tests: dict[str, Evaluation], file: Path) -> None:
    for group, test in tests.items():
        figures = {
            "group": group,
            "share": f"{test.accuracy.value:.1%}",
            "lower": f"{test.accuracy.lower:.1%}",
            "upper": f"{test.accuracy.upper:.1%}",
            "n": f"{test.accuracy.n:,}",
        }
        if group:
            said = _("%(group)s, not trained on: %(share)s right (%(lower)s to %(upper)s, n %(n)s)")
        else:
            said = _("Not trained on: %(share)s right (%(lower)s to %(upper)s, n %(n)s)")
        say(said % figures)
    said = _("A model of %(texts)s texts and %(labels)s labels is in %(file)s.")
    say(said % {"texts": f"{len(read.texts):,}", "labels": len(set(read.labels)), "file": file})
