"""Boundaries of areas, and whether a point lies within one."""

from itertools import pairwise

from chalicelib.domain.values import value

Ring = tuple[tuple[float, float], ...]
"""Corners as (longitude, latitude), WGS84 degrees as in GeoJSON; the last equals the first."""


@value
class Boundary:
    """The boundary of one area.

    Holes and exclaves are rings like the outer one: a point within an odd number of rings is inside.
    """

    area: str  # Kemendagri code
    rings: tuple[Ring, ...]

    def contains(self, lat: float, long: float) -> bool:
        return sum(_crossings(ring, lat, long) for ring in self.rings) % 2 == 1


def _crossings(ring: Ring, lat: float, long: float) -> int:
    """How many sides of the ring a ray from the point eastwards crosses."""
    count = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and long < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            count += 1
    return count
