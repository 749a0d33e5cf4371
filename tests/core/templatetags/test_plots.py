import pytest

from heed.core.templatetags.plots import _cells


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        pytest.param([6.2, 6.0, None], ["6.2", "6.0", "–"], id="as many decimals as the finest"),
        pytest.param([0.12345, 0.5], ["0.123", "0.500"], id="three decimals at most"),
        pytest.param([1234.5678], ["1,234.6"], id="one decimal where it is large"),
        pytest.param([388, 1], ["388", "1"], id="counts"),
        pytest.param(["Courtesy"], ["Courtesy"], id="words"),
    ],
)
def test_a_column_of_numbers_has_the_same_decimals(values, texts):
    assert [cell["text"] for cell in _cells(values)] == texts
