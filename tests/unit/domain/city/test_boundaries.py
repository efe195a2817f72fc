"""Whether a point lies within a boundary."""

import pytest

from chalicelib.domain.city.boundaries import Boundary

OUTER = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))
HOLE = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0), (4.0, 4.0))
ISLAND = ((20.0, 0.0), (22.0, 0.0), (21.0, 3.0), (20.0, 0.0))


@pytest.mark.parametrize(
    ("lat", "long", "inside"),
    [(1, 1, True), (9.9, 5, True), (5, 5, False), (11, 5, False), (5, -1, False), (1, 21, True), (2.9, 20.1, False)],
)
def test_a_point_is_inside_unless_in_a_hole_or_beyond_all_parts(lat, long, inside):
    assert Boundary("33.18.10", (OUTER, HOLE, ISLAND)).contains(lat, long) is inside


def test_a_corner_s_own_height_is_counted_once():
    diamond = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
    assert Boundary("x", (diamond,)).contains(0, 0)
    assert not Boundary("x", (diamond,)).contains(0, -5)
