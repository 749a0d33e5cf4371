import numpy as np
import pytest

from heed.measures.pls.index import indices
from heed.measures.pls.model import Latent, Mode, PathModel
from heed.measures.pls.models import ECSI
from heed.measures.pls.outer_weights import Scheme
from heed.measures.pls.path_model import fit_path_model
from heed.measures.pls.quality import quality_of
from heed.measures.pls.solution import Metric, Solution
from tests.measures.pls.mobi import Table, answers, as_table, columns, needs_mobi, smartpls, table

SCHEMES = {"centroid": Scheme.CENTROID, "factorial": Scheme.FACTORIAL, "pathWeighting": Scheme.PATH}
EACH_SCHEME = pytest.mark.parametrize("name", SCHEMES)
pytestmark = needs_mobi


def fitted(scheme: Scheme, metric: Metric = Metric.STANDARDISED) -> Solution:
    return fit_path_model(answers(ECSI), ECSI, metric=metric, scheme=scheme)


def as_printed(found: Solution) -> dict[str, Table]:
    """Return what the programs print, by the kind of their files."""
    weights = found.weights[:, None] * ECSI.membership
    loadings = found.loadings[:, None] * ECSI.membership
    return {
        "paths": as_table(found.paths, ECSI.names, ECSI.names),
        "total_effects": as_table(found.total_effects, ECSI.names, ECSI.names),
        "outer_weights": as_table(weights, ECSI.indicators, ECSI.names),
        "sum1": as_table(weights / weights.sum(axis=0), ECSI.indicators, ECSI.names),
        "loadings": as_table(loadings, ECSI.indicators, ECSI.names),
        "cross_loadings": as_table(found.cross_loadings, ECSI.indicators, ECSI.names),
    }


@EACH_SCHEME
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("unit_paths", "paths"),
        ("sum1_paths", "paths"),
        ("unit_total_effects", "total_effects"),
        ("sum1_total_effects", "total_effects"),
        ("unit_outer_weights", "outer_weights"),
        ("sum1_outer_weights", "sum1"),
        ("unit_loadings", "loadings"),
        ("sum1_loadings", "loadings"),
    ],
)
def test_nine_digits_are_those_of_sempls(name, file, kind):
    found = as_printed(fitted(SCHEMES[name]))

    # It prints fifteen, and stops turning when weights move by less than 1e-7.
    assert found[kind] == pytest.approx(table(f"semPLS_{name}_{file}.csv"), abs=3e-9)


@EACH_SCHEME
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("pathCoefficients", "paths"),
        ("totalEffects", "total_effects"),
        ("crossLoadings", "cross_loadings"),
        ("outerWeights", "outer_weights"),
    ],
)
def test_the_eight_decimals_of_smartpls_are_met_within_two_of_the_last(name, file, kind):
    found = as_printed(fitted(SCHEMES[name]))

    # SmartPLS 2.0.M3.
    assert found[kind] == pytest.approx(smartpls(f"{name}_{file}.txt"), abs=2.5e-8)


def test_raw_answers_give_what_tenenhaus_printed():
    # Tenenhaus et al. 2005, CSDA 48:159-205.
    found = fitted(Scheme.CENTROID, Metric.RAW)

    paths = [
        found.paths[ECSI.names.index(a), ECSI.names.index(b)] for a, b in ECSI.paths
    ]  # in the order of the model
    np.testing.assert_allclose(
        paths,
        [0.4931, 0.5451, 0.0659, 0.5403, 0.1527, 0.0371, 0.5444, 0.1997, 0.5400, 0.2123,
         0.4655, 0.0500],
        atol=5.1e-5,
    )  # fmt: skip
    np.testing.assert_allclose(
        found.r_squared[1:], [0.2431, 0.2971, 0.3351, 0.6717, 0.2916, 0.4318], atol=5.1e-5
    )


def test_quality_is_that_of_the_sempls_article():
    # Monecke & Leisch 2012, J. Statistical Software 48(3), the centroid example.
    solution = fitted(Scheme.CENTROID)
    found = quality_of(solution, ECSI)

    np.testing.assert_allclose(
        found.rho_c, [0.82, 0.73, 0.90, 0.92, 0.87, np.nan, 0.72], atol=0.005
    )
    np.testing.assert_allclose(
        solution.r_squared[1:], [0.25, 0.31, 0.34, 0.68, 0.28, 0.46], atol=0.006
    )
    assert float(found.gof) == pytest.approx(0.47, abs=0.005)


def test_a_block_of_mode_b_is_that_of_seminr():
    names = ("Image", "Expectation", "Quality", "Complaints", "Loyalty")
    latents = {latent.name: latent for latent in ECSI.latents}
    model = PathModel(
        tuple(
            Latent(name, latents[name].indicators, Mode.B if name == "Quality" else Mode.A)
            for name in names
        ),
        (
            ("Image", "Expectation"),
            ("Expectation", "Loyalty"),
            ("Quality", "Loyalty"),
            ("Complaints", "Loyalty"),
        ),
    )

    found = fit_path_model(answers(model), model)

    outer = table("seminr-mobi-basic-outer-model.csv")
    weights = {(name, "weight"): found.weights[at] for at, name in enumerate(model.indicators)}
    loadings = {(name, "loading"): found.loadings[at] for at, name in enumerate(model.indicators)}
    assert weights | loadings == pytest.approx(outer, abs=2e-8)
    expected = table("seminr-mobi-basic-paths.csv")
    assert as_table(found.paths, names, names) == pytest.approx(expected, abs=2e-9)


def test_the_index_is_the_mean_of_weighted_scores_case_by_case():
    # The same sum taken over cases first, by scores from 0 to 100.
    solution = fitted(Scheme.PATH)
    values = np.column_stack([columns()[name] for name in ("CUSA1", "CUSA2", "CUSA3")])

    weights = solution.weights[17:20] / values.std(axis=0)
    scores = 100 * ((values - 1) @ weights) / (9 * weights.sum())
    assert indices(solution, ECSI)[4] == pytest.approx(scores.mean())
    assert 72 < scores.mean() < 73
