"""The promise advisor: what can be promised so that it is kept with a chosen probability.

How others use it
-----------------
A periodic job fits it from history and stores the text; a page reads the text and asks::

    advice = fit_advice(starts, ends, now=now, categories={"topic": [...]}, numbers={"hour": [...]})
    stored = advice.to_json()
    ...
    advice = Advice.from_json(stored)
    advice.quantile({"topic": "delivery", "hour": 14}, coverage=0.95)  # Advised | Refusal
    advice.probability_kept({"topic": "delivery"}, hours=8, elapsed=3)  # float | None

Instants and durations are hours on one clock of the caller's choosing: hours since some instant, or
working hours since then (business time), for `starts`, `ends` and `now` alike. An open case has the
end nan. Categories are names known at the start (topic, tier, channel, flags found in the text);
numbers are figures known then (hour, weekday). `backlog` and `recent` are added by the advisor.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from heed.measures.advisor.answers import Advised, Ground, Refusal
from heed.measures.advisor.calibration import Calibration
from heed.measures.advisor.history import History
from heed.measures.advisor.model import GRID, Model, fit_model
from heed.measures.advisor.survival import Floats
from heed.measures.advisor.walking import (
    FEWEST_FINISHED,
    STEP,
    Pace,
    Walk,
    cases_needed,
    refusal_of,
)
from heed.measures.shares import wilson_interval

VERSION = 1
WALKED_CASES = 3_000
FITTING_PACE = Pace(growth=1.3, every=25)
REFERENCE_COVERAGE = 0.95
Case = Mapping[str, str | float]


@dataclass(frozen=True)
class Advice:
    """What history says, small enough to be stored; made by `fit_advice`.

    Parameters
    ----------
    model : Model or None
        The curves; None where too little had finished.
    calibration : Calibration
        From the curves to what really happened.
    kept : ndarray of float, shape (len(GRID),)
        Share kept of past promises, per coverage of GRID.
    kept_cases : int
        How many of them are known.
    ages : ndarray of float
        Hours since the start at each share of GRID of all cases.
    cases, finished : int
        Cases that had begun and finished.
    span_hours, effective_cases : float
        As in Ground.
    load : dict of str to float
        Backlog and recent pace as of the fit, for cases that do not name theirs.

    Examples
    --------
    >>> advice = fit_advice([0.0], [1.0], now=2.0)
    >>> print(advice.quantile({}, coverage=0.95).reason)
    too_few_finished
    """

    model: Model | None
    calibration: Calibration
    kept: Floats
    kept_cases: int
    ages: Floats
    cases: int
    finished: int
    span_hours: float
    effective_cases: float
    load: dict[str, float] = field(default_factory=dict)

    def quantile(self, case: Case, *, coverage: float = REFERENCE_COVERAGE) -> Advised | Refusal:
        """What can be promised to this case so that it is kept with this probability."""
        needed = cases_needed(coverage)
        curve = self._curve(case)
        hours = float("inf")
        if curve is not None:
            hours = float(self.calibration.times(coverage, curve)[0])
        ground = self._ground(case, hours)
        reason = refusal_of(
            needed=needed,
            finished=self.finished,
            followed=ground.followed,
            span=self.span_hours,
            hours=hours,
        )
        if reason:
            return Refusal(reason, coverage, needed, hours, self._reached(curve), ground)
        rounded = float(np.ceil(hours / STEP - 1e-6) * STEP)
        if not self.kept_cases:
            nan = float("nan")
            return Advised(rounded, coverage, nan, nan, nan, 0, ground)
        achieved = float(np.interp(coverage, GRID, self.kept))
        lower, upper = wilson_interval(achieved * self.kept_cases, self.kept_cases)
        return Advised(
            rounded, coverage, achieved, float(lower), float(upper), self.kept_cases, ground
        )

    def probability_kept(self, case: Case, *, hours: float, elapsed: float = 0.0) -> float | None:
        """P(finished within `hours` of its start | still open `elapsed` hours after it).

        None where too little has finished to say, 0 where the time has passed.
        """
        curve = self._curve(case)
        if curve is None:
            return None
        if hours <= elapsed > 0:
            return 0.0
        moments = np.array([hours, elapsed])
        by, before = self.calibration.shares(moments, np.repeat(curve, 2, axis=0))
        if elapsed <= 0:
            return float(by)
        return float((by - before) / (1 - before)) if before < 1 else 0.0

    def to_json(self) -> str:
        plain: dict[str, Any] = asdict(self) | {
            "version": VERSION,
            "model": self.model and self.model.as_plain(),
            "calibration": [
                [round(float(each), 5) for each in self.calibration.nominal],
                round(self.calibration.allowance, 5),
                round(self.calibration.stretch, 5),
            ],
            "kept": [round(float(each), 5) for each in self.kept],
            "ages": [round(float(each), 4) for each in self.ages],
        }
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> "Advice":
        """Raises ValueError for a text of another version: fit again."""
        plain = json.loads(text)
        if plain.pop("version", None) != VERSION:
            raise ValueError(f"Expected advice of version {VERSION}; fit it again.")
        nominal, allowance, stretch = plain.pop("calibration")
        model = plain.pop("model")
        return Advice(
            model=Model.from_plain(model) if model else None,
            calibration=Calibration(np.array(nominal), allowance, stretch),
            kept=np.array(plain.pop("kept")),
            ages=np.array(plain.pop("ages")),
            **plain,
        )

    def _curve(self, case: Case) -> Floats | None:
        if self.model is None:
            return None
        codes = self.model.encoder.code_of({**self.load, **case})
        return self.model.quantiles(np.array([codes], dtype=np.int32))

    def _reached(self, curve: Floats | None) -> float:
        if curve is None:
            return 0.0
        return float(self.calibration.coverage_of(GRID[np.isfinite(curve[0])][-1:])[0])

    def _ground(self, case: Case, hours: float) -> Ground:
        younger = float(np.interp(hours, self.ages, GRID, left=0.0, right=1.0))
        return Ground(
            cases=self.cases,
            finished=self.finished,
            followed=round((1 - younger) * self.cases),
            alike=self.model.encoder.alike(case) if self.model else None,
            span_hours=self.span_hours,
            effective_cases=self.effective_cases,
        )


def fit_advice(
    starts: ArrayLike,
    ends: ArrayLike,
    *,
    now: float,
    categories: Mapping[str, Sequence[str]] | None = None,
    numbers: Mapping[str, ArrayLike] | None = None,
) -> Advice:
    """Return what this history says about the time cases like these take.

    Parameters
    ----------
    starts, ends : array_like of float, shape (n,)
        Hours on one clock; an end is nan for a case that is open.
    now : float
        The moment, in hours on the same clock; later starts and ends are not looked at.
    categories : mapping of str to sequence of str, optional
        Names known at the start, one per case, such as topic, tier, channel.
    numbers : mapping of str to array_like of float, optional
        Figures known at the start, one per case, such as hour and weekday.

    Returns
    -------
    Advice
        What can be asked, stored with `to_json` and read back with `Advice.from_json`.

    Raises
    ------
    ValueError
        If the columns differ in length, a start is no number or an end comes before its start.

    Notes
    -----
    Curves are learnt by boosted trees on the hazard of finishing; open cases count as open. The
    level is then adapted to the levels that past cases needed, found by walking through the last
    3,000 cases and promising at each start from what was known then.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association, 53(282), 457-481.

    Koenker, R., & Bassett, G. (1978). Regression quantiles. Econometrica, 46(1), 33-50.

    Gibbs, I., & Candès, E. (2021). Adaptive conformal inference under distribution shift. Advances
    in Neural Information Processing Systems, 34, 1660-1672.

    Examples
    --------
    >>> starts = np.arange(500.0)
    >>> advice = fit_advice(starts, starts + 1 + starts % 10, now=520.0)
    >>> round(advice.quantile({}, coverage=0.75).hours)
    8
    """
    history = _history_until(starts, ends, now, categories, numbers)
    count = len(history)
    finished = int((history.ends <= now).sum())
    span = float(history.starts[-1] - history.starts[0]) if count else 0.0
    ages = np.quantile(now - history.starts, GRID) if count else np.zeros(len(GRID))
    if finished < FEWEST_FINISHED:
        unknown = Calibration(GRID)
        return Advice(None, unknown, GRID, 0, ages, count, finished, span, float(finished))
    walk = Walk(history, REFERENCE_COVERAGE, FITTING_PACE)
    walk.run(max(0, count - WALKED_CASES))
    calibration = walk.calibration_at(count, now)
    curve, known = walk.kept_by_coverage(now)
    places = np.searchsorted(curve.times, GRID, side="right")
    return Advice(
        model=fit_model(history, count, now),
        calibration=calibration,
        kept=np.concatenate([[0.0], curve.shares])[places],
        kept_cases=known,
        ages=ages,
        cases=count,
        finished=finished,
        span_hours=span,
        effective_cases=float(known),
        load=history.load_at(now),
    )


def _history_until(
    starts: ArrayLike,
    ends: ArrayLike,
    now: float,
    categories: Mapping[str, Sequence[str]] | None,
    numbers: Mapping[str, ArrayLike] | None,
) -> History:
    begun = np.asarray(starts, dtype=float)
    places = np.nonzero(begun <= now)[0]
    ended = np.asarray(ends, dtype=float)
    ended = np.where(ended <= now, ended, np.nan)
    if not np.isfinite(begun).all():
        raise ValueError("Expected a start for every case, got one that is no number.")
    return History.of(
        begun[places],
        ended[places],
        {name: [each[int(place)] for place in places] for name, each in (categories or {}).items()},
        {name: np.asarray(each, dtype=float)[places] for name, each in (numbers or {}).items()},
    )
