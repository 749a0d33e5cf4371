import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.estimates import Flag
from heed.measures.raking import rake

# California schools (R's package survey, apiclus1): type and whether the school met its target.
# How many of the 183 schools stand in each cell, and the weights rake() gives them there.
SCHOOLS = {
    ("E", "Yes"): (132, 29.870675),
    ("E", "No"): (12, 39.839236),
    ("H", "Yes"): (11, 50.329401),
    ("H", "No"): (3, 67.125529),
    ("M", "Yes"): (17, 36.791025),
    ("M", "No"): (8, 49.069072),
}
KIND = [kind for (kind, _), (n, _) in SCHOOLS.items() for _ in range(n)]
MET = [met for (_, met), (n, _) in SCHOOLS.items() for _ in range(n)]
TARGETS = {"kind": {"E": 4421, "H": 755, "M": 1018}, "met": {"No": 1072, "Yes": 5122}}


def one(margin: list[str], targets: dict[str, float], **asked):
    return rake({"region": margin}, {"region": targets}, **asked)


def test_weights_match_the_published_ones():
    found = rake({"kind": KIND, "met": MET}, TARGETS, base=[33.847] * 183, fewest_cases=1)

    expected = [weight for n, weight in SCHOOLS.values() for _ in range(n)]
    np.testing.assert_allclose(found.weights, expected, atol=5e-7)
    assert found.weights.sum() == pytest.approx(6194)
    assert found.design_effect == pytest.approx(1.05167, abs=2e-5)
    assert found.effective_n == pytest.approx(183 / found.design_effect)
    assert found.flags == ()
    assert found.largest_error < 1e-8


def test_margins_are_reached():
    found = rake({"kind": KIND, "met": MET}, TARGETS, fewest_cases=1)

    reached = {each.category: (each.n, round(each.after * 6194, 3)) for each in found.margins}
    assert reached == {
        "E": (144, 4421),
        "H": (14, 755),
        "M": (25, 1018),
        "No": (23, 1072),
        "Yes": (160, 5122),
    }
    assert found.margins[1].before == pytest.approx(14 / 183)


def test_shares_keep_the_sum_of_the_base_weights():
    found = one(["n"] * 30 + ["s"] * 20, {"n": 0.5, "s": 0.5}, base=[2.0] * 50)

    assert found.weights.sum() == pytest.approx(100)
    assert found.weights[0] == pytest.approx(50 / 30)


def test_small_categories_are_joined_and_said_so():
    found = rake({"kind": KIND, "met": MET}, TARGETS)

    joined = found.collapsed[0]
    assert (joined.margin, joined.category, joined.joined_with) == ("kind", "H", "M")
    assert (joined.reason, joined.n) == ("few_cases", 14)
    assert [each.category for each in found.margins] == ["E", "H + M", "No", "Yes"]
    assert Flag.COLLAPSED in found.flags


@pytest.mark.parametrize(
    ("north", "target", "reason"),
    [
        pytest.param(30, 0.4, "far_from_target", id="six times too few"),
        pytest.param(0, 0.1, "no_cases", id="nobody"),
        pytest.param(30, 0.0, "far_from_target", id="nobody wanted"),
    ],
)
def test_categories_far_from_their_target_are_joined(north, target, reason):
    found = one(
        ["n"] * north + ["s"] * 300 + ["e"] * 170, {"n": target, "s": 0.5, "e": 0.5 - target}
    )

    assert found.collapsed[0].reason == reason
    assert found.margins[0].category == "n + e"


def test_a_margin_joined_to_one_category_weights_nothing():
    found = one(["n"] * 3 + ["s"] * 4, {"n": 0.5, "s": 0.5})

    assert found.weights.tolist() == pytest.approx([1] * 7)
    assert [each.category for each in found.margins] == ["n + s"]


def test_extreme_weights_are_cut_and_raked_again():
    rng = np.random.default_rng(3)
    base = np.append(np.ones(195), [40.0] * 5)
    region, size = rng.choice(["n", "s"], 200).tolist(), rng.choice(["b", "l"], 200).tolist()
    targets = {"region": {"n": 0.6, "s": 0.4}, "size": {"b": 0.5, "l": 0.5}}

    found = rake({"region": region, "size": size}, targets, base=base)
    whole = rake({"region": region, "size": size}, targets, base=base, trimmed_at=None)

    assert found.trimmed == 5
    assert found.flags == (Flag.TRIMMED,)
    assert found.largest < 0.3 * whole.largest
    assert found.effective_n > 2 * whole.effective_n
    assert [each.after for each in found.margins] == pytest.approx([0.6, 0.4, 0.5, 0.5])
    assert whole.flags == ()


def test_cases_without_a_category_are_set_aside_and_counted():
    found = one(["n", "", "s", None, "s", float("nan")], {"n": 0.5, "s": 0.5}, fewest_cases=1)

    assert found.set_aside == {"region": 3}
    assert found.is_used.tolist() == [True, False, True, False, True, False]
    assert found.weights.tolist() == [1.5, 0, 0.75, 0, 0.75, 0]


def test_margins_that_contradict_each_other_are_flagged():
    # Nobody in the south is large, and yet the large ones shall be more than the north.
    region, size = ["n"] * 40 + ["s"] * 40, ["l"] * 40 + ["b"] * 40
    targets = {"region": {"n": 0.5, "s": 0.5}, "size": {"l": 0.7, "b": 0.3}}

    found = rake({"region": region, "size": size}, targets)

    assert found.flags == (Flag.NOT_CONVERGED,)
    assert found.largest_error > 0.1


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from("nse"), min_size=30, max_size=60),
    st.integers(0, 5),
    st.lists(st.floats(0.1, 1), min_size=3, max_size=3),
)
def test_one_margin_is_reached_in_any_order_of_cases(region, seed, raw):
    targets = dict(zip("nse", np.array(raw) / sum(raw), strict=True))
    order = np.random.default_rng(seed).permutation(len(region))

    found = one(region, targets, fewest_cases=3, trimmed_at=None)
    shuffled = one([region[at] for at in order], targets, fewest_cases=3, trimmed_at=None)

    np.testing.assert_allclose(shuffled.weights, found.weights[order])
    assert [each.after for each in found.margins] == pytest.approx(
        [each.target for each in found.margins]
    )
    assert 0 < found.effective_n <= len(region) + 1e-9


def test_raking_takes_out_what_non_response_put_in():
    rng = np.random.default_rng(8)
    is_old, is_north = rng.random(40_000) < 0.5, rng.random(40_000) < 0.3
    answer = 5 + 2 * is_old - is_north + rng.normal(0, 1, 40_000)
    did = rng.random(40_000) < 0.02 + 0.05 * is_old + 0.03 * is_north

    found = rake(
        {"old": is_old[did].tolist(), "north": is_north[did].tolist()},
        {"old": {True: is_old.mean(), False: 1 - is_old.mean()}, "north": {True: 0.3, False: 0.7}},
    )

    weighted = np.average(answer[did], weights=found.weights)
    assert abs(answer[did].mean() - answer.mean()) > 0.3
    assert weighted == pytest.approx(answer.mean(), abs=0.1)


@pytest.mark.parametrize(
    ("categories", "targets", "asked", "refusal"),
    [
        pytest.param({"r": ["n", "x"]}, {"r": {"n": 1}}, {}, r"got x \(1\)", id="unknown"),
        pytest.param({"r": ["n"]}, {"s": {"n": 1}}, {}, "targets for each margin", id="no target"),
        pytest.param(
            {"r": ["n"], "s": ["b"]},
            {"r": {"n": 100}, "s": {"b": 102}},
            {},
            "the same in each margin, got 100, 102",
            id="other totals",
        ),
        pytest.param({"r": ["n"]}, {"r": {"n": -1}}, {}, "targets of at least 0", id="negative"),
        pytest.param({"r": [""]}, {"r": {"n": 1}}, {}, "at least one case", id="nobody left"),
        pytest.param(
            {"r": ["", "n"]},
            {"r": {"n": 1}},
            {"sets_missing_aside": False},
            r"unknown ones: r \(1\)",
            id="missing",
        ),
        pytest.param(
            {"r": ["n"], "s": []}, {"r": {"n": 1}, "s": {"b": 1}}, {}, "one category a case", id="n"
        ),
        pytest.param({"r": ["n"] * 2}, {"r": {"n": 1}}, {"base": [1, 0]}, "above 0", id="base"),
        pytest.param({"r": ["n"]}, {"r": {"n": 1}}, {"trimmed_at": 1}, "a cut above 1", id="cut"),
    ],
)
def test_what_cannot_be_raked_is_refused(categories, targets, asked, refusal):
    with pytest.raises(ValueError, match=refusal):
        rake(categories, targets, **asked)
