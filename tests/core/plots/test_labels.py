from itertools import combinations

import numpy as np

from heed.core.plots.labels import Spot, placed


def test_names_cover_neither_each_other_nor_points_nor_what_is_taken():
    points = np.random.default_rng(7).uniform((60, 30), (540, 370), (20, 2)).tolist()
    taken = Spot(0, 0, 120, 20)

    spots = [
        spot for spot in placed([["name"]] * 20, points, (600, 400), [taken]) if spot is not None
    ]

    assert len(spots) >= 18
    assert not any(one.covers(other) for one, other in combinations([*spots, taken], 2))
    assert not any(spot.covers(Spot(x, y, x, y)) for spot in spots for x, y in points)
    assert all(spot.is_inside(600, 400) for spot in spots)


def test_a_name_keeps_off_a_line_where_it_can():
    line = Spot(100, 50, 200, 50)

    free, kept_off = (
        placed([["name"]], [(100, 50)], (200, 100), lines=lines)[0] for lines in ([], [line])
    )

    assert free.covers(line)
    assert not kept_off.covers(line)


def test_where_there_is_no_room_there_is_no_name():
    assert placed([["a name that is too long"]], [(20, 20)], (40, 40)) == [None]
