"""The answer to a report shows its ticket as the ticket's own address shows it at that instant."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.adapters.city_pack import pack
from chalicelib.domain.intake.opening import received_event
from chalicelib.domain.tickets.photo import new_id
from chalicelib.domain.tickets.ticket import Case, Place, Visibility
from chalicelib.http.views.new_ticket_view import new_ticket_view
from chalicelib.http.views.ticket_view import ticket_view
from tests.support.factory import NOW, a_catalogue, a_report, a_ticket
from tests.support.memory_ports import FixedCity

PATI = pack.load("pati")
LATE_IN_THE_EVENING = NOW.replace(hour=16)
"""23.00 WIB."""


def received(*photos, at=NOW, **report):
    ticket = a_ticket(report=a_report(**report), received_at=at)
    return Case(ticket, (received_event(ticket, photos),))


def both(case, city, language="id"):
    at = case.ticket.received_at
    shown = ticket_view(case, city, at, language)
    return json.dumps(new_ticket_view(case, city, language)), json.dumps(shown)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("service", PATI.catalogue.services)
def test_the_view_of_a_new_ticket_is_that_of_any_ticket_to_the_byte(service, language):
    for at in (NOW, LATE_IN_THE_EVENING, NOW + timedelta(days=5)):
        ours, theirs = both(received(service=service, at=at), PATI, language)
        assert ours == theirs


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("place", [Place("33.18.10.2001"), Place(None, -6.75, 111.03, "Balai desa"), Place("33.18.10")])
def test_so_it_is_for_each_visibility_and_place(visibility, place):
    ours, theirs = both(received(service="lampu-jalan", visibility=visibility, place=place), PATI)
    assert ours == theirs


@pytest.mark.parametrize(("deadline", "state"), [("resolution", "missed"), ("verification", "running")])
def test_what_is_due_the_same_day_is_late_for_a_report_that_comes_in_the_evening(deadline, state):
    catalogue = a_catalogue()
    deadlines = {code: replace(each, **{deadline: 0}) for code, each in catalogue.deadlines.items()}
    city = FixedCity(replace(catalogue, deadlines=deadlines, own_deadlines={}))
    ours, theirs = both(received(at=LATE_IN_THE_EVENING), city)
    assert ours == theirs
    promise = json.loads(ours)["promise"]
    assert promise["state"] == state
    assert promise["now"]  # what becomes of it, since a promise or a decision is late


def test_photos_that_came_with_it_are_shown_as_everywhere(monkeypatch):
    monkeypatch.setattr(wiring.ports, "clock", lambda: NOW)
    ours, theirs = both(received(new_id(b"1" * 16), new_id(b"2" * 16), service="lampu-jalan"), PATI)
    assert ours == theirs
    assert [photo["state"] for photo in json.loads(ours)["photos"]] == ["waiting", "waiting"]
