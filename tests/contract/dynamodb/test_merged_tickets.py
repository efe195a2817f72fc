"""Two tickets changed together: all of it or nothing, and what follows what comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.capacity import item_size
from chalicelib.domain import events
from chalicelib.domain.duplicates import nearby
from chalicelib.domain.errors import Outdated
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.transitions.step_context import build_change
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.contract.dynamodb.test_table import WRITE_UNIT, items
from tests.support.factory import NOW, a_context, a_dispatch, an_opening

__all__ = ["items"]  # a fixture


def merged(ticket, original):
    """The duplicate's side and that of its original; the rules stand elsewhere."""
    context = a_context("coordinator", text="")
    duplicate = replace(ticket, status=TicketStatus.DUPLICATE, merged_into=original.id)
    happened = [events.read(events.TicketMerged.type, {"into": original.id})]
    one = build_change(ticket, duplicate, context, happened, assignments=ticket.assignments)
    stays = replace(original, duplicates=(*original.duplicates, ticket.id))
    other = build_change(original, stays, context, [events.read(events.TicketAbsorbed.type, {"from": ticket.id})])
    return one, replace(other, joined=(ticket.id,))


@pytest.fixture
def pair(tickets, seed):
    return [dispatched(tickets, seed(n), "DISHUB", "DLH") for n in range(2)]


def test_two_tickets_change_together(tickets, pair):
    duplicate, original = pair
    tickets.save(*merged(duplicate, original))
    first, second = (tickets.get(each.id) for each in pair)
    assert (first.ticket.status, first.ticket.merged_into) == ("duplicate", original.id)
    assert second.ticket.duplicates == (duplicate.id,)
    assert (first.events[-1].type, second.events[-1].type) == (events.TicketMerged.type, events.TicketAbsorbed.type)
    assert first.ticket.sequence == second.ticket.sequence == 3


@pytest.mark.parametrize("late", [0, 1])
def test_if_one_of_them_moved_on_neither_changes_and_the_answer_names_it(tickets, pair, late):
    changes = merged(*pair)
    moved = pair[late]
    tickets.save(
        build_change(moved, moved, a_context(), [events.read(events.AssignmentAnswered.type, {"opd": "DISHUB"})])
    )
    with pytest.raises(Outdated) as refused:
        tickets.save(*changes)
    assert refused.value.ticket == moved.id
    for number, each in enumerate(pair):
        case = tickets.get(each.id)
        assert case.ticket.status == "dispatched"
        assert not case.ticket.duplicates
        assert case.ticket.sequence == 2 + (number == late)


def test_a_duplicate_is_in_no_inbox_and_its_assignments_stay_as_they_were(tickets, pair):
    duplicate, original = pair
    tickets.save(*merged(duplicate, original))
    lines = [line.ticket for line in tickets.inbox("DLH", size=100).lines]
    assert duplicate.id not in lines
    assert original.id in lines
    assert {p.opd: p for p in tickets.get(duplicate.id).ticket.assignments} == {p.opd: p for p in duplicate.assignments}


def test_what_follows_a_ticket_can_leave_it(tickets, pair):
    duplicate, original = pair
    tickets.save(*merged(duplicate, original))
    original = tickets.get(original.id).ticket
    stays = replace(original, duplicates=())
    let_go = build_change(
        original,
        stays,
        a_context("coordinator", text=""),
        [events.read(events.TicketReleased.type, {"from": duplicate.id})],
    )
    tickets.save(replace(let_go, left=(duplicate.id,)))
    assert tickets.get(original.id).ticket.duplicates == ()


def test_many_followers_leave_the_ticket_item_within_one_write_unit(table_tickets, items, seed):
    original = dispatched(table_tickets, seed(), "DISHUB")
    joined = tuple(f"CTH-{n:04}-0000" for n in range(50))
    absorbed = build_change(
        original,
        original,
        a_context("coordinator", text=""),
        [events.read(events.TicketAbsorbed.type, {"from": joined[0]})],
    )
    table_tickets.save(replace(absorbed, joined=joined))
    assert table_tickets.get(original.id).ticket.duplicates == joined
    assert item_size(items(original.id)["ticket"]) <= WRITE_UNIT


def test_a_merge_is_one_transaction(table_tickets, wire, seed):
    pair = [dispatched(table_tickets, seed(n), "DISHUB", "DLH") for n in range(2)]
    wire.forget()
    table_tickets.save(*merged(*pair))
    assert wire.operations == ["TransactWriteItems"]


def test_the_newest_of_a_cell_are_found_while_they_go_on(tickets, seed):
    here = {"lat": -6.7 - len(seed()) / 1000, "long": 111.0}
    found = [dispatched(tickets, seed(n), "DISHUB", place=here, at=NOW + timedelta(hours=n)) for n in range(3)]
    dispatched(tickets, seed("rahasia"), "DISHUB", place=here, visibility="confidential")
    cell = nearby.cell_of(found[0])
    span = {"since": NOW - timedelta(days=14), "until": NOW + timedelta(days=14)}
    near = tickets.near(cell, **span)
    assert [(each.id, each.received_at) for each in near] == [(t.id, t.received_at) for t in reversed(found)]
    assert {(each.lat, each.long) for each in near} == {(here["lat"], here["long"])}
    tickets.save(*merged(found[0], found[1]))
    assert [each.id for each in tickets.near(cell, **span)] == [found[2].id, found[1].id]
    assert [each.id for each in tickets.near(cell, **span, size=1)] == [found[2].id]
    assert tickets.near(cell, since=NOW + timedelta(days=1), until=NOW + timedelta(days=2)) == ()


def test_a_new_report_pays_nothing_for_the_index_of_cells(table_tickets, items, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    assert "cell" not in items(opening.ticket.id)["ticket"]
    table_tickets.save(a_dispatch(opening.ticket, "DISHUB"))
    assert items(opening.ticket.id)["ticket"]["cell"]["S"] == "lampu-jalan#-3376,55519"


def test_looking_for_neighbours_is_a_query_a_cell_and_reads_no_more_than_it_shows(table_tickets, wire, seed):
    ticket = dispatched(table_tickets, seed(), "DISHUB")
    cells = nearby.cells_around(ticket.report.service, ticket.report.place)
    assert 2 <= len(cells) <= 5
    wire.forget()
    for cell in cells:
        table_tickets.near(cell, since=NOW, until=NOW + timedelta(days=1))
    assert wire.operations == ["Query"] * len(cells)
    assert all(call.parameters["IndexName"] == "near" and call.parameters["Limit"] == 10 for call in wire.calls)
    assert not any("FilterExpression" in call.parameters for call in wire.calls)
