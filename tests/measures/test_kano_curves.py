import numpy as np
import pytest

from heed.measures.kano_curves import Shape, satisfaction_curve
from heed.measures.kano_tables import Category

CURVED = (Category.MUST_BE, Category.ONE_DIMENSIONAL, Category.ATTRACTIVE)


@pytest.mark.parametrize("category", CURVED)
def test_every_curve_runs_from_worse_to_better(category):
    curve = satisfaction_curve(category, better=0.47, worse=-0.72)

    assert (curve.at(0), curve.at(1)) == pytest.approx((-0.72, 0.47))


def test_coefficients_are_those_of_wang_and_ji():
    # Wang and Ji (2010): with CS = .8, DS = -.4 and e - 1 = 1.71828.
    e = np.e

    delight = satisfaction_curve(Category.ATTRACTIVE, better=0.8, worse=-0.4)
    need = satisfaction_curve(Category.MUST_BE, better=0.8, worse=-0.4)

    assert (delight.shape, need.shape) == (Shape.RISING, Shape.FLATTENING)
    assert delight.slope == pytest.approx(1.2 / (e - 1))
    assert delight.intercept == pytest.approx(-(0.8 + 0.4 * e) / (e - 1))
    assert need.slope == pytest.approx(1.2 * e / (e - 1))
    assert need.intercept == pytest.approx((0.8 * e + 0.4) / (e - 1))


def test_half_of_a_delight_pleases_less_and_half_of_a_need_more_than_half():
    need, line, delight = (
        satisfaction_curve(each, better=0.5, worse=-0.5).at(0.5) for each in CURVED
    )

    assert line == pytest.approx(0)
    assert need == pytest.approx(-delight)
    assert need > 0.1


@pytest.mark.parametrize(
    ("category", "better", "worse", "message"),
    [
        pytest.param(Category.INDIFFERENT, 0.1, -0.1, "one of O, A, M.*got I", id="no curve"),
        pytest.param(Category.MUST_BE, 0.1, 0.1, "worse in -1..0", id="worse above 0"),
        pytest.param(Category.MUST_BE, float("nan"), -0.1, "better in 0..1", id="unknown"),
    ],
)
def test_what_has_no_curve_is_refused(category, better, worse, message):
    with pytest.raises(ValueError, match=message):
        satisfaction_curve(category, better=better, worse=worse)
