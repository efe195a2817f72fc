"""The contract of `Tickets`: which tickets somebody must look at."""

from dataclasses import replace
from datetime import timedelta
from functools import partialmethod

import pytest
from pynamodb.connection import TableConnection

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import write_update
from chalicelib.adapters.dynamodb.tickets.items import TicketItem
from chalicelib.domain.errors import Invalid
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.flow.deadlines.recalculate import Adjusted
from chalicelib.flow.ports.tickets import Listing
from tests.support.factory import NOW, a_dispatch, a_submission, an_opening
from tests.support.memory_ports import HandClock
from tests.support.memory_world import using

HOUR = timedelta(hours=1)


def stored(tickets, seed, next_check):
    opening = an_opening(seed=seed)
    tickets.add(replace(opening, ticket=replace(opening.ticket, next_check=next_check)))
    return opening.ticket.id


def due(tickets, until=NOW):
    return [line.ticket for line in tickets.due_tickets(until).lines]


def test_what_is_due_comes_longest_due_first(tickets, seed):
    numbers = [stored(tickets, seed(n), NOW - n * HOUR) for n in range(5)]
    assert due(tickets) == numbers[::-1]
    assert due(tickets, NOW - 2 * HOUR) == numbers[:1:-1]


def test_a_line_says_since_when(tickets, seed):
    stored(tickets, seed(), NOW)
    (line,) = tickets.due_tickets(NOW).lines
    assert line.next_check == NOW


def test_what_is_not_due_or_has_nothing_to_be_late_with_is_left_alone(tickets, seed):
    stored(tickets, seed(1), NOW + HOUR)
    stored(tickets, seed(2), None)
    assert due(tickets) == []


def test_pages_bring_everything_once(tickets, seed):
    numbers = {stored(tickets, seed(n), NOW - (n % 2) * HOUR) for n in range(7)}
    found, cursor = [], None
    while True:
        page = tickets.due_tickets(NOW, cursor=cursor, size=3)
        found += [line.ticket for line in page.lines]
        if (cursor := page.cursor) is None:
            break
    assert sorted(found) == sorted(numbers)


def test_going_on_is_possible_when_what_was_seen_is_no_longer_due(tickets, seed):
    numbers = [stored(tickets, seed(n), NOW - (9 - n) * HOUR) for n in range(6)]
    page = tickets.due_tickets(NOW, size=2)
    for line in page.lines:
        assert tickets.change_next_check(line.ticket, line.next_check, NOW + HOUR)
    assert [line.ticket for line in tickets.due_tickets(NOW, cursor=page.cursor).lines] == numbers[2:]


def test_a_cursor_of_another_list_is_refused(tickets, seed):
    for n in range(3):
        stored(tickets, seed(n), NOW)
    with pytest.raises(Invalid):
        tickets.due_tickets(NOW, cursor=tickets.page(Listing(), size=1).cursor)


def test_saving_moves_the_next_look_or_ends_it(tickets, seed):
    number = stored(tickets, seed(), NOW)
    ticket = tickets.get(number).ticket
    change = a_dispatch(ticket)
    tickets.save(replace(change, ticket=replace(change.ticket, next_check=NOW + HOUR)))
    assert due(tickets) == []
    assert tickets.get(number).ticket.next_check == NOW + HOUR
    ticket = tickets.get(number).ticket
    assert tickets.change_next_check(number, NOW + HOUR, None, version=ticket.sequence)
    assert tickets.get(number).ticket.next_check is None
    assert due(tickets, NOW + 9 * HOUR) == []


def test_a_look_is_put_off_only_as_it_was_seen(tickets, seed):
    number = stored(tickets, seed(), NOW)
    assert not tickets.change_next_check(number, NOW - HOUR, NOW + HOUR)
    assert not tickets.change_next_check(number, NOW, NOW + HOUR, version=7)
    assert not tickets.change_next_check("CTH-0000-0000", NOW, NOW + HOUR)
    assert due(tickets) == [number]
    assert tickets.change_next_check(number, NOW, NOW + HOUR, version=1)
    assert due(tickets) == []


def test_a_ticket_that_has_no_look_gets_one_unless_somebody_was_quicker(tickets, seed):
    number = stored(tickets, seed(), None)
    assert tickets.change_next_check(number, None, NOW, version=1)
    assert due(tickets) == [number]
    assert not tickets.change_next_check(number, None, NOW - HOUR, version=1)
    assert not tickets.change_next_check("CTH-0000-0000", None, NOW)


def test_what_is_unfinished_is_found_without_a_look_too(tickets, seed):
    """Confidential ones as well; nothing that is over and settled."""
    found = {}
    for status in TicketStatus:
        opening = an_opening(seed=seed(status), visibility="confidential")
        ticket = replace(opening.ticket, status=status, next_check=None)
        tickets.add(replace(opening, ticket=ticket))
        found[status] = ticket.id
    watched = stored(tickets, seed("watched"), NOW)
    open_ones = {found[status] for status in ("received", "incomplete", "dispatched", "in_progress", "resolved")}
    assert set(tickets.unfinished()) == {*open_ones, watched}


def test_what_is_unfinished_is_read_to_its_end(table_tickets, wire, seed, monkeypatch):
    """A scan brings a megabyte at a time, whatever of it was asked for."""
    numbers = {stored(table_tickets, seed(n), None) for n in range(3)}
    monkeypatch.setattr(TableConnection, "scan", partialmethod(TableConnection.scan, limit=1))
    assert set(table_tickets.unfinished()) == numbers
    assert wire.operations.count("Scan") > 3


LATER = ("next_check", "desk", "inbox_state", "cell", "spot", "spot_at")
"""Attributes that the first release did not write."""


def test_a_ticket_of_the_first_release_waits_at_the_desk_and_is_watched_once_the_command_has_run(table_tickets):
    clock = HandClock()
    uses = using(tickets=table_tickets, clock=clock)
    number = uses.intake().submit(a_submission(service="lainnya"), "k", "c").ticket.id
    uses.routing().on_event(table_tickets.get(number).events[0])
    of_it = TicketItem(pk=number, sk=keys.TICKET)
    write_update(of_it, [getattr(TicketItem, name).remove() for name in LATER])
    case = table_tickets.get(number, internal=True)
    assert (case.ticket.desk.reason, case.ticket.next_check) == ("unroutable", None)
    clock.forward(days=30)
    deadline_watch = uses.deadline_watch()
    assert deadline_watch.watch(lambda: True, "round").checked == 0
    recomputing = uses.recalculation()
    assert [recomputing.adjust(each, "admin", "") for each in recomputing.unfinished()] == [Adjusted.NEXT_CHECK]
    assert deadline_watch.watch(lambda: True, "round").steps
    assert table_tickets.get(number).events[-1].data.wire["level"] == 5


def test_the_whole_watch_on_the_table(tickets):
    """A flood comes in, is routed, and is late: warned, missed, raised, each once, whichever storage it is."""
    clock = HandClock()
    uses = using(tickets=tickets, clock=clock)
    number = uses.intake().submit(a_submission(service="banjir"), "k", "c").ticket.id
    case = tickets.get(number)
    uses.routing().on_event(case.events[0])
    deadline_watch = uses.deadline_watch()
    for _ in range(12):
        clock.forward(days=1)
        assert deadline_watch.watch(lambda: True, "round").failed == []
        assert deadline_watch.watch(lambda: True, "round").checked == 0
    levels = [
        event.data.wire["level"]
        for event in tickets.get(number).events
        if event.data.wire.get("what") == "resolution" and event.data.wire["opd"] == "DINSOS"
    ]
    assert levels == [0, 1, 2, 3, 4]


def test_nothing_due_is_one_query_and_one_unit(table_tickets, wire, seed):
    for n in range(3):
        stored(table_tickets, seed(n), NOW + HOUR)
    wire.forget()
    done = using(tickets=table_tickets).deadline_watch().watch(lambda: True, "round")
    assert (done.checked, wire.operations) == (0, ["Query"])
    asked = wire.calls[0].parameters
    assert asked["IndexName"] == "watch"
    assert "ConsistentRead" not in asked


class Killed(BaseException):
    """The process ends here: no handler sees it."""


def a_late_flood(tickets, clock):
    """Stored and routed, and nothing done since; its number."""
    uses = using(tickets=tickets, clock=clock)
    number = uses.intake().submit(a_submission(service="banjir"), "k", "c").ticket.id
    uses.routing().on_event(tickets.get(number).events[0])
    clock.forward(days=8)
    return number


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", range(1, 4))
def test_killed_at_any_call_to_aws_the_next_run_does_the_rest_and_nothing_twice(table_tickets, wire, call, moment):
    clock = HandClock()
    number = a_late_flood(table_tickets, clock)
    deadline_watch = using(tickets=table_tickets, clock=clock).deadline_watch()
    wire.forget()

    def kill(_):
        if len(wire.calls) == call:
            raise Killed

    setattr(wire, moment, kill)
    with pytest.raises(Killed):
        deadline_watch.watch(lambda: True, "round")
    assert wire.operations == ["Query", "Query", "TransactWriteItems"][:call]
    setattr(wire, moment, None)
    deadline_watch.watch(lambda: True, "round")
    steps = [
        tuple(e.data.wire[n] for n in ("what", "opd", "due", "level")) for e in table_tickets.get(number).events[2:]
    ]
    assert len(steps) == len(set(steps)) == 21
    assert deadline_watch.watch(lambda: True, "round").checked == 0
