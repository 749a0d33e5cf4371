import numpy as np
import pytest

from heed.measures.advisor.scores import pinball_loss, reliability


def test_the_quantile_has_the_least_pinball_loss():
    took = np.arange(1, 101.0)

    losses = [pinball_loss(took, np.full(100, each), coverage=0.95) for each in took]

    assert took[int(np.argmin(losses))] == 95


def test_promises_announced_are_set_against_those_kept_by_channel():
    announced = [0.95] * 40 + [0.8] * 10
    is_kept = [True] * 38 + [False] * 2 + [True] * 5 + [False] * 5
    channels = ["mail"] * 20 + ["chat"] * 20 + ["chat"] * 10

    found = reliability(announced, is_kept, channels)

    assert [(each.channel, round(each.announced, 2), each.kept.n) for each in found] == [
        ("chat", 0.8, 10),
        ("chat", 0.95, 20),
        ("mail", 0.95, 20),
    ]
    assert [each.kept.value for each in found] == [0.5, 0.9, 1.0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(([95], [True]), "between 0 and 1", id="percent"),
        pytest.param(([0.95], [True, False]), "equal lengths", id="lengths"),
    ],
)
def test_what_cannot_be_a_diagram_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        reliability(*arguments)


def test_a_coverage_in_percent_is_refused():
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        pinball_loss([1.0], [1.0], coverage=95)
