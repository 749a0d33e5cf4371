"""One file of purchases scored, from reading to the file of scores."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heed.cli.purchase_lines import PurchaseLines, Source, digest_of, open_lines
from heed.cli.value_report import Scored
from heed.core.errors import DomainError
from heed.core.progress import Bar
from heed.measures.purchases.terms import Terms, month_later
from heed.value.rules.settings import ImportSettings
from heed.value.scoring.course import (
    Facts,
    People,
    calibration_end_of,
    customer_days,
    people_of,
)
from heed.value.scoring.engines import Engine, duckdb_engine
from heed.value.scoring.forecasting import NONE, WEEK, Chosen, choose_model
from heed.value.scoring.keeping import Arrival, StateRefused, keep, kept_as_of
from heed.value.scoring.scores import (
    Telling,
    fetched,
    histories_of,
    repeat_spend,
    told,
    with_expected,
    with_times,
)
from heed.value.scoring.summary import calibration_of, without_calibration
from heed.value.scoring.worth import Forecast, forecast
from heed.value.scoring.writing import write_batches
from heed.value.wordings import score_wordings

STEPS = ("reading", "summing", "fitting", "expecting", "writing")


class CalibrationOutside(DomainError):
    code = "score.calibration_outside"
    message = gettext_lazy(
        "Calibration cannot end on %(day)s: the purchases run from %(first)s to %(last)s. "
        "Name a date between."
    )


class StateUnfit(DomainError):
    code = "score.state_unfit"
    message = gettext_lazy(
        "The folder of --state keeps purchases with another %(what)s (%(found)s). "
        "Ask for that, or name another folder."
    )


_STATE = {
    "currency": gettext_lazy("currency"),
    "time_zone": gettext_lazy("time zone"),
    "as_of": gettext_lazy("later day"),
    "customer_id": gettext_lazy("kind of customer number"),
}


@dataclass(frozen=True)
class Order:
    """What to score, how, and where to."""

    file: Path
    out: Path
    settings: ImportSettings
    model: str
    as_of: date | None
    calibration_end: date | None
    months: int
    discount: float
    margin: float
    is_kept: bool
    scratch: Path
    now: datetime

    @property
    def rejects(self) -> Path:
        """Where rows go that cannot be used."""
        return self.out.with_name(f"{self.out.stem}.rejects.csv")


@dataclass
class Clock:
    """Seconds by step, and the bar that shows which one is under way."""

    seconds: dict[str, float] = field(default_factory=dict)
    bar: Bar = field(default_factory=lambda: Bar(_("Scoring"), len(STEPS)))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        self.bar.advance()


def score(order: Order, engine: Engine) -> Scored:
    """Score all customers of a file and write them. Raises refusals, before anything is written."""
    began = time.monotonic()
    clock = Clock()
    order.rejects.unlink(missing_ok=True)
    with clock.step("reading"):
        lines = _read(order, engine)
    with clock.step("summing"):
        summed = _kept(order, engine, lines) if order.is_kept else _summed(order, engine, lines)
    facts, people, rows, as_of = summed.facts, summed.people, summed.rows, summed.as_of
    calibration_end = summed.calibration_end
    terms = Terms(as_of, order.months, order.discount, order.margin, lines.currency, WEEK)
    histories = histories_of(rows, as_of=as_of, calibration_end=calibration_end)
    with clock.step("fitting"):
        chosen = choose_model(histories, order.model)
    is_buyer = histories.buyers
    with clock.step("expecting"):
        ahead = Forecast()
        if chosen.model:
            repeats, means = repeat_spend(rows)
            ahead = forecast(chosen.model, histories, repeats[is_buyer], means[is_buyer], terms)
    with clock.step("writing"):
        finished = with_expected(with_times(rows, histories), is_buyer, ahead.columns)
        _write(
            order, finished, people, Telling(score_wordings(), lines.currency, as_of, order.months)
        )
    clock.bar.end()
    return Scored(
        lines=lines,
        facts=facts,
        touched=summed.touched,
        people=people,
        customers=len(rows),
        one_time=int((histories.frequency == 1).sum()),
        below_zero=_below_zero(rows),
        chosen=chosen,
        spend=ahead.spend,
        as_of=as_of,
        calibration_end=calibration_end,
        months=order.months,
        engine=engine.name,
        out=order.out,
        warnings=_warnings(lines, summed, chosen, ahead),
        seconds={**clock.seconds, "total": time.monotonic() - began},
    )


@dataclass(frozen=True)
class Summed:
    """All customers of the file, or of all files kept, added up and placed."""

    facts: Facts
    people: People
    rows: pa.Table
    as_of: date
    calibration_end: date
    touched: int | None = None


def _summed(order: Order, engine: Engine, lines: PurchaseLines) -> Summed:
    facts = lines.facts
    as_of = order.as_of or facts.last_on or date.min
    end = _calibration_end(order, facts, as_of)
    days, changes = customer_days(engine, lines.table, facts, currency=lines.currency)
    needed = None if order.model == NONE else end
    people = people_of(engine, days, changes, facts, as_of=as_of, calibration_end=needed)
    return Summed(facts, people, fetched(people.table), as_of, end)


def _kept(order: Order, engine: Engine, lines: PurchaseLines) -> Summed:
    before = kept_as_of(engine)
    latest = [day for day in (lines.facts.last_on, before) if day]
    arrival = Arrival(
        lines=lines.table,
        facts=lines.facts,
        digest=digest_of(order.file),
        currency=lines.currency,
        time_zone=order.settings.time_zone,
        as_of=order.as_of or max(latest),
    )
    try:
        kept = keep(engine, arrival)
    except StateRefused as refusal:
        raise StateUnfit(what=str(_STATE[refusal.reason]), found=refusal.found) from refusal
    end = _calibration_end(order, kept.facts, arrival.as_of)
    people = kept.people.table
    if order.model == NONE:
        people = without_calibration(people)
    else:
        early = calibration_of(kept.days, as_of=arrival.as_of, calibration_end=end)
        people = people.inner_join(early, "customer_id")
    return Summed(kept.facts, kept.people, fetched(people), arrival.as_of, end, kept.touched)


def _read(order: Order, engine: Engine) -> PurchaseLines:
    source = Source(
        path=order.file,
        settings=order.settings,
        as_of=order.as_of,
        now=order.now,
        scratch=order.scratch,
        rejects=order.rejects,
    )
    return open_lines(engine, source)


def _calibration_end(order: Order, facts: Facts, as_of: date) -> date:
    first = facts.first_on or as_of
    if order.calibration_end is None:
        horizon_days = (month_later(as_of, order.months) - as_of).days
        return calibration_end_of(facts, as_of=as_of, horizon_days=horizon_days)
    if not first <= order.calibration_end <= as_of:
        raise CalibrationOutside(day=order.calibration_end, first=first, last=as_of)
    return order.calibration_end


def _write(order: Order, rows: pa.Table, people: People, telling: Telling) -> None:
    """Sentences are filled in by the embedded engine, whichever one did the sums."""
    with duckdb_engine(order.scratch) as engine:
        schema, batches = told(engine, rows, people, telling)
        write_batches(order.out, schema, batches)


def _below_zero(rows: pa.Table) -> int:
    return int(np.sum(rows["money_minor"].to_numpy() < 0))


def _warnings(
    lines: PurchaseLines, summed: Summed, chosen: Chosen, ahead: Forecast
) -> tuple[str, ...]:
    """What a reader must know before relying on the scores."""
    below, facts = _below_zero(summed.rows), summed.facts
    counted = [
        (
            facts.in_other_currencies,
            _(
                "Lines in other currencies: %(n)s. They count as purchases and not as money, so "
                "the values of their customers are too high. Score each currency by itself."
            ),
        ),
        (
            summed.people.unmatched_returns,
            _("Returns larger than what was bought before: %(n)s."),
        ),
        (below, _("Customers who gave back more than they bought: %(n)s.")),
        (facts.zeros, _("Lines that cost nothing, which count as purchases: %(n)s.")),
        (
            lines.repeated or 0,
            _("Lines that repeat another in every field, all of which count: %(n)s."),
        ),
    ]
    said = [sentence % {"n": f"{count:,}"} for count, sentence in counted if count]
    return (*lines.warnings, *said, *chosen.warnings, *ahead.warnings)
