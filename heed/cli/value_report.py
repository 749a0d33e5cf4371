"""What `heed value score` says of its work: one object for programs, sentences for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from django.utils.translation import gettext as _

from heed.cli.output import complain, say
from heed.cli.purchase_lines import PurchaseLines
from heed.measures.estimates import Estimate
from heed.measures.purchases.accuracy import Accuracy
from heed.measures.purchases.gamma_gamma import GammaGamma
from heed.value.scoring.course import Facts, People
from heed.value.scoring.forecasting import Chosen, Trial


@dataclass(frozen=True)
class Scored:
    """All that is told of one file of scores."""

    lines: PurchaseLines
    facts: Facts
    touched: int | None
    people: People
    customers: int
    one_time: int
    below_zero: int
    chosen: Chosen
    spend: GammaGamma | None
    as_of: date
    calibration_end: date
    months: int
    engine: str
    out: Path
    warnings: tuple[str, ...]
    seconds: Mapping[str, float]


def as_object(scored: Scored) -> dict[str, object]:
    """The object of `--json`; figures that are not known are null."""
    model, facts, cuts = scored.chosen.model, scored.facts, scored.people.cuts
    return {
        "customers": scored.customers,
        "purchases": facts.lines,
        "rows": scored.lines.facts.lines + sum(scored.lines.rejected.values()),
        "rejected": dict(scored.lines.rejected),
        "rejects_file": str(scored.lines.rejects_file) if scored.lines.rejects_file else None,
        "repeated_lines": scored.lines.repeated,
        "returns": facts.returns,
        "unmatched_returns": scored.people.unmatched_returns,
        "in_other_currencies": facts.in_other_currencies,
        "touched_customers": scored.touched,
        "bought_once": scored.one_time,
        "currency": scored.lines.currency,
        "first_on": str(facts.first_on),
        "as_of": scored.as_of.isoformat(),
        "horizon_months": scored.months,
        "unit_of_time": "week",
        "tiers": {
            "high_from_minor": cuts.high_from if cuts else None,
            "medium_from_minor": cuts.medium_from if cuts else None,
            "customers": scored.people.ranked,
        },
        "model": str(model.name) if model else None,
        "why_model": scored.chosen.why,
        "parameters": _plain(model.parameters) if model else {},
        "standard_errors": _plain(model.standard_errors) if model else {},
        "log_likelihood": model.log_likelihood if model else None,
        "spend_model": _spend(scored.spend),
        "validation": _validation(scored.chosen.trial, scored.calibration_end),
        "warnings": list(scored.warnings),
        "engine": scored.engine,
        "out": str(scored.out),
        "seconds": {name: round(value, 2) for name, value in scored.seconds.items()},
    }


def _plain(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _known(value) for name, value in figures.items()}


def _known(value: float) -> float | None:
    return value if isfinite(value) else None


def _spend(spend: GammaGamma | None) -> dict[str, object] | None:
    if spend is None:
        return None
    return {
        "name": "gamma_gamma",
        "parameters": {"p": spend.p, "q": spend.q, "gamma": spend.gamma},
        "standard_errors": _plain(spend.standard_errors),
        "log_likelihood": spend.log_likelihood,
        "customers": spend.customers,
        "correlation": _figure(spend.correlation),
    }


def _validation(trial: Trial | None, calibration_end: date) -> dict[str, object] | None:
    if trial is None:
        return None
    return {
        "calibration_end": calibration_end.isoformat(),
        "customers": trial.holdout.n,
        "known": trial.customers,
        "born_later": trial.holdout.born_later,
        "fits": {
            str(fit.name): {
                "parameters": _plain(fit.parameters),
                "standard_errors": _plain(fit.standard_errors),
                "log_likelihood": fit.log_likelihood,
                "trusted": fit.is_trusted,
                "warnings": list(fit.warnings),
            }
            for fit in trial.fits
        },
        "measured": {name: _measured(found) for name, found in trial.measured.items()},
    }


def _measured(found: Accuracy) -> dict[str, object]:
    return {
        "mae": _figure(found.absolute_error),
        "rmse": _figure(found.squared_error),
        "bias": _figure(found.bias),
        "top_tenth_capture": _figure(found.capture),
    }


def _figure(estimate: Estimate) -> dict[str, object]:
    return {
        "value": _known(estimate.value),
        "lower": _known(estimate.lower),
        "upper": _known(estimate.upper),
        "n": estimate.n,
    }


def show(scored: Scored) -> None:
    """Tell a person what was done, and what to note on standard error."""
    for warning in scored.warnings:
        complain(warning)
    model = scored.chosen.model
    if model:
        figures = ", ".join(f"{name} {value:.4g}" for name, value in model.parameters.items())
        said = _("%(model)s: %(figures)s; log-likelihood %(likelihood)s.")
        told = {"model": model.name, "figures": figures}
        say(said % {**told, "likelihood": f"{model.log_likelihood:,.2f}"})
        say(scored.chosen.why)
    rejected = sum(scored.lines.rejected.values())
    if rejected:
        said = _("%(count)s rows could not be used; they are in %(file)s, with the reason.")
        say(said % {"count": f"{rejected:,}", "file": scored.lines.rejects_file})
    said = _("%(customers)s customers with %(purchases)s purchases as of %(day)s are in %(file)s.")
    figures_of_all = {
        "customers": f"{scored.customers:,}",
        "purchases": f"{scored.facts.lines:,}",
        "day": scored.as_of.isoformat(),
        "file": scored.out,
    }
    say(said % figures_of_all)
