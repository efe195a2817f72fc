"""Whether a photo can be believed as proof."""

from datetime import timedelta, timezone

import pytest

from chalicelib.domain.photos.proof_check import EarlierUse, Trace, distance_metres, proof_flags
from tests.support.factory import NOW, TOWN, a_catalogue, a_report, a_ticket

CITY = a_catalogue()
TICKET = a_ticket(received_at=NOW)
THERE = Trace(-6.75123, 111.03812, NOW + timedelta(hours=5))
LATER = NOW + timedelta(days=1)
WIB = timezone(timedelta(hours=7))


def flags(trace=THERE, earlier=(), ticket=TICKET):
    return proof_flags(trace, earlier, ticket, CITY, LATER)


def at(lat=None, long=None, taken=None):
    return Trace(lat, long, taken)


def test_a_photo_taken_there_and_then_is_believed():
    assert flags() == ()


def test_either_place_or_time_is_enough():
    assert flags(at(THERE.lat, THERE.long)) == ()
    assert flags(at(taken=THERE.taken)) == ()


def test_neither_is_a_doubt():
    assert flags(Trace()) == ("no_origin",)
    assert flags(at(lat=-6.75)) == ("no_origin",)


@pytest.mark.parametrize(("lat", "far"), [(-6.7585, False), (-6.7620, True), (51.5, True)])
def test_a_kilometre_from_the_pin_is_another_place(lat, far):
    assert flags(at(lat, 111.03812)) == (("other_place",) if far else ())


def test_without_a_pin_the_city_is_the_place():
    ticket = a_ticket(report=a_report(place={"lat": None, "long": None, "area": TOWN}))
    box = CITY.city.box
    assert flags(at((box.south + box.north) / 2, (box.west + box.east) / 2), ticket=ticket) == ()
    assert flags(at(box.south - 1, box.west), ticket=ticket) == ("other_place",)


@pytest.mark.parametrize(
    ("taken", "other"),
    [
        (NOW - timedelta(minutes=59), False),
        (NOW - timedelta(minutes=61), True),
        (NOW - timedelta(days=400), True),
        (LATER + timedelta(hours=23), False),
        (LATER + timedelta(hours=25), True),
    ],
)
def test_work_is_done_after_it_was_reported_and_not_in_the_future(taken, other):
    assert flags(at(taken=taken)) == (("other_time",) if other else ())
    assert flags(at(taken=taken.astimezone(WIB).replace(tzinfo=None))) == flags(at(taken=taken)), "the city's own time"


def test_the_same_picture_speaks_louder_than_one_that_is_alike():
    same, alike = EarlierUse("A", "CTH-1", 2, is_same=True), EarlierUse("B", "CTH-2", 2, is_same=False)
    assert flags(earlier=[alike]) == ("similar_picture",)
    assert flags(earlier=[alike, same]) == ("same_picture",)


def test_all_doubts_are_told():
    used = [EarlierUse("A", "CTH-1", 2, is_same=True)]
    assert flags(at(51.5, 0.1, NOW - timedelta(days=9)), used) == ("same_picture", "other_place", "other_time")


def test_metres_are_metres():
    assert distance_metres(-6.75, 111.0, -6.75, 111.0) == 0
    assert distance_metres(-6.75, 111.0, -6.76, 111.0) == pytest.approx(1112, abs=2)
    assert distance_metres(0, 179.999, 0, -179.999) == pytest.approx(222, abs=2)
    assert distance_metres(90, 0, -90, 0) == pytest.approx(20_015_000, rel=0.001)
