"""`heed measure pls`: a path model, such as those behind national satisfaction indices."""

import argparse
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heed.core.plots.figures import Figure
from heed.core.plots.paths import path_diagram
from heed.core.plots.values import NARROW, WIDE, Arrow, Box, Head
from heed.core.progress import Bar
from heed.core.templatetags.texts import comma
from heed.measures.estimates import Estimate
from heed.measures.pls.answers import Missing, answers_of
from heed.measures.pls.figures import Block, PathModelEstimates
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.path_model import SAMPLES, estimate_path_model
from heed.measures.pls.solution import Metric
from heed.measuring.answers import Answers
from heed.measuring.arguments import add_draws, add_scale, add_weight
from heed.measuring.figures import DASH, flags, number, plausible, share
from heed.measuring.path_columns import columns_of
from heed.measuring.path_models import named_model, with_columns
from heed.measuring.refusals import Misuse
from heed.measuring.sayings import by_size, few_cases, not_told_apart, points, signed, surely
from heed.measuring.tables import Table

SUMMARY = gettext_lazy("a path model: what drives satisfaction, and indices from 0 to 100")
EXAMPLE = "heed measure pls answers.csv --model model.json --metric standardised --scheme path"

BROAD, BROAD_COLUMNS = 1080, 4  # pixels, for a diagram of more columns
METRICS = {Metric.STANDARDISED: gettext_lazy("standardised"), Metric.RAW: gettext_lazy("raw")}
SCHEMES = {
    Scheme.CENTROID: gettext_lazy("centroid"),
    Scheme.FACTORIAL: gettext_lazy("factorial"),
    Scheme.PATH: gettext_lazy("path"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        required=True,
        metavar="FILE",
        help="latents, their columns and the paths, in JSON; or a ready one: acsi, ccsi, ecsi",
    )
    parser.add_argument(
        "--metric", choices=list(Metric), default=Metric.STANDARDISED, help="default %(default)s"
    )
    parser.add_argument(
        "--scheme", choices=list(Scheme), default=Scheme.PATH, help="default %(default)s"
    )
    parser.add_argument(
        "--target", default="", metavar="LATENT", help="what is to be improved; else the model's"
    )
    parser.add_argument(
        "--incomplete",
        choices=list(Missing),
        default=Missing.LISTWISE,
        help="leave incomplete cases out, or fill gaps by means; default %(default)s",
    )
    add_scale(parser)
    add_weight(parser)
    add_draws(parser, draws=SAMPLES)


def measure(answers: Answers, options: argparse.Namespace) -> PathModelEstimates:
    model = named_model(options.model)
    if options.target:
        model = replace(model, target=options.target)
    model, columns = with_columns(model, answers, _scale(options))
    given = answers_of(columns, model, weights=answers.weights, missing=Missing(options.incomplete))
    bar = Bar(_("Samples"), options.draws)
    found = estimate_path_model(
        given,
        model,
        metric=Metric(options.metric),
        scheme=Scheme(options.scheme),
        samples=options.draws,
        seed=options.seed,
        confidence=options.confidence,
        progress=bar.advance,
    )
    bar.end()
    return found


def _scale(options: argparse.Namespace) -> tuple[float, float] | None:
    if (options.lowest is None) != (options.highest is None):
        raise Misuse(_("Name both --lowest and --highest, or neither."))
    return None if options.lowest is None else (options.lowest, options.highest)


def read(found: PathModelEstimates) -> Iterator[str]:
    ordered = by_size([(each.latent, each.importance) for each in found.priorities])
    if ordered:
        name, importance = ordered[0]
        yield _(
            "With “%(target)s” of %(n)s people “%(name)s” goes most closely: %(points)s points of "
            "its index for one of this (%(surely)s)."
        ) % {
            "target": found.target,
            "n": f"{found.n:,}",
            "name": name,
            "points": signed(importance.value, 2),
            "surely": surely(importance, points),
        }
        yield from not_told_apart(ordered)
    yield _("Arrows are supposed by the model, not shown by the answers.")
    yield from few_cases(found.n)


def show(found: PathModelEstimates) -> Iterator[Table | str]:
    yield from _about(found)
    yield _latents(found)
    yield _effects(found)
    yield _indicators(found)
    if found.priorities:
        yield _priorities(found)
        yield _("Importance: points of the target's index for one point of the latent's.")
    yield from _likenesses(found)


def _about(found: PathModelEstimates) -> Iterator[str]:
    yield _("%(n)s cases; %(left_out)s incomplete ones left out; %(filled)s answers filled in.") % {
        "n": f"{found.n:,}",
        "left_out": f"{found.left_out:,}",
        "filled": f"{found.filled:,}",
    }
    yield _("Intervals from %(used)s of %(samples)s bootstrap samples.") % {
        "used": f"{found.samples_used:,}",
        "samples": f"{found.samples:,}",
    }
    yield _("Metric: %(metric)s. Scheme: %(scheme)s.") % {
        "metric": METRICS[found.metric],
        "scheme": SCHEMES[found.scheme],
    }
    if not found.has_converged:
        yield _("The weights did not settle: take these figures as indications at most.")


def _latents(found: PathModelEstimates) -> Table:
    return Table(
        title=_("Latents"),
        head=(
            _("latent"),
            pgettext("path model", "mode"),
            _("explained"),
            _("communality"),
            "rho_c",
            "rho_a",
            _("index"),
            _("plausible"),
            _("to note"),
        ),
        rows=[
            (
                block.latent,
                block.mode.value,
                _share(block.r_squared),
                _share(block.communality),
                _number(block.rho_c),
                _number(block.rho_a),
                _number(block.index, 1),
                plausible(block.index, decimals=1) if block.index else DASH,
                _remarks(block),
            )
            for block in found.blocks
        ],
    )


def _effects(found: PathModelEstimates) -> Table:
    direct = {(each.source, each.target): each.effect for each in found.paths}
    return Table(
        title=_("Effects, in standard deviations"),
        head=(_("effect"), _("direct"), _("plausible"), _("in all"), _("plausible"), _("to note")),
        rows=[
            (
                f"{each.source} → {each.target}",
                _number(path := direct.get((each.source, each.target)), 3),
                plausible(path, decimals=3) if path else DASH,
                number(each.effect.value, 3),
                plausible(each.effect, decimals=3),
                flags(path) if path else flags(each.effect),
            )
            for each in found.total_effects
        ],
    )


def _indicators(found: PathModelEstimates) -> Table:
    return Table(
        title=_("Indicators"),
        head=(_("indicator"), _("latent"), _("weight"), _("plausible"), _("loading"),
              _("plausible"), _("to note")),
        rows=[
            (
                each.name,
                each.latent,
                number(each.weight.value, 3),
                plausible(each.weight, decimals=3),
                number(each.loading.value, 3),
                plausible(each.loading, decimals=3),
                flags(each.weight),
            )
            for each in found.indicators
        ],
    )  # fmt: skip


def _priorities(found: PathModelEstimates) -> Table:
    return Table(
        title=_("What to improve for %(target)s") % {"target": found.target},
        head=(_("latent"), _("importance"), _("plausible"), _("performance"), _("plausible")),
        rows=[
            (
                each.latent,
                number(each.importance.value),
                plausible(each.importance),
                number(each.performance.value, 1),
                plausible(each.performance, decimals=1),
            )
            for each in found.priorities
        ],
    )


def _likenesses(found: PathModelEstimates) -> Iterator[Table | str]:
    alike = [each for each in found.likenesses if each.htmt.flags]
    if found.gof:
        yield _("Goodness of fit %(gof)s (%(plausible)s).") % {
            "gof": number(found.gof.value),
            "plausible": plausible(found.gof),
        }
    if not alike:
        return
    yield Table(
        title=_("Latents that answers hardly tell apart"),
        head=(_("pair"), "HTMT", _("plausible")),
        rows=[
            (f"{each.first}, {each.second}", number(each.htmt.value), plausible(each.htmt))
            for each in alike
        ],
    )


def _remarks(block: Block) -> str:
    """What is said of the index and the reliabilities, once each."""
    told = [flags(each) for each in (block.index, block.rho_c, block.rho_a) if each]
    return comma().join(dict.fromkeys(text for text in told if text))


def _number(estimate: Estimate | None, decimals: int = 2) -> str:
    return number(estimate.value, decimals) if estimate else DASH


def _share(estimate: Estimate | None) -> str:
    return share(estimate.value) if estimate else DASH


def plot(found: PathModelEstimates) -> Figure:
    paths = [(each.source, each.target) for each in found.paths]
    columns = columns_of(found.latents, paths, found.target)
    boxes = [
        Box(
            block.latent,
            block.latent,
            columns[block.latent],
            block.r_squared.value if block.r_squared else None,
        )
        for block in found.blocks
    ]
    arrows = [
        Arrow(each.source, each.target, each.effect.value, each.effect.lower, each.effect.upper)
        for each in found.paths
    ]
    head = Head(_("Direct effects, in standard deviations"), found.n)
    width = WIDE if max(columns.values()) < BROAD_COLUMNS else BROAD
    wide = path_diagram(head, boxes, arrows, width=width)
    return Figure(wide, path_diagram(head, boxes, arrows, width=NARROW))
