import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.best_worst import BestWorstTask, best_worst_answers
from heed.measures.best_worst_logits import BestWorstModel, best_worst_logit, preference_shares
from heed.measures.estimates import Method
from tests.measures.best_worst_simulated import MEAN, simulated
from tests.measures.fruit import FRUIT, needs_fruit
from tests.measures.test_best_worst_counts import fruit


@needs_fruit
@pytest.mark.parametrize(
    ("model", "log_likelihood"),
    [
        pytest.param(BestWorstModel.MAXDIFF, -1516.105755, id="maxdiff"),
        pytest.param(BestWorstModel.MARGINAL, -1652.006873, id="marginal"),
        pytest.param(BestWorstModel.SEQUENTIAL, -1520.370107, id="sequential"),
    ],
)
def test_each_logit_matches_the_published_one(model, log_likelihood):
    # R's survival::clogit on 100 persons × 7 tasks, Pear being the reference.
    with (FRUIT / f"fruit_clogit_{model}_reference.csv").open(newline="") as file:
        reference = list(csv.DictReader(file))

    found = best_worst_logit(fruit(), model=model, reference="Pear")

    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-6)
    assert [each.value for each in found.utilities[:6]] == pytest.approx(
        # R stops one step before the marginal model has settled.
        [float(row["coef"]) for row in reference],
        abs=1e-7,
    )
    assert found.standard_errors[:6] == pytest.approx(
        [float(row["se(coef)"]) for row in reference], abs=1e-7
    )
    assert (found.utilities[6].value, found.standard_errors[6]) == (0, 0)


@needs_fruit
def test_shares_of_preference_match_the_published_ones():
    found = best_worst_logit(fruit(), model=BestWorstModel.MAXDIFF)

    assert [each.value for each in found.shares] == pytest.approx(
        [0.3287, 0.1967, 0.1180, 0.1042, 0.1048, 0.0408, 0.1068], abs=5e-5
    )
    assert all(each.lower < each.value < each.upper for each in found.shares)
    assert {each.method for each in found.shares} == {Method.ROBUST}
    assert (found.n, found.persons) == (700, 100)


@pytest.mark.parametrize("reference", [0, 3, 7])
def test_shares_do_not_depend_on_the_reference(reference):
    given_answers, _ = simulated(60, tasks=6, spread=0.0, seed=2)

    found = best_worst_logit(given_answers, reference=reference)
    other = best_worst_logit(given_answers)

    for one, two in zip(found.shares, other.shares, strict=True):
        assert (one.value, one.lower, one.upper) == pytest.approx((two.value, two.lower, two.upper))


def test_known_utilities_are_recovered():
    given_answers, _ = simulated(400, tasks=8, spread=0.0, seed=5)

    found = best_worst_logit(given_answers, reference=0)

    off = [each.value - (true - MEAN[0]) for each, true in zip(found.utilities, MEAN, strict=True)]
    # Three and a half standard errors.
    assert np.max(np.abs(off[1:]) / found.standard_errors[1:]) < 3.5
    np.testing.assert_allclose(found.clustered_errors[1:], found.standard_errors[1:], rtol=0.2)


def test_errors_allow_for_persons_who_differ():
    given_answers, _ = simulated(200, tasks=8, spread=1.5, seed=6)

    found = best_worst_logit(given_answers)

    assert found.is_clustered
    assert np.mean(found.clustered_errors[:-1] / found.standard_errors[:-1]) > 1.2


def test_few_or_unknown_persons_have_plain_intervals():
    picks = [("a", "c"), ("a", "b"), ("b", "c"), ("c", "a")] * 3

    found = best_worst_logit(
        best_worst_answers("abc", [BestWorstTask("abc", *pick) for pick in picks])
    )

    assert not found.is_clustered
    assert found.persons == 0
    assert np.isnan(found.clustered_errors).all()
    assert found.shares[0].method == Method.INFORMATION


@settings(max_examples=15)
@given(st.permutations(list("abcd")), st.sampled_from(list(BestWorstModel)))
def test_shares_do_not_depend_on_the_order_of_items(order, model):
    picks = [("a", "d"), ("b", "c"), ("c", "a"), ("d", "b"), ("a", "c"), ("b", "d"), ("a", "b")]
    tasks = [BestWorstTask("abcd", *pick) for pick in picks]

    one, other = (
        best_worst_logit(best_worst_answers(items, tasks), model=model) for items in ("abcd", order)
    )

    assert [one.shares["abcd".index(item)].value for item in order] == pytest.approx(
        [each.value for each in other.shares]
    )
    assert sum(each.value for each in one.shares) == pytest.approx(1)


def test_utilities_without_bounds_are_refused():
    tasks = [BestWorstTask("abc", "a", worst) for worst in "bcbc"]

    with pytest.raises(ValueError, match=r"\['b', 'c'\] never won against the rest"):
        best_worst_logit(best_worst_answers("abc", tasks))


def test_an_unknown_reference_is_refused():
    tasks = best_worst_answers("abc", [BestWorstTask("abc", "a", "b")])

    with pytest.raises(ValueError, match="Expected a reference out of"):
        best_worst_logit(tasks, reference="d")


def test_bounds_of_shares_stay_in_range():
    found = preference_shares(np.array([6.0, 0.0]), np.diag([4.0, 0.0]), 0.99)

    assert all(0 < lower < share < upper < 1 for share, lower, upper in found)
