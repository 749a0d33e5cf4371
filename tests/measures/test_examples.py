import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import numpy as np
import pytest

import heed.measures

MODULES = [
    module.name for module in pkgutil.walk_packages(heed.measures.__path__, prefix="heed.measures.")
]


@pytest.fixture(autouse=True)
def _print_plainly() -> Iterator[None]:
    with np.printoptions(precision=8):
        yield


@pytest.mark.parametrize("name", MODULES)
def test_every_example_prints_what_it_says(name):
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0
