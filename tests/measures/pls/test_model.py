import pytest

from heed.measures.pls.model import Latent, PathModel

A, B, C = (Latent(name, (f"{name}1", f"{name}2")) for name in "abc")
CHAIN = (("a", "b"), ("b", "c"))


@pytest.mark.parametrize(
    ("latents", "paths", "target", "why"),
    [
        pytest.param((A, A), (("a", "a"),), "", "latent once, got 'a' twice", id="latent twice"),
        pytest.param(
            (A, Latent("b", ("b1", "a2"))), (("a", "b"),), "", "got 'a2' twice", id="shared"
        ),
        pytest.param((A, B), (("a", "b"),) * 2, "", "got 'a → b' twice", id="path twice"),
        pytest.param((A, B), (("a", "z"),), "", "known latents, got 'z'", id="unknown end"),
        pytest.param((A, B), (("a", "b"),), "z", "as target, got 'z'", id="unknown target"),
        pytest.param((A, B, C), (("a", "b"),), "", "got none of 'c'", id="without path"),
        pytest.param((A, B, C), (*CHAIN, ("c", "a")), "", "never lead back", id="cycle"),
        pytest.param((A, B), (("a", "a"), ("a", "b")), "", "got a → a", id="onto itself"),
    ],
)
def test_a_model_that_is_none_is_refused_by_name(latents, paths, target, why):
    with pytest.raises(ValueError, match=why):
        PathModel(latents, paths, target)


def test_a_cycle_is_named_on_its_whole_way():
    with pytest.raises(ValueError, match=r"got (a → b → c → a|b → c → a → b|c → a → b → c)"):
        PathModel((A, B, C), (*CHAIN, ("c", "a")))


def test_a_latent_without_indicator_or_with_a_falling_scale_is_refused():
    with pytest.raises(ValueError, match="at least one indicator of 'Value'"):
        Latent("Value", ())
    with pytest.raises(ValueError, match=r"'Value', got \[10, 1\]"):
        Latent("Value", ("v",), scale=(10, 1))
