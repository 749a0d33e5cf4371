import numpy as np
import pytest

from heed.measures.pls.answers import answers_of
from heed.measures.pls.model import PathModel
from heed.measures.pls.models import ACSI, CCSI, ECSI, READY
from heed.measures.pls.path_model import estimate_path_model


def invented(model: PathModel, n: int = 150) -> dict[str, np.ndarray]:
    """Return answers that go together, rounded to each latent's scale (or from 1 to 10)."""
    rng = np.random.default_rng(8)
    latents = rng.normal(size=(n, len(model.names))) + rng.normal(size=(n, 1))
    felt = latents @ model.membership.T + 0.7 * rng.normal(size=(n, len(model.indicators)))
    low, high = np.nan_to_num(model.scales, nan=1.0).T
    high = np.where(high > low, high, 10.0)
    values = np.clip(np.round(low + (high - low) * (0.5 + felt / 6)), low, high)
    return dict(zip(model.indicators, values.T, strict=True))


@pytest.mark.parametrize("name", READY)
def test_a_ready_model_fits_answers_on_its_scales(name):
    model = READY[name]

    found = estimate_path_model(answers_of(invented(model), model), model, samples=100)

    assert [(each.source, each.target) for each in found.paths] == list(model.paths)
    assert found.has_converged
    before = {path[0] for path in model.paths if path[1] == "Satisfaction"}
    assert {each.latent for each in found.priorities} == before


def test_items_without_a_common_scale_have_no_index():
    found = estimate_path_model(answers_of(invented(ACSI), ACSI), ACSI, samples=100)

    indices = {block.latent: block.index is None for block in found.blocks}
    assert indices == dict.fromkeys(ACSI.names, False) | {"Loyalty": True}


@pytest.mark.parametrize(
    ("model", "latents", "indicators", "paths"),
    [
        pytest.param(ECSI, 7, 24, 12, id="ECSI"),
        pytest.param(ACSI, 6, 14, 9, id="ACSI"),
        pytest.param(CCSI, 6, 16, 11, id="CCSI"),
    ],
)
def test_ready_models_have_the_size_of_their_sources(model, latents, indicators, paths):
    assert (len(model.names), len(model.indicators), len(model.paths)) == (
        latents,
        indicators,
        paths,
    )
    assert model.target == "Satisfaction"
