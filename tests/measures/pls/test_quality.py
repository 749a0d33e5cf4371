import numpy as np
import pytest

from heed.measures.pls.models import ECSI
from heed.measures.pls.path_model import fit_path_model
from heed.measures.pls.quality import quality_of
from tests.measures.pls.mobi import answers, needs_mobi

QUALITY, SATISFACTION, COMPLAINTS = 2, 4, 5
pytestmark = needs_mobi


@pytest.fixture(scope="module")
def fitted():
    return fit_path_model(answers(ECSI), ECSI)


def test_htmt_is_the_mean_correlation_between_over_that_within(fitted):
    found = quality_of(fitted, ECSI)

    among = np.corrcoef(answers(ECSI).values.T)
    first, second = ECSI.block(QUALITY), ECSI.block(SATISFACTION)
    between = among[np.ix_(first, second)].mean()
    within = [
        among[np.ix_(block, block)][np.triu_indices(len(block), 1)].mean()
        for block in (first, second)
    ]
    assert found.htmt[QUALITY, SATISFACTION] == pytest.approx(between / np.sqrt(np.prod(within)))
    alone = np.abs(among[np.ix_(first, ECSI.block(COMPLAINTS))]).mean()
    assert found.htmt[QUALITY, COMPLAINTS] == pytest.approx(alone / np.sqrt(within[0]))
    assert np.isnan(np.diagonal(found.htmt)).all()


def test_rho_a_is_that_of_its_definition(fitted):
    # Dijkstra & Henseler 2015, equation 3, written out for one block.
    found = quality_of(fitted, ECSI)

    block = ECSI.block(QUALITY)
    w = fitted.weights[block]
    among = np.corrcoef(answers(ECSI).values[:, block].T)
    products = np.outer(w, w)
    above = w @ (among - np.eye(7)) @ w
    below = w @ (products - np.diag(np.diag(products))) @ w
    assert found.rho_a[QUALITY] == pytest.approx((w @ w) ** 2 * above / below)
    assert np.isnan(found.rho_a[COMPLAINTS])


def test_communality_and_redundancy_follow_from_loadings(fitted):
    found = quality_of(fitted, ECSI)

    communality = np.mean(fitted.loadings[ECSI.block(SATISFACTION)] ** 2)
    assert found.communality[SATISFACTION] == pytest.approx(communality)
    assert found.redundancy[SATISFACTION] == pytest.approx(
        communality * fitted.r_squared[SATISFACTION]
    )
    assert np.isnan(found.redundancy[0])
