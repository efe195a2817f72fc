"""Cells: a few of them hold every ticket that is close enough, wherever it lies."""

import math

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.duplicates.nearby import RADIUS, Neighbour, cell_of, cells_around, likely_duplicates
from tests.support.factory import NOW, VILLAGE, a_number, a_place, a_report, a_ticket

latitude = st.floats(-60, 60).map(lambda degrees: round(degrees, 5))
longitude = st.floats(-179.9, 179.9).map(lambda degrees: round(degrees, 5))
METRES = 111_195.0


def at(lat, long, **changes):
    return a_ticket(report=a_report(place=a_place(lat=lat, long=long)), **changes)


@given(lat=latitude, long=longitude, away=st.floats(0, RADIUS - 1), course=st.floats(0, 2 * math.pi))
def test_what_is_within_reach_lies_in_one_of_the_cells_that_are_read(lat, long, away, course):
    up = away * math.cos(course) / METRES
    along = away * math.sin(course) / METRES / math.cos(math.radians(lat))
    here, there = at(lat, long), at(lat + up, long + along)
    assert cell_of(there) in cells_around(here.report.service, here.report.place)


@given(lat=st.floats(-11, 6), long=st.floats(95, 141))
def test_in_indonesia_no_more_than_four_cells_and_that_of_the_village_are_read(lat, long):
    assert len(cells_around("lampu-jalan", a_place(lat=lat, long=long))) <= 5


def test_a_cell_names_its_service():
    assert cell_of(at(-6.75123, 111.03812)) == "lampu-jalan#-3376,55519"
    assert cell_of(a_ticket(report=a_report(service="sampah"))).startswith("sampah#")


def test_without_coordinates_a_ticket_lies_in_the_cell_of_its_village():
    ticket = at(None, None)
    assert cell_of(ticket) == f"lampu-jalan#{VILLAGE}"
    assert cells_around("lampu-jalan", ticket.report.place) == (f"lampu-jalan#{VILLAGE}",)
    assert cell_of(a_ticket(report=a_report(place=a_place(area=None, lat=None, long=None)))) is None


def test_what_is_over_or_confidential_lies_nowhere():
    assert cell_of(at(-6.7, 111.0, status="resolved")) is None
    assert cell_of(a_ticket(report=a_report(visibility="confidential"))) is None


def test_the_nearest_come_first_and_what_is_too_far_or_follows_already_not_at_all():
    here = at(-6.75, 111.0, duplicates=(a_number("ikut"),))
    found = [
        Neighbour(a_number("jauh"), NOW, -6.7512, 111.0),
        Neighbour(a_number("dekat"), NOW, -6.7501, 111.0),
        Neighbour(a_number("desa"), NOW),
        Neighbour(a_number("sini"), NOW, -6.75, 111.0),
        Neighbour(a_number("sini"), NOW, -6.75, 111.0),
        Neighbour(a_number("ikut"), NOW, -6.75, 111.0),
        Neighbour(here.id, NOW, -6.75, 111.0),
    ]
    lines = [(line.id, line.metres) for line in likely_duplicates(here, found)]
    assert lines == [(a_number("sini"), 0), (a_number("dekat"), 11), (a_number("desa"), None)]
