import csv
from itertools import permutations
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from heed.measures.estimates import Flag
from heed.measures.leaving.concordance import concordance
from heed.measures.leaving.hazards import proportional_hazards

ROSSI = Path(__file__).parents[4] / "shared/data/value/rossi.csv"
NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


@pytest.fixture(scope="module")
def rossi():
    with ROSSI.open() as stream:
        rows = [
            {name: float(value) for name, value in row.items()} for row in csv.DictReader(stream)
        ]
    weeks, arrested = ([row[name] for row in rows] for name in ("week", "arrest"))
    return weeks, arrested, [[row[name] for name in NAMES] for row in rows]


def test_the_published_coefficients_come_out(rossi):
    found = proportional_hazards(*rossi, names=NAMES)

    published = [-0.3794, -0.0574, 0.3139, -0.1498, -0.4337, -0.0849, 0.0915]
    assert [each.value for each in found.coefficients] == pytest.approx(published, abs=5e-5)
    assert found.log_likelihood == pytest.approx(-658.7477, abs=5e-5)
    assert found.concordance == pytest.approx(0.640, abs=5e-4)
    # Standard error of fin .1914, of prio .0286, as published beside them.
    halves = [(each.upper - each.lower) / 2 / 1.959963985 for each in found.coefficients]
    assert (halves[0], halves[6]) == pytest.approx((0.1914, 0.0286), abs=5e-5)


def test_ties_are_weighed_as_efron_does():
    durations, left, x = [2, 2, 2, 3, 5], [1, 1, 0, 1, 0], [1.0, 0.0, 2.0, 1.0, 0.0]
    found = proportional_hazards(durations, left, [[value] for value in x])
    beta = found.coefficients[0].value

    def efron(b):
        risk = [exp(b * value) for value in x]
        two = b * 1 + b * 0 - log(sum(risk)) - log(sum(risk) - (risk[0] + risk[1]) / 2)
        return two + b * 1 - log(risk[3] + risk[4])

    assert found.log_likelihood == pytest.approx(efron(beta))
    assert all(efron(beta) >= efron(beta + step) for step in (-0.01, 0.01))


def test_a_late_entry_counts_from_then_on():
    rng = np.random.default_rng(5)
    x = rng.normal(size=4000)
    ages = rng.exponential(np.exp(-0.7 * x))
    entered = rng.uniform(0, 0.5, 4000) + 0.5 * (x > 0)  # the quick to leave came later
    is_seen = ages > entered

    found = proportional_hazards(
        ages[is_seen], np.ones(is_seen.sum()), x[is_seen][:, None], entered=entered[is_seen]
    )
    unaware = proportional_hazards(ages[is_seen], np.ones(is_seen.sum()), x[is_seen][:, None])

    assert found.coefficients[0].lower < 0.7 < found.coefficients[0].upper
    assert unaware.coefficients[0].upper < 0.7


def test_the_risk_foretold_is_the_share_that_leaves():
    rng = np.random.default_rng(6)
    x = rng.normal(size=(3000, 2))
    ages = rng.exponential(np.exp(-(x @ [0.8, -0.5])))
    found = proportional_hazards(np.minimum(ages, 2), ages < 2, x)

    risks = found.leaving_within(0.5, x)

    assert risks.mean() == pytest.approx((ages < 0.5).mean(), abs=0.01)
    high = risks > np.quantile(risks, 0.9)
    assert risks[high].mean() == pytest.approx((ages < 0.5)[high].mean(), abs=0.03)
    assert found.leaving_within(0.5, x[:1], after=[9])[0] == 0


def test_a_covariate_that_parts_leavers_wholly_is_told():
    durations = [1, 2, 3, 4, 5, 6, 7, 8]

    found = proportional_hazards(durations, [1] * 4 + [0] * 4, [[1]] * 4 + [[0]] * 4)

    assert Flag.NOT_CONVERGED in found.flags


@pytest.mark.parametrize(
    ("covariates", "said"),
    [
        pytest.param([[1, 2]] * 4, "x1 to vary, got 1 for all", id="constant"),
        pytest.param([[1, 2], [2, 4], [3, 6], [5, 10]], "x2, which those before it", id="twice"),
        pytest.param(
            [[1], [2], [np.nan], [3]], "known, finite values of x1, got nan", id="unknown"
        ),
        pytest.param([[1], [2]], "each of 4 customers", id="few rows"),
    ],
)
def test_what_cannot_be_fitted_is_refused(covariates, said):
    with pytest.raises(ValueError, match=said):
        proportional_hazards([1, 2, 3, 4], [1, 1, 1, 0], covariates)


def test_without_leavers_there_is_nothing_to_fit():
    with pytest.raises(ValueError, match="got 2 who are all still here"):
        proportional_hazards([1, 2], [0, 0], [[1], [2]])


def test_concordance_counts_every_pair():
    rng = np.random.default_rng(7)
    durations, risks = rng.integers(1, 8, 60), rng.integers(0, 5, 60)
    left = rng.random(60) < 0.6
    agreeing = comparable = 0.0
    for one, other in permutations(range(60), 2):
        is_comparable = left[one] and (
            durations[one] < durations[other]
            or (durations[one] == durations[other] and not left[other])
        )
        if is_comparable:
            comparable += 1
            agreeing += (risks[one] > risks[other]) + (risks[one] == risks[other]) / 2

    assert concordance(durations, left, risks) == pytest.approx(agreeing / comparable)
