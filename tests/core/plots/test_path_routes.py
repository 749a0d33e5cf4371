from itertools import pairwise

import pytest

from heed.core.plots.labels import Spot
from heed.core.plots.path_routes import along, grid_of, length_of, routes_of, turned
from heed.core.plots.values import Arrow, Box

BOXES = [Box(key, key, layer) for key, layer in [("a", 0), ("b", 1), ("c", 2), ("d", 2), ("e", 2)]]


@pytest.fixture
def grid():
    return grid_of(BOXES, (100, 40), 500, 300)


def test_boxes_of_a_layer_stand_in_one_column_and_apart(grid):
    column = [grid.spots[key] for key in "cde"]

    assert {spot.left for spot in column} == {400}
    assert all(above.bottom < below.top for above, below in pairwise(column))


def test_an_arrow_past_a_layer_goes_round_its_box(grid):
    [route] = routes_of([Arrow("a", "d", 0.3)], grid)

    steps = [along(route, step / 200) for step in range(201)]
    assert len(route) == 4
    assert not any(grid.spots["b"].covers(Spot(x, y, x, y)) for x, y in steps)


@pytest.mark.parametrize(("source", "target"), [("a", "w"), ("w", "a")])
def test_an_arrow_past_many_layers_goes_behind_no_box_of_any(source, target):
    layers = {"a": 0, "p": 1, "q": 2, "r": 2, "s": 3, "v": 4, "w": 4}
    grid = grid_of([Box(key, key, layer) for key, layer in layers.items()], (90, 50), 900, 260)

    [route] = routes_of([Arrow(source, target, 0.2)], grid)

    steps = [along(route, step / 400) for step in range(401)]
    between = [grid.spots[key] for key in "pqrs"]
    assert not any(box.covers(Spot(x, y, x, y)) for box in between for x, y in steps)


def test_an_arrow_to_the_next_layer_is_straight_from_side_to_side(grid):
    [route] = routes_of([Arrow("a", "b", 0.3)], grid)

    assert route == [(100, 150), (200, 150)]
    assert length_of(route) == 100


def test_arrows_into_one_box_do_not_end_in_one_point(grid):
    routes = routes_of([Arrow("c", "b", 0.1), Arrow("d", "b", 0.1), Arrow("e", "b", 0.1)], grid)

    assert len({route[-1] for route in routes}) == 3


def test_within_a_layer_an_arrow_goes_straight_or_round_what_is_between(grid):
    near, far = routes_of([Arrow("c", "d", 0.1), Arrow("e", "c", 0.1)], grid)

    assert near == [(450, 70), (450, 130)]
    assert len(far) == 4


def test_on_a_telephone_the_diagram_runs_downwards(grid):
    down, [route] = turned(grid, routes_of([Arrow("a", "b", 0.3)], grid), 500)

    assert down.spots["b"].top > down.spots["a"].bottom
    assert route == [(150, 100), (150, 200)]
