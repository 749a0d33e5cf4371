import pytest

from heed.measures.half_widths import half_width_of_mean, half_width_of_nps, half_width_of_share


def test_the_half_width_of_a_score_is_the_inverse_of_its_number():
    assert half_width_of_nps(861) == pytest.approx(0.05, abs=5e-5)
    assert half_width_of_nps(500, population=500) == 0
    assert half_width_of_mean(62, 2) == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: half_width_of_share(0), id="no answers"),
        pytest.param(lambda: half_width_of_share(20, population=10), id="more than all"),
        pytest.param(lambda: half_width_of_share(10, share=0), id="share of 0"),
        pytest.param(lambda: half_width_of_mean(10, -1), id="spread below 0"),
        pytest.param(lambda: half_width_of_nps(10, promoters=2), id="over 1"),
        pytest.param(lambda: half_width_of_nps(10, design_effect=0.5), id="design effect"),
    ],
)
def test_numbers_out_of_range_are_refused(ask):
    with pytest.raises(ValueError, match="Expected"):
        ask()


def test_a_design_effect_widens_by_its_root():
    assert half_width_of_share(100, design_effect=4) == pytest.approx(2 * half_width_of_share(100))
