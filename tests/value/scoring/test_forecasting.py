import numpy as np
import pytest

from heed.value.scoring.forecasting import Histories, choose_model, expect

AS_OF, CALIBRATION_END = 728, 364


def histories(lists):
    """Customers who bought on these days."""
    early = [[day for day in days if day <= CALIBRATION_END] for days in lists]
    window = [[day for day in days if day > 2 * CALIBRATION_END - AS_OF] for days in early]
    return Histories(
        frequency=np.array([len(days) for days in lists]),
        first_day=np.array([days[0] for days in lists]),
        last_day=np.array([days[-1] for days in lists]),
        calibration_visits=np.array([len(days) for days in early]),
        calibration_last_day=np.array([days[-1] if days else 0 for days in early]),
        calibration_window_visits=np.array([len(days) for days in window]),
        as_of_day=AS_OF,
        calibration_end_day=CALIBRATION_END,
    )


def at_random(customers, *, leaving_days, seed=1):
    """Customers who buy at gamma rates and stop after exponential times."""
    rng = np.random.default_rng(seed)
    found = []
    for _customer in range(customers):
        first, rate = int(rng.integers(0, 500)), rng.gamma(1.5, 1 / 40)
        until = min(AS_OF, first + rng.exponential(leaving_days))
        days = first + np.cumsum(rng.exponential(1 / rate, 200)).astype(int)
        found.append([first, *sorted({int(day) for day in days if first < day <= until})])
    return found


def test_auto_takes_a_model_that_lets_customers_leave():
    known = histories(at_random(2000, leaving_days=200))

    chosen = choose_model(known, "auto")

    assert chosen.model is not None
    assert chosen.model.name in {"bgnbd", "mbgnbd", "paretonbd"}
    assert chosen.why.startswith(f"{chosen.model.name} has the smallest error")
    assert chosen.trial is not None
    assert chosen.trial.holdout.born_later > 0
    errors = {name: found.squared_error.value for name, found in chosen.trial.measured.items()}
    assert errors[chosen.model.name] < errors["own_rate"]


def test_auto_falls_back_where_nobody_leaves():
    known = histories(at_random(800, leaving_days=1e9))

    chosen = choose_model(known, "auto")

    assert chosen.model is not None
    assert chosen.model.name == "nbd"


def test_a_model_that_cannot_be_trusted_gives_no_number():
    known = histories(at_random(800, leaving_days=1e9))

    chosen = choose_model(known, "bgnbd")

    assert chosen.model is None
    assert chosen.warnings[0].startswith("No model of buying can be trusted here.")


def test_a_rule_of_thumb_that_does_better_is_said():
    weekly = [[7 * visit + number for visit in range(100)] for number in range(28)]
    monthly = [[28 * visit + number for visit in range(25)] for number in range(28)]
    turned = [[*days[: len(days) // 2], *days[len(days) // 2 :: 4]] for days in weekly]
    known = histories([*monthly, *turned, *[[number] for number in range(28)]])

    chosen = choose_model(known, "nbd")

    assert chosen.model is not None
    assert any("rule of thumb" in warning for warning in chosen.warnings)


def test_without_time_after_calibration_nothing_is_validated():
    known = histories([days for days in at_random(400, leaving_days=200) if days[0] > 364])

    chosen = choose_model(known, "auto")

    assert chosen.model is not None
    assert chosen.trial is None
    assert chosen.warnings[0].startswith("Until the end of calibration too few customers")


@pytest.mark.parametrize("name", ["nbd", "mbgnbd"])
def test_what_is_expected_lies_within_its_bounds(name):
    known = histories(at_random(1500, leaving_days=250))
    model = choose_model(known, name).model

    told = expect(model, known, horizon_weeks=52)

    assert np.all((told.lower <= told.upper) & (told.purchases >= 0))
    # Bounds are whole: who is expected to buy .03 times will most likely buy nothing.
    assert np.all((told.lower <= told.purchases) & (told.purchases < told.upper + 1))
    assert np.all((told.p_alive >= 0) & (told.p_alive <= 1))
