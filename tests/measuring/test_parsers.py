import pytest

from heed.measuring.catalogue import method_named
from heed.measuring.parsers import options_of
from heed.measuring.refusals import Misuse


def test_a_table_in_memory_needs_no_file():
    options = options_of("nps", method_named("nps"), ["--answer", "r", "--by", "tier"])

    assert (options.answer, options.by, options.confidence) == ("r", ["tier"], 0.95)
    assert not hasattr(options, "file")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "required: --answer", id="an option is wanting"),
        pytest.param(["answers.csv", "--answer", "r"], "answers.csv", id="a file"),
        pytest.param(["--answer", "r", "--chart", "a.svg"], "--chart", id="a chart"),
        pytest.param(["--help"], "required", id="help"),
        pytest.param(["--answer", "r", "--lowest", "low"], "a number such as 7", id="no number"),
    ],
)
def test_what_is_not_understood_is_misuse(arguments, said):
    with pytest.raises(Misuse, match=said):
        options_of("nps", method_named("nps"), arguments)


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        pytest.param("reliability", ["--items", "a"], id="reliability"),
        pytest.param("pls", ["--model", "acsi"], id="pls"),
        pytest.param("ipa", ["--performance", "a"], id="ipa"),
    ],
)
def test_every_bootstrap_draws_at_least_a_hundred_times(name, needed):
    method = method_named(name)

    assert options_of(name, method, [*needed, "--draws", "100"]).draws == 100
    with pytest.raises(Misuse, match="from 100 to 100000, got '99'"):
        options_of(name, method, [*needed, "--draws", "99"])
