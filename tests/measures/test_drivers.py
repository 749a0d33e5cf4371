import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.measures.drivers import Decomposition, key_drivers
from heed.measures.estimates import Flag
from tests.measures.kiosk import KIOSK, needs_kiosk

DATA = Path(__file__).parents[3] / "shared/data/measure/relative_importance"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"The driver data are not in {DATA}.")
SHAPLEY, JOHNSON = Decomposition.SHAPLEY, Decomposition.JOHNSON
# Items of the six dimensions, named as their explained shares tell.
KIOSK_ITEMS = {
    "tangibility": (4, 5, 6, 22),
    "security": (19, 20, 21),
    "economy": (10, 11, 18),
    "convenience": (13, 14, 15, 16, 17),
    "reliability": (1, 2, 3),
    "control": (7, 8),
}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def columns(name: str, inputs: tuple[str, ...]) -> np.ndarray:
    return np.array([[float(row[each]) for each in inputs] for row in table(DATA / name)])


def reference(path: Path, column: str) -> list[float]:
    return [float(row[column]) for row in table(path) if row[""] != "R2"]


def kiosk() -> tuple[np.ndarray, np.ndarray]:
    rows = table(KIOSK / "kiosk_clean_194.csv")
    inputs = [
        [np.mean([float(row[f"ipa{at}_2"]) for at in items]) for items in KIOSK_ITEMS.values()]
        for row in rows
    ]
    return np.array(inputs), np.array(
        [(float(row["total1"]) + float(row["total2"])) / 2 for row in rows]
    )


def drawn(seed: int, n: int, coefficients: list[float], *, common: float = 0.5):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, len(coefficients))) + common * rng.normal(size=(n, 1))
    return x, x @ coefficients + rng.normal(size=n)


def values(found, name: str = "importance") -> np.ndarray:
    return np.array([getattr(each, name).value for each in found.drivers])


def plain(found, name: str) -> list[float]:
    return [getattr(each, name) for each in found.drivers]


@needs_data
@pytest.mark.parametrize(
    ("decomposition", "column"),
    [pytest.param(SHAPLEY, "lmg", id="lmg"), pytest.param(JOHNSON, "genizi", id="johnson")],
)
def test_swiss_shares_are_those_of_relaimpo(decomposition, column):
    # Grömping (2006), JSS 17(1); R relaimpo 2.2: 15 digits.
    path = DATA / "swiss_relaimpo_reference.csv"
    inputs = tuple(row[""] for row in table(path))[:-1]

    found = key_drivers(
        columns("swiss.csv", inputs),
        columns("swiss.csv", ("Fertility",))[:, 0],
        names=inputs,
        decomposition=decomposition,
        resamples=0,
    )

    np.testing.assert_allclose(values(found), reference(path, column), rtol=1e-12)
    np.testing.assert_allclose(plain(found, "first"), reference(path, "first"), rtol=1e-12)
    np.testing.assert_allclose(plain(found, "last"), reference(path, "last"), rtol=1e-10)
    np.testing.assert_allclose(plain(found, "pratt"), reference(path, "pratt"), rtol=1e-11)
    assert found.r_squared.value == pytest.approx(0.706735001592726, rel=1e-12)
    assert [Flag.SUPPRESSED in each.importance.flags for each in found.drivers] == [
        *(True, False, False, False, False)
    ]
    assert [each.direction for each in found.drivers] == [1, -1, -1, 1, 1]


@needs_data
@pytest.mark.parametrize(
    ("decomposition", "expected"),
    [
        # The example of R rwa, and relaimpo on the same four inputs.
        pytest.param(JOHNSON, [0.2284797, 0.2221469, 0.2321744, 0.0963886], id="johnson"),
        pytest.param(SHAPLEY, [0.24705203, 0.24349959, 0.21091290, 0.07772511], id="lmg"),
    ],
)
def test_mtcars_shares_are_those_of_r(decomposition, expected):
    x = columns("mtcars.csv", ("cyl", "disp", "hp", "gear"))

    found = key_drivers(
        x, columns("mtcars.csv", ("mpg",))[:, 0], decomposition=decomposition, resamples=0
    )

    np.testing.assert_allclose(values(found), expected, atol=6e-8)
    assert round(found.r_squared.value, 7) == 0.7791896


@needs_kiosk
def test_kiosk_shares_are_those_of_relaimpo():
    path = KIOSK / "kiosk_driver_relaimpo_reference.csv"

    lmg = key_drivers(*kiosk(), names=tuple(KIOSK_ITEMS), resamples=0)
    johnson = key_drivers(*kiosk(), decomposition=JOHNSON, resamples=0)

    assert [row[""] for row in table(path)] == plain(lmg, "name")
    np.testing.assert_allclose(values(lmg), reference(path, "lmg"), rtol=1e-11)
    np.testing.assert_allclose(values(johnson), reference(path, "johnson_genizi"), rtol=1e-11)
    slopes = [each.coefficient * kiosk()[1].std() / each.spread for each in lmg.drivers]
    np.testing.assert_allclose(slopes, reference(path, "beta"), rtol=1e-10)
    np.testing.assert_allclose(plain(lmg, "last"), reference(path, "last"), rtol=1e-9)
    assert lmg.r_squared.value == pytest.approx(0.487433927344518, rel=1e-12)
    assert [each.name for each in lmg.drivers if Flag.SUPPRESSED in each.importance.flags] == [
        "control"
    ]


@needs_kiosk
@pytest.mark.parametrize("decomposition", [SHAPLEY, JOHNSON])
def test_economy_drives_the_kiosk_and_what_drives_nothing_is_not_told_from_noise(decomposition):
    x, y = kiosk()
    idle = np.random.default_rng(3).normal(size=(194, 1))

    found = key_drivers(np.hstack([x, idle]), y, decomposition=decomposition, seed=1)

    economy, nothing = found.drivers[2], found.drivers[-1]
    assert found.ranked[0] == economy
    assert 0.05 < economy.importance.lower < 0.18 < economy.importance.upper < 0.35
    assert economy.is_above_noise
    assert nothing.above_noise.flags == (Flag.UNDECIDED,)
    assert nothing.above_noise.lower < 0 < nothing.above_noise.upper


@pytest.mark.parametrize("decomposition", [SHAPLEY, JOHNSON])
def test_weights_of_whole_numbers_are_repeated_cases(decomposition):
    x, y = drawn(2, 60, [0.5, 0.3, 0])
    times = np.random.default_rng(4).integers(0, 4, 60)

    found = key_drivers(x, y, weights=times, decomposition=decomposition, resamples=0)
    repeated = key_drivers(
        *(np.repeat(each, times, axis=0) for each in (x, y)),
        decomposition=decomposition,
        resamples=0,
    )

    np.testing.assert_allclose(values(found), values(repeated), rtol=1e-9)
    assert (found.r_squared.n, found.dropped) == (np.sum(times > 0), np.sum(times == 0))
    assert found.r_squared.effective_n == pytest.approx(times.sum() ** 2 / (times**2).sum())


@pytest.mark.parametrize("decomposition", [SHAPLEY, JOHNSON])
def test_known_drivers_are_found_again(decomposition):
    # Independent inputs of variance 1: importances are the squared coefficients over 1.34 + 1.
    x, y = drawn(5, 100_000, [1.0, 0.5, -0.3, 0], common=0)

    found = key_drivers(x, y, decomposition=decomposition, resamples=0)

    np.testing.assert_allclose(values(found), np.array([1, 0.25, 0.09, 0]) / 2.34, atol=0.006)
    assert [each.direction for each in found.drivers[:3]] == [1, 1, -1]


def test_intervals_hold_the_truth_as_often_as_they_say():
    truth = 1 / 2.25
    found = [
        key_drivers(*drawn(seed, 150, [1, 0.5], common=0), resamples=400, seed=seed)
        for seed in range(50)
    ]

    held = sum(
        each.drivers[0].importance.lower <= truth <= each.drivers[0].importance.upper
        for each in found
    )

    assert 43 <= held <= 50


def test_an_idle_input_is_rarely_taken_for_a_driver():
    found = [
        key_drivers(
            *drawn(seed, 120, [0.6, 0.4, 0], common=0), decomposition=JOHNSON, resamples=400
        )
        for seed in range(40)
    ]

    assert sum(each.drivers[2].is_above_noise for each in found) <= 3
    assert sum(each.drivers[0].is_above_noise for each in found) == 40


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.sampled_from([SHAPLEY, JOHNSON]))
def test_shares_add_up_whatever_the_units(seed, p, decomposition):
    x, y = drawn(seed, 40, [1 / (at + 1) for at in range(p)])
    units = np.random.default_rng(seed).uniform(0.1, 100, p)

    found = key_drivers(x, y, decomposition=decomposition, resamples=0)
    in_units = key_drivers(x * units + 7, 3 - y / 9, decomposition=decomposition, resamples=0)

    assert values(found).sum() == pytest.approx(found.r_squared.value)
    assert values(found, "share").sum() == pytest.approx(1)
    assert values(found).min() >= 0
    np.testing.assert_allclose(values(in_units), values(found), rtol=1e-7)


def test_the_same_seed_gives_the_same_intervals():
    x, y = drawn(1, 50, [1, 0.2])

    assert key_drivers(x, y, seed=3) == key_drivers(x, y, seed=3)
    assert key_drivers(x, y, seed=3) != key_drivers(x, y, seed=4)


@pytest.mark.parametrize("decomposition", [SHAPLEY, JOHNSON])
def test_a_copy_shares_with_its_original_and_both_are_flagged(decomposition):
    x, y = drawn(1, 80, [1, 0.5])

    found = key_drivers(np.column_stack([x, x[:, 0]]), y, decomposition=decomposition)

    without = key_drivers(x, y, decomposition=decomposition, resamples=0)
    assert found.rank == 2
    assert found.r_squared.value == pytest.approx(without.r_squared.value)
    assert found.r_squared.flags == (Flag.SINGULAR,)
    assert [each.importance.flags for each in found.drivers] == [
        *((Flag.SINGULAR,), (), (Flag.SINGULAR,))
    ]
    assert values(found)[0] == pytest.approx(values(found)[2])
    assert [each.last for each in found.drivers][::2] == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize("decomposition", [SHAPLEY, JOHNSON])
def test_an_input_that_never_varies_explains_nothing(decomposition):
    x, y = drawn(1, 80, [1, 0.5])

    found = key_drivers(np.column_stack([x, np.full(80, 6.1)]), y, decomposition=decomposition)

    still = found.drivers[2]
    assert still.importance.value == pytest.approx(0, abs=1e-12)
    assert (still.spread, still.direction) == (0, 0)
    assert still.importance.flags == (Flag.NO_SPREAD,)
    assert found.drivers[0].importance.flags == ()


def test_incomplete_cases_are_left_out_and_counted():
    x, y = drawn(1, 30, [1, 0.5])
    x[0, 0], y[1] = np.nan, np.nan

    found = key_drivers(x, y, resamples=0)

    assert (found.dropped, found.r_squared.n) == (2, 28)
    assert found.r_squared.flags == (Flag.FEW_CASES,)
    assert not found.r_squared.has_interval


@pytest.mark.parametrize(("n", "flags"), [(49, (Flag.FEW_CASES,)), (50, ())])
def test_ten_cases_are_wanted_for_each_input(n, flags):
    found = key_drivers(*drawn(1, n, [1, 0.5, 0.2, 0, 0]), resamples=0)

    assert {each.importance.flags for each in found.drivers} >= {flags}
    assert found.r_squared.flags == flags


def test_above_18_inputs_orders_are_sampled_and_it_is_said():
    x, y = drawn(6, 400, [1.0] * 3 + [0.2] * 16)

    found = key_drivers(x, y, resamples=100)

    assert (found.orders, found.resampled_orders) == (2000, 100)
    assert values(found).sum() == pytest.approx(found.r_squared.value)
    assert {each.name for each in found.ranked[:3]} == {"1", "2", "3"}
    assert all(each.importance.has_interval for each in found.drivers)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"outcome": np.ones(30)}, "an outcome that varies", id="still outcome"),
        pytest.param({"outcome": np.ones(29)}, "shape", id="lengths differ"),
        pytest.param({"inputs": np.ones((30, 40))}, "at least 43 complete cases", id="few"),
        pytest.param({"names": ["a"]}, "a name for each of 2", id="names"),
        pytest.param({"resamples": 5}, "at least 100 bootstrap samples", id="resamples"),
        pytest.param({"confidence": 95}, "confidence strictly between", id="confidence"),
        pytest.param({"weights": [-1] * 30}, "weights of at least 0", id="weights"),
    ],
)
def test_what_cannot_be_explained_is_refused(change, message):
    x, y = drawn(1, 30, [1, 0.5])

    with pytest.raises(ValueError, match=message):
        key_drivers(**({"inputs": x, "outcome": y} | change))
