import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.estimates import Flag, Method
from heed.measures.pls.answers import Answers, answers_of
from heed.measures.pls.model import Latent, Mode, PathModel
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.path_model import estimate_path_model, fit_path_model
from heed.measures.pls.solution import Metric

CHAIN = PathModel(
    (
        Latent("Quality", ("q1", "q2", "q3"), scale=(-9, 9)),
        Latent("Value", ("v1", "v2"), scale=(-9, 9)),
        Latent("Loyalty", ("l1", "l2"), scale=(-9, 9)),
    ),
    (("Quality", "Value"), ("Quality", "Loyalty"), ("Value", "Loyalty")),
    target="Loyalty",
)


def made(n: int, seed: int = 3, noise: float = 0.5) -> dict[str, np.ndarray]:
    """Return answers in which Quality leads to Value by .6, and to Loyalty by .3 and .5 × Value."""
    rng = np.random.default_rng(seed)
    quality = rng.normal(size=n)
    value = 0.6 * quality + 0.8 * rng.normal(size=n)
    rest = np.sqrt(1 - 0.3**2 - 0.5**2 - 2 * 0.3 * 0.5 * 0.6)
    loyalty = 0.3 * quality + 0.5 * value + rest * rng.normal(size=n)
    latents = {"q": quality, "v": value, "l": loyalty}
    return {
        name: np.clip(latents[name[0]] + noise * rng.normal(size=n), -9, 9)
        for name in CHAIN.indicators
    }


def chain_answers(n: int = 120, seed: int = 3) -> Answers:
    return answers_of(made(n, seed), CHAIN)


def test_simulated_effects_are_recovered_where_answers_are_nearly_exact():
    found = fit_path_model(answers_of(made(40_000, noise=0.05), CHAIN), CHAIN)

    np.testing.assert_allclose(
        found.total_effects, [[0, 0.6, 0.6], [0, 0, 0.5], [0, 0, 0]], atol=0.02
    )
    assert found.r_squared[1] == pytest.approx(0.36, abs=0.02)


def test_intervals_hold_the_true_effect_about_as_often_as_they_say():
    # 24 invented surveys, nearly exact answers; 95 % intervals of the path Quality → Value.
    held = [
        effect.lower <= 0.6 <= effect.upper
        for seed in range(24)
        for effect in [
            estimate_path_model(
                answers_of(made(80, seed, noise=0.02), CHAIN), CHAIN, samples=100, seed=seed
            )
            .paths[0]
            .effect
        ]
    ]

    assert 20 <= sum(held) <= 24


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.floats(0.1, 50), min_size=7, max_size=7),
    st.lists(st.floats(-100, 100), min_size=7, max_size=7),
    st.sampled_from(Scheme),
)
def test_units_of_answers_do_not_matter_when_standardised(factors, shifts, scheme):
    model = PathModel(
        tuple(Latent(each.name, each.indicators) for each in CHAIN.latents), CHAIN.paths
    )
    columns = made(60)
    moved = {
        name: columns[name] * factor + shift
        for name, factor, shift in zip(CHAIN.indicators, factors, shifts, strict=True)
    }

    plain = fit_path_model(answers_of(columns, model), model, scheme=scheme)
    found = fit_path_model(answers_of(moved, model), model, scheme=scheme)

    np.testing.assert_allclose(found.paths, plain.paths, atol=1e-7)
    np.testing.assert_allclose(found.weights, plain.weights, atol=1e-7)


@pytest.mark.parametrize("metric", Metric)
def test_a_weight_of_two_is_a_case_that_came_twice(metric):
    columns = made(60)
    weights = np.resize([1, 2, 1], 60)
    twice = {name: np.repeat(column, weights) for name, column in columns.items()}

    weighted = fit_path_model(answers_of(columns, CHAIN, weights=weights), CHAIN, metric=metric)
    repeated = fit_path_model(answers_of(twice, CHAIN), CHAIN, metric=metric)

    np.testing.assert_allclose(weighted.paths, repeated.paths, atol=1e-9)
    np.testing.assert_allclose(weighted.loadings, repeated.loadings, atol=1e-9)


def test_single_indicators_give_plain_regression():
    names = ("q1", "v1", "l1")
    model = PathModel(
        tuple(
            Latent(latent.name, (name,), mode)
            for latent, name, mode in zip(
                CHAIN.latents, names, [Mode.A, Mode.B, Mode.A], strict=True
            )
        ),
        CHAIN.paths,
    )
    columns = made(100)

    found = fit_path_model(answers_of(columns, model), model)

    z = np.column_stack(
        [(columns[name] - columns[name].mean()) / columns[name].std() for name in names]
    )
    expected = np.linalg.lstsq(z[:, :2], z[:, 2], rcond=None)[0]
    np.testing.assert_allclose(found.paths[:2, 2], expected, atol=1e-12)
    assert found.loadings == pytest.approx([1, 1, 1])


def test_the_same_seed_gives_the_same_bounds_and_another_gives_others():
    first, again, other = (
        estimate_path_model(chain_answers(), CHAIN, samples=100, seed=seed) for seed in (1, 1, 2)
    )

    assert first.paths == again.paths
    assert first.paths != other.paths


def test_every_number_comes_with_its_interval_and_cases():
    found = estimate_path_model(chain_answers(), CHAIN, samples=200)

    estimates = [
        *(each.effect for each in (*found.paths, *found.total_effects, *found.indirect_effects)),
        *(each.weight for each in found.indicators),
        *(each.loading for each in found.indicators),
        *(each.htmt for each in found.likenesses),
        *(each.importance for each in found.priorities),
        *(each.index for each in found.blocks),
        *(each.communality for each in found.blocks),
        found.gof,
    ]
    assert all(each.lower <= each.value <= each.upper for each in estimates)
    assert {(each.n, each.method, each.confidence) for each in estimates} == {
        (120, Method.BOOTSTRAP, 0.95)
    }
    assert (found.samples_used, found.has_converged) == (200, True)


def test_direct_and_indirect_effects_add_up_to_the_total():
    found = estimate_path_model(chain_answers(), CHAIN, samples=100)

    path, indirect, total = (
        {(each.source, each.target): each.effect.value for each in kind}
        for kind in (found.paths, found.indirect_effects, found.total_effects)
    )
    assert list(indirect) == [("Quality", "Loyalty")]
    ends = ("Quality", "Loyalty")
    assert total[ends] == pytest.approx(path[ends] + indirect[ends])
    assert indirect[ends] == pytest.approx(path["Quality", "Value"] * path["Value", "Loyalty"])


def test_a_negative_weight_is_flagged_and_takes_the_index_away():
    columns = made(200)
    turned = columns | {"v2": -columns["v2"]}

    found = estimate_path_model(answers_of(turned, CHAIN), CHAIN, samples=100)

    value = found.blocks[1].index
    assert (value.has_value, value.flags) == (False, (Flag.NEGATIVE_WEIGHT,))
    signs = sorted(Flag.NEGATIVE_WEIGHT in each.weight.flags for each in found.indicators[3:5])
    assert signs == [False, True]
    assert [each.latent for each in found.priorities] == ["Quality"]


def test_paths_near_nothing_are_undecided_and_alike_latents_flagged():
    rng = np.random.default_rng(5)
    columns = made(150)
    noise = {"l1": rng.normal(size=150), "l2": rng.normal(size=150)}
    same = {"v1": columns["q1"] + 0.01 * noise["l1"], "v2": columns["q2"] + 0.01 * noise["l2"]}

    found = estimate_path_model(answers_of(columns | noise | same, CHAIN), CHAIN, samples=100)

    assert Flag.UNDECIDED in found.paths[1].effect.flags
    assert Flag.UNDECIDED not in found.paths[0].effect.flags
    assert [Flag.SINGULAR in each.htmt.flags for each in found.likenesses] == [True, False, False]
    assert Flag.UNRELIABLE in found.blocks[2].rho_a.flags


def test_few_cases_are_flagged():
    found = estimate_path_model(chain_answers(20), CHAIN, samples=100)

    assert all(Flag.FEW_CASES in each.effect.flags for each in found.paths)


def test_answers_that_repeat_each_other_are_refused():
    model = PathModel(
        (Latent("a", ("q1", "q2"), Mode.B), Latent("b", ("v1",)), Latent("c", ("v2",))),
        (("a", "c"), ("b", "c")),
    )
    columns = made(50)

    with pytest.raises(ValueError, match="answers of 'a' that do not repeat each other"):
        fit_path_model(answers_of(columns | {"q2": 2 * columns["q1"]}, model), model)
    single = PathModel((Latent("a", ("q1",)), *model.latents[1:]), model.paths)
    with pytest.raises(
        ValueError, match=r"causes whose answers do not repeat .* got some of c that"
    ):
        fit_path_model(answers_of(columns | {"v1": columns["q1"]}, single), single)


@pytest.mark.parametrize(
    ("options", "why"),
    [({"samples": 99}, "at least 100 resamples, got 99"), ({"confidence": 95}, "got 95")],
    ids=["samples", "confidence"],
)
def test_impossible_wishes_are_refused(options, why):
    with pytest.raises(ValueError, match=why):
        estimate_path_model(chain_answers(), CHAIN, **options)


def test_progress_is_told_of_every_sample():
    told = []

    estimate_path_model(chain_answers(), CHAIN, samples=600, progress=told.append)

    assert sum(told) == 600
    assert len(told) > 1


@pytest.mark.parametrize("metric", Metric)
def test_resamples_in_which_all_give_the_same_answer_are_left_out_and_counted(metric):
    # 3 of 40 gave another answer to v1: a resample misses all of them in (37 / 40)^40, or 4 %.
    columns = made(40) | {"v1": np.where(np.arange(40) < 3, 1.7, 0.3)}

    found = estimate_path_model(answers_of(columns, CHAIN), CHAIN, metric=metric, samples=500)

    assert 470 < found.samples_used < 495
    assert all(each.weight.has_interval for each in found.indicators)
    assert all(each.loading.has_interval for each in found.indicators)
