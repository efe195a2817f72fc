"""The contract of `Tickets`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.tickets.ticket import Place, Visibility
from chalicelib.flow.ports.tickets import TicketExists
from tests.support.factory import (
    DUE,
    NOW,
    VILLAGE,
    a_dispatch,
    a_number,
    a_place,
    an_opening,
    an_unroutable_change,
)

LONG = "Saluran mampet dan air meluap ke jalan. 🌊 " * 93


def test_a_new_ticket_is_found_as_it_was_told(tickets, seed):
    opening = an_opening(seed=seed(), identity=b"sealed")
    tickets.add(opening)
    case = tickets.get(opening.ticket.id)
    assert case.ticket == opening.ticket
    assert case.events == (opening.event,)


def test_a_number_that_nobody_has_is_unknown(tickets, seed):
    with pytest.raises(UnknownTicket):
        tickets.get(a_number(seed()))


@pytest.mark.parametrize(
    "report",
    [
        {"description": LONG[:4000]},
        {"description": "Ada lubang.", "place": Place(area=VILLAGE)},
        {"description": "Ada lubang.", "place": Place(lat=-6.7, long=111.0)},
        {"description": "Ada lubang.", "place": a_place(address="Sebelah utara pasar. " * 14)},
        {"attributes": {"bahaya": "ya", "sejak": "kemarin"}},
        {"attributes": {"cerita": "Panjang sekali. " * 30}},
        {"visibility": Visibility.CONFIDENTIAL},
        {"visibility": Visibility.ANONYMOUS, "channel": "api"},
    ],
    ids=[
        "long",
        "area only",
        "coordinates only",
        "long landmark",
        "answers",
        "long answer",
        "confidential",
        "anonymous",
    ],
)
def test_whatever_was_told_comes_back_whole(tickets, seed, report):
    opening = an_opening(seed=seed(), **report)
    tickets.add(opening)
    assert tickets.get(opening.ticket.id).ticket == opening.ticket


def test_a_number_is_given_once_and_the_first_report_stays(tickets, seed):
    first = an_opening(seed=seed())
    tickets.add(first)
    with pytest.raises(TicketExists) as taken:
        tickets.add(an_opening(seed=seed(), at=NOW + timedelta(hours=1), description="Sesuatu yang lain sama sekali."))
    assert taken.value.secret_hash == first.ticket.secret_hash
    assert taken.value.fingerprint == first.ticket.fingerprint
    assert taken.value.received_at == NOW
    assert tickets.get(first.ticket.id).ticket == first.ticket


def test_of_many_equal_submissions_at_once_one_is_stored(tickets, seed):
    opening = an_opening(seed=seed())

    def submit(_):
        try:
            tickets.add(opening)
        except TicketExists as taken:
            return taken.secret_hash
        return "stored"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(submit, range(8)))
    assert sorted(outcomes) == sorted(["stored", *[opening.ticket.secret_hash] * 7])


def test_a_dispatched_ticket_shows_who_has_it_and_why(tickets, seed):
    ticket = _stored(tickets, seed())
    change = a_dispatch(ticket, "DISHUB", "DLH", "BPBD")
    tickets.save(change)
    case = tickets.get(ticket.id)
    assert [(assignment.opd, str(assignment.role)) for assignment in case.ticket.assignments] == [
        ("DISHUB", "lead"),
        ("BPBD", "support"),
        ("DLH", "support"),
    ]
    assert all(assignment in case.ticket.assignments for assignment in change.assignments)
    assert case.ticket.status == "dispatched"
    assert case.ticket.sequence == 2
    assert case.events[1:] == change.events


def test_what_the_coordinator_is_asked_is_kept_to_the_last_figure(tickets, seed):
    ticket = _stored(tickets, seed())
    change = an_unroutable_change(ticket)
    tickets.save(change)
    case = tickets.get(ticket.id)
    assert case.events[1:] == change.events
    assert case.ticket.status == "received"
    assert case.ticket.sequence == 2


def test_a_ticket_that_moved_on_refuses_what_was_decided_before(tickets, seed):
    ticket = _stored(tickets, seed())
    tickets.save(a_dispatch(ticket, "DISHUB"))
    with pytest.raises(Outdated):
        tickets.save(an_unroutable_change(ticket))
    case = tickets.get(ticket.id)
    assert [event.type for event in case.events] == [events.TicketReceived.type, events.TicketDispatched.type]
    assert [assignment.opd for assignment in case.ticket.assignments] == ["DISHUB"]


def test_nothing_can_happen_to_a_ticket_that_does_not_exist(tickets, seed):
    ticket = an_opening(seed=seed()).ticket
    with pytest.raises(Outdated):
        tickets.save(a_dispatch(ticket, "DISHUB"))
    with pytest.raises(UnknownTicket):
        tickets.get(ticket.id)


def test_the_due_date_of_an_assignment_is_kept_to_the_second(tickets, seed):
    ticket = _stored(tickets, seed())
    tickets.save(a_dispatch(ticket, "DISHUB"))
    assert tickets.get(ticket.id).ticket.assignments[0].due == DUE


def _stored(tickets, seed, **opening):
    opened = an_opening(seed=seed, **opening)
    tickets.add(opened)
    return opened.ticket
