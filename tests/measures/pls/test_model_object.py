import json

import pytest

from heed.measures.pls.model import Mode
from heed.measures.pls.model_object import as_object, path_model_of
from heed.measures.pls.models import READY

GIVEN = {
    "latents": [
        {"name": "Quality", "indicators": ["q1", "q2"], "mode": "B"},
        {"name": "Value", "indicators": ["v1"], "scale": [0, 1]},
    ],
    "paths": [["Quality", "Value"]],
    "scale": [1, 10],
    "target": "Value",
}


@pytest.mark.parametrize("name", READY)
def test_a_model_comes_back_from_json_as_it_was(name):
    text = json.dumps(as_object(READY[name]))

    assert path_model_of(json.loads(text)) == READY[name]


def test_the_scale_of_the_model_is_that_of_latents_without_their_own():
    model = path_model_of(GIVEN)

    assert [latent.scale for latent in model.latents] == [(1, 10), (0, 1)]
    assert [latent.mode for latent in model.latents] == [Mode.B, Mode.A]
    assert model.target == "Value"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"arrows": []}, "got the key 'arrows'", id="key"),
        pytest.param(
            {"latents": [{"name": "Q", "indicators": ["q"], "mod": "A"}]},
            "key 'mod'",
            id="inner key",
        ),
        pytest.param(
            {"latents": [{"name": "Q", "indicators": ["q"], "mode": "C"}]},
            "mode A or B of 'Q', got 'C'",
            id="mode",
        ),
        pytest.param({"latents": [{"indicators": ["q"]}]}, "name of a latent as text", id="name"),
        pytest.param({"latents": [{"name": "", "indicators": []}]}, "an empty one", id="empty"),
        pytest.param({"latents": [{"name": "Q"}]}, "indicators of 'Q' as a list", id="indicators"),
        pytest.param(
            {"latents": [{"name": "Q", "indicators": [1]}]},
            "an indicator of 'Q' as text",
            id="text",
        ),
        pytest.param({"latents": "Q"}, "latents as a list, got 'Q'", id="latents"),
        pytest.param({"paths": [["Quality"]]}, r"\[from, to\], got \['Quality'\]", id="path"),
        pytest.param({"paths": [["Quality", "Price"]]}, "got 'Price'", id="end"),
        pytest.param({"scale": [1]}, r"\[lowest, highest\], got \[1\]", id="scale"),
        pytest.param({"scale": [True, 3]}, r"\[lowest, highest\]", id="boolean"),
    ],
)
def test_what_is_no_model_is_refused_with_what_is_wrong(change, why):
    with pytest.raises(ValueError, match=why):
        path_model_of(GIVEN | change)


@pytest.mark.parametrize("given", [[], "ecsi", {}, {"latents": []}], ids=str)
def test_a_model_without_its_parts_is_refused(given):
    with pytest.raises(ValueError, match="Expected a model with"):
        path_model_of(given)
