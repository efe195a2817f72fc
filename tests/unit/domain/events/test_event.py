"""Events as others read them."""

import json

import pytest

from chalicelib import texts
from chalicelib.domain import events
from tests.support import factory


def test_an_event_is_versioned_json():
    event = factory.a_case("DISHUB", "DPUTR").events[1]
    published = json.loads(json.dumps(event.as_json()))
    assert published == {
        "type": "ticket.dispatched",
        "version": 1,
        "ticket": factory.a_number(),
        "sequence": 2,
        "at": "2026-11-24T03:00:02+00:00",
        "actor": "system",
        "data": {
            "assignments": [
                {"opd": "DISHUB", "role": "lead", "due": "2026-11-26T08:30:00+00:00", "why": factory.WHY},
                {"opd": "DPUTR", "role": "support", "due": "2026-11-26T08:30:00+00:00", "why": factory.WHY},
            ],
            "routed_by": "rules",
        },
        "correlation": "c-1",
    }


def test_a_tickets_events_are_counted_from_one_without_gaps():
    case = factory.a_case("DISHUB")
    assert [event.sequence for event in case.events] == [1, 2]
    assert case.ticket.sequence == 2


def test_handing_to_the_coordinator_keeps_the_status_and_counts():
    case = factory.a_case(unroutable=True)
    assert (case.ticket.status, case.ticket.sequence) == ("received", 2)
    assert case.has(events.TicketUnroutable.type)
    assert not case.has(events.TicketDispatched.type)


@pytest.mark.parametrize(
    "type_", [events.TicketReceived.type, events.TicketDispatched.type, events.TicketUnroutable.type]
)
def test_every_event_has_words(type_):
    assert texts.known(f"event.{type_}")
