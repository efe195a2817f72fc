"""Joint work in storage: notes, the desk, inboxes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.capacity import item_size
from chalicelib.domain.errors import Invalid, Outdated
from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.tickets.inbox import COORDINATOR, InboxFilter
from chalicelib.domain.transitions import by_coordinator, by_reporter
from chalicelib.domain.transitions import by_opd as work
from tests.contract.dynamodb.test_table import WRITE_UNIT, items
from tests.support.factory import (
    DUE,
    NOW,
    VILLAGE,
    a_context,
    a_dispatch,
    a_terms,
    an_assignment,
    an_opening,
    an_unroutable_change,
)

__all__ = ["items"]  # a fixture

TERMS = a_terms()


def dispatched(tickets, seed, *opds, due=DUE, **opening):
    opened = an_opening(seed=seed, **opening)
    tickets.add(opened)
    change = a_dispatch(opened.ticket, *opds)
    assignments = tuple(replace(assignment, due=due) for assignment in change.assignments)
    tickets.save(replace(change, ticket=replace(change.ticket, assignments=assignments), assignments=assignments))
    return tickets.get(opened.ticket.id).ticket


def saved(tickets, change):
    """The ticket as it is read again, which must be what the change said, assignments in any order."""
    tickets.save(change)
    ticket = tickets.get(change.ticket.id).ticket
    by_opd = {assignment.opd: assignment for assignment in ticket.assignments}
    assert by_opd == {assignment.opd: assignment for assignment in change.ticket.assignments}
    assert replace(ticket, assignments=()) == replace(change.ticket, assignments=())
    return ticket


def test_everything_that_a_step_changes_comes_back(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB", "DPUTR", "DLH")
    ticket = saved(tickets, work.advance(ticket, "DPUTR", work.ACCEPT, a_context("DPUTR"), TERMS))
    ticket = saved(tickets, work.order(ticket, "DISHUB", ("DPUTR", "DLH"), a_context(), TERMS))
    ticket = saved(tickets, work.offer_lead(ticket, "DLH", a_context()))
    ticket = saved(tickets, by_reporter.ask(ticket, a_context(), TERMS, "DISHUB"))
    ticket = saved(tickets, work.give_back(ticket, "DPUTR", "DLH", a_context("DPUTR"), TERMS))
    ticket = saved(
        tickets, by_reporter.message(ticket, a_context("citizen", at=NOW + timedelta(days=3)), TERMS, ("DISHUB",))
    )
    ticket = saved(tickets, work.take_lead(ticket, "DLH", a_context("DLH"), TERMS))
    ticket = saved(tickets, by_coordinator.verify(ticket, a_context("coordinator"), TERMS))
    for opd in ("DLH", "DISHUB"):
        ticket = saved(tickets, work.advance(ticket, opd, work.START, a_context(opd), TERMS))
        ticket = saved(tickets, work.advance(ticket, opd, work.FINISH, a_context(opd), TERMS))
    assert ticket.status == "resolved"
    ticket = saved(tickets, by_reporter.rate(ticket, 5, a_context("citizen")))
    assert ticket.rating == 5


def test_what_is_written_is_read_by_its_circle_only(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB", "DPUTR")
    for change in (
        lambda t: work.advance(t, "DISHUB", work.ANSWER, a_context(text="Untuk semua."), TERMS),
        lambda t: work.write_in_room(t, ("DPUTR",), a_context(text="Untuk OPD."), "DISHUB"),
        lambda t: by_reporter.message(t, a_context("citizen", text="Dari pelapor.", person=""), TERMS),
    ):
        done = change(ticket)
        tickets.save(done)
        ticket = done.ticket
    public, internal = tickets.get(ticket.id), tickets.get(ticket.id, internal=True)
    assert [note.text for note in public.notes] == ["Untuk semua."]
    assert [(n.text, str(n.readers), n.sequence, n.opd) for n in sorted(internal.notes, key=lambda n: n.sequence)] == [
        ("Untuk semua.", "public", 3, "DISHUB"), ("Untuk OPD.", "staff", 4, "DISHUB"), ("Dari pelapor.", "reporter", 5, ""),
    ]  # fmt: skip
    assert public.events == internal.events


def test_a_step_of_several_events_is_written_whole_or_not_at_all(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB")
    ticket = saved(tickets, work.advance(ticket, "DISHUB", work.START, a_context(), TERMS))
    finished = work.advance(ticket, "DISHUB", work.FINISH, a_context(), TERMS)
    tickets.save(work.advance(ticket, "DISHUB", work.ANSWER, a_context(person="ani"), TERMS))
    with pytest.raises(Outdated):
        tickets.save(finished)
    case = tickets.get(ticket.id)
    assert [event.type for event in case.events[3:]] == ["assignment.answered"]
    assert [event.sequence for event in case.events] == [1, 2, 3, 4]
    assert case.ticket.status == "in_progress"


def test_who_reported_is_read_apart(tickets, seed):
    tickets.add(opening := an_opening(seed=seed(1), identity=b"sealed"))
    tickets.add(nobody := an_opening(seed=seed(2)))
    assert tickets.identity(opening.ticket.id) == b"sealed"
    assert tickets.identity(nobody.ticket.id) is None


# inboxes


def test_an_inbox_has_the_soonest_first_page_by_page(tickets, seed):
    opd = f"OPD-{seed.own}"
    numbers = [dispatched(tickets, seed(n), opd, due=DUE + timedelta(days=n)).id for n in (3, 1, 4, 0, 2)]
    shown, pages, cursor = [], 0, None
    while True:
        page = tickets.inbox(opd, cursor=cursor, size=2)
        shown += [line.ticket for line in page.lines]
        pages += 1
        if (cursor := page.cursor) is None:
            break
    assert shown == [numbers[i] for i in (3, 1, 4, 0, 2)]
    assert pages == 3


def test_an_inbox_line_tells_how_the_assignment_stands(tickets, seed):
    lead, support = f"A-{seed.own}", f"B-{seed.own}"
    ticket = dispatched(tickets, seed(), lead, support)
    ticket = saved(tickets, work.advance(ticket, support, work.ACCEPT, a_context(support, person="budi"), TERMS))
    ticket = saved(tickets, work.order(ticket, support, (lead,), a_context(lead), TERMS))
    (line,) = tickets.inbox(support).lines
    assert (line.ticket, line.service, line.area) == (ticket.id, "lampu-jalan", VILLAGE)
    assert (line.status, line.ticket_status, line.role) == ("accepted", "in_progress", "support")
    assert (line.person, line.waits_for, line.is_paused, line.due) == ("budi", (lead,), True, DUE)
    (first,) = tickets.inbox(lead).lines
    assert (first.status, first.role, first.waits_for, first.is_paused) == ("assigned", "lead", (), False)


def test_a_line_follows_what_others_do(tickets, seed):
    lead, support = f"A-{seed.own}", f"B-{seed.own}"
    ticket = dispatched(tickets, seed(), lead, support)
    ticket = saved(tickets, work.order(ticket, support, (lead,), a_context(lead), TERMS))
    ticket = saved(tickets, by_reporter.ask(ticket, a_context(lead), TERMS, lead))
    assert [tickets.inbox(opd).lines[0].ticket_status for opd in (lead, support)] == ["incomplete", "incomplete"]
    ticket = saved(tickets, by_reporter.message(ticket, a_context("citizen"), TERMS))
    ticket = saved(tickets, work.give_back(ticket, lead, "", a_context(lead), TERMS))
    assert tickets.inbox(lead).lines == ()
    assert tickets.inbox(support).lines[0].waits_for == ()


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [(None, None, [0, 1, 2]), (None, 1, [0]), (1, None, [1, 2]), (1, 2, [1]), (0, 3, [0, 1, 2]), (5, None, [])],
)
def test_an_inbox_can_be_read_from_one_instant_to_before_another(tickets, seed, since, until, days):
    opd = f"OPD-{seed.own}"
    numbers = [dispatched(tickets, seed(n), opd, due=DUE + timedelta(days=n)).id for n in range(3)]
    since = None if since is None else DUE + timedelta(days=since)
    until = None if until is None else DUE + timedelta(days=until)
    assert [line.ticket for line in tickets.inbox(opd, InboxFilter(since=since, until=until)).lines] == [
        numbers[n] for n in days
    ]


def test_the_coordinators_desk_has_what_lies_on_it_and_why(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB", "DLH")
    ticket = saved(tickets, work.give_back(ticket, "DLH", "", a_context("DLH"), TERMS))
    line = on_desk(tickets, ticket.id)
    assert (line.reason, line.role, line.status, line.due) == ("returned", "", "dispatched", ticket.desk.due)
    saved(tickets, by_coordinator.verify(ticket, a_context("coordinator"), TERMS))
    assert on_desk(tickets, ticket.id) is None


def test_an_unroutable_ticket_lies_on_the_desk_until_somebody_leads(tickets, seed):
    opened = an_opening(seed=seed())
    tickets.add(opened)
    tickets.save(an_unroutable_change(opened.ticket))
    assert on_desk(tickets, opened.ticket.id).reason == "unroutable"
    ticket = tickets.get(opened.ticket.id).ticket
    saved(tickets, work.assign(ticket, an_assignment(), a_context("coordinator"), TERMS, clears_desk=True))
    assert on_desk(tickets, opened.ticket.id) is None


def on_desk(tickets, number):
    cursor = None
    while True:
        page = tickets.inbox(COORDINATOR, cursor=cursor)
        found = [line for line in page.lines if line.ticket == number]
        if found or page.cursor is None:
            return found[0] if found else None
        cursor = page.cursor


def test_a_cursor_is_good_for_its_own_inbox_alone(tickets, seed):
    opd, other = f"A-{seed.own}", f"B-{seed.own}"
    for n in range(2):
        dispatched(tickets, seed(n), opd, other)
    cursor = tickets.inbox(opd, size=1).cursor
    with pytest.raises(Invalid):
        tickets.inbox(other, cursor=cursor)


# what it costs


def test_a_step_is_one_transaction_and_touches_others_only_if_the_ticket_moves(table_tickets, wire, seed):
    ticket = dispatched(table_tickets, seed(), "DISHUB", "DPUTR", "DLH")
    wire.forget()
    change = work.advance(ticket, "DISHUB", work.ACCEPT, a_context(), TERMS)
    table_tickets.save(change)
    (call,) = wire.calls
    assert (call.operation, len(call.parameters["TransactItems"])) == (
        "TransactWriteItems",
        6,
    )  # ticket, event, note, assignments
    wire.forget()
    table_tickets.save(work.write_in_room(change.ticket, (), a_context(), "DISHUB"))
    (call,) = wire.calls
    assert len(call.parameters["TransactItems"]) == 3  # ticket, event, note


def test_an_inbox_page_is_one_query_without_a_filter(table_tickets, wire, seed):
    dispatched(table_tickets, seed(), "DISHUB")
    wire.forget()
    table_tickets.inbox("DISHUB", InboxFilter(until=DUE + timedelta(days=1)))
    (call,) = wire.calls
    assert (call.operation, call.parameters["IndexName"]) == ("Query", "inbox")
    assert "FilterExpression" not in call.parameters


@pytest.mark.parametrize("internal", [False, True])
def test_a_ticket_with_its_notes_is_one_query_that_never_reads_who_reported(table_tickets, wire, seed, internal):
    ticket = dispatched(table_tickets, seed(), "DISHUB", identity=b"sealed")
    table_tickets.save(work.write_in_room(ticket, (), a_context(), "DISHUB"))
    wire.forget()
    table_tickets.get(ticket.id, internal=internal)
    (call,) = wire.calls
    end = "~" if internal else "|"
    assert {value["S"] for value in call.parameters["ExpressionAttributeValues"].values()} == {ticket.id, end}


def test_a_ticket_in_the_thick_of_it_stays_within_one_write_unit(table_tickets, items, seed):
    ticket = dispatched(
        table_tickets, seed(), "RSUD-SOEWONDO", "DISDUKCAPIL", "DISPERMADES", service="s" * 40, description="x" * 290,
        place={"area": "33.18.10.2001", "address": "y" * 60}, visibility="anonymous",
    )  # fmt: skip
    for change in (
        lambda t: work.offer_lead(t, "DISDUKCAPIL", a_context()),
        lambda t: work.give_back(t, "DISPERMADES", "", a_context(), TERMS),
        lambda t: work.order(t, "RSUD-SOEWONDO", ("DISDUKCAPIL",), a_context(), TERMS),
        lambda t: by_reporter.ask(t, a_context(), TERMS),
    ):
        ticket = saved(table_tickets, change(ticket))
    stored = items(ticket.id)
    assert "text" in stored["ticket"]
    assert {"desk", "ask", "ofr", "ho", "inbox", "due"} <= set(stored["ticket"])
    assert item_size(stored["ticket"]) + len("rat") + 2 <= WRITE_UNIT
    assert item_size(stored["assignment#RSUD-SOEWONDO"]) <= WRITE_UNIT
    assert find(ticket, "RSUD-SOEWONDO").waiting_since == NOW
