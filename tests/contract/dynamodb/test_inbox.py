"""The contract of `Tickets`: every filter of an inbox is one range of one index, exact on every page, and countable."""

from datetime import timedelta

import pytest

from benchmarks.capacity import item_size, projected, write_units
from chalicelib.adapters.dynamodb import paging
from chalicelib.domain.errors import Invalid
from chalicelib.domain.tickets.inbox import (
    ALL,
    COORDINATOR,
    UNACCEPTED,
    VALIDATION,
    InboxFilter,
    PauseKind,
    inbox_state_of_person,
    matches_filter,
)
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE
from chalicelib.domain.transitions import by_opd, by_reporter
from chalicelib.flow.ports.tickets import Listing
from infra.template import render
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.support.factory import (
    DUE,
    NOW,
    a_context,
    a_terms,
    a_transition,
    an_opening,
    an_unroutable_change,
)

TERMS = a_terms()
DAY = timedelta(days=1)


@pytest.fixture
def opd(seed):
    return f"OPD-{seed.own}"


@pytest.fixture
def stored(tickets, seed, opd):
    """`stored(step, …)`: a ticket that the OPD leads, after these steps (each takes and gives a ticket); its number."""
    made = []

    def ticket(*steps, due=DUE, others=()):
        made.append(dispatched(tickets, seed(len(made)), opd, *others, due=due))
        for step in steps:
            tickets.save(change := step(made[-1]))
            made[-1] = change.ticket
        return made[-1].id

    return ticket


def step(action, opd, person="budi"):
    return lambda ticket: by_opd.advance(ticket, opd, a_transition(action), a_context(opd, person=person), TERMS)


def awaiting_citizen(opd):
    return lambda ticket: by_reporter.ask(ticket, a_context(opd), TERMS, opd)


def answered(ticket):
    return by_reporter.message(ticket, a_context("citizen", at=NOW + DAY), TERMS)


def shown(tickets, box, slice_=ALL, size=25):
    numbers, cursor = [], None
    while True:
        page = tickets.inbox(box, slice_, cursor=cursor, size=size)
        numbers += [line.ticket for line in page.lines]
        if (cursor := page.cursor) is None:
            break
    assert tickets.count(box, slice_) == len(numbers)
    every = tickets.inbox(box, size=200).lines
    assert [
        line.ticket for line in every if matches_filter(slice_, line)
    ] == numbers  # as is counted without asking again
    return numbers


def test_what_nobody_has_accepted_is_apart_from_what_is_in_hand(tickets, stored, opd):
    new, budis = stored(), stored(step("accept", opd))
    anis = stored(step("start", opd, person="ani"))
    assert shown(tickets, opd, InboxFilter(UNACCEPTED)) == [new]
    assert shown(tickets, opd, InboxFilter(inbox_state_of_person("budi"))) == [budis]
    assert shown(tickets, opd, InboxFilter(inbox_state_of_person("ani"))) == [anis]
    assert set(shown(tickets, opd)) == {new, budis, anis}


def test_what_waits_for_a_second_person_is_no_longer_in_the_first_ones_hands(tickets, stored, opd):
    number = stored(step("start", opd), step("submit", opd))
    assert shown(tickets, opd, InboxFilter(VALIDATION)) == [number]
    assert shown(tickets, opd, InboxFilter(inbox_state_of_person("budi"))) == []


def test_what_is_finished_is_on_no_shelf(tickets, stored, opd):
    stored(step("start", opd), step("finish", opd))
    assert shown(tickets, opd) == []
    assert shown(tickets, opd, InboxFilter(inbox_state_of_person("budi"))) == []


def test_while_the_citizen_is_asked_an_assignment_is_neither_late_nor_due(tickets, stored, opd):
    runs, waits = stored(due=DUE + DAY), stored(awaiting_citizen(opd), due=DUE)
    assert shown(tickets, opd, InboxFilter(until=DUE + 9 * DAY)) == [runs]
    assert shown(tickets, opd, InboxFilter(since=NOW)) == [runs]
    assert shown(tickets, opd, InboxFilter(since=NOW, until=DUE + 9 * DAY)) == [runs]
    assert shown(tickets, opd, InboxFilter(pause=PauseKind.CITIZEN)) == [waits]
    assert shown(tickets, opd) == [runs, waits]  # what waits comes last, though it was due first


def test_all_assignments_of_a_ticket_wait_for_its_citizen_and_go_on_together(tickets, stored, opd):
    other = f"{opd}-2"
    number = stored(awaiting_citizen(opd), others=(other,))
    assert [shown(tickets, box, InboxFilter(pause=PauseKind.CITIZEN)) for box in (opd, other)] == [[number], [number]]
    tickets.save(answered(tickets.get(number).ticket))
    assert [shown(tickets, box, InboxFilter(pause=PauseKind.CITIZEN)) for box in (opd, other)] == [[], []]
    assert [shown(tickets, box, InboxFilter(since=NOW)) for box in (opd, other)] == [[number], [number]]


def test_an_assignment_that_waits_for_another_is_neither_late_nor_due_until_that_is_done(tickets, stored, opd):
    other = f"{opd}-2"
    number = stored(
        lambda ticket: by_opd.order(ticket, opd, (other,), a_context("coordinator"), TERMS), others=(other,), due=DUE
    )
    assert shown(tickets, opd, InboxFilter(pause=PauseKind.OPD)) == [number]
    assert shown(tickets, opd, InboxFilter(until=DUE + DAY)) == []
    assert shown(tickets, other, InboxFilter(until=DUE + DAY)) == [number]
    for action in ("start", "finish"):
        tickets.save(step(action, other)(tickets.get(number).ticket))
    assert shown(tickets, opd, InboxFilter(pause=PauseKind.OPD)) == []
    assert shown(tickets, opd, InboxFilter(until=DUE + 30 * DAY)) == [number]


def test_the_due_date_of_what_waits_is_still_told(tickets, stored, opd):
    stored(awaiting_citizen(opd))
    (line,) = tickets.inbox(opd).lines
    assert (line.due, line.is_paused) == (DUE, True)
    assert tickets.get(line.ticket).ticket.assignments[0].due == DUE


def test_every_page_of_a_filter_is_full_and_none_is_left_out(tickets, stored, opd):
    new = []
    for n in range(4):
        new.append(stored(due=DUE + n * DAY))
        stored(step("accept", opd), due=DUE + n * DAY)
    first = tickets.inbox(opd, InboxFilter(UNACCEPTED), size=2)
    assert [line.ticket for line in first.lines] == new[:2]
    assert shown(tickets, opd, InboxFilter(UNACCEPTED), size=2) == new


def test_pages_go_on_from_what_runs_to_what_waits(tickets, stored, opd):
    numbers = [stored(due=DUE), stored(due=DUE + DAY)]
    numbers += [stored(awaiting_citizen(opd), due=DUE - DAY), stored(awaiting_citizen(opd), due=DUE)]
    assert shown(tickets, opd, size=1) == numbers


def test_the_desk_has_a_shelf_for_every_reason(tickets, stored, seed, opd):
    opened = an_opening(seed=seed("riddle"))
    tickets.add(opened)
    tickets.save(an_unroutable_change(opened.ticket))
    back = stored(lambda ticket: by_opd.give_back(ticket, opd, "", a_context(opd), TERMS))
    assert opened.ticket.id in shown(tickets, COORDINATOR, InboxFilter(UNROUTABLE))
    assert back in shown(tickets, COORDINATOR, InboxFilter(RETURNED))
    assert back not in shown(tickets, COORDINATOR, InboxFilter(UNROUTABLE))
    assert back not in shown(tickets, COORDINATOR, InboxFilter(DISPUTED))


def test_no_more_than_asked_for_is_counted(tickets, stored, opd):
    for _ in range(4):
        stored()
    assert [tickets.count(opd, ALL, most) for most in (2, 3, 4)] == [3, 4, 4]
    assert tickets.count("nobody") == 0


# what it costs


def test_a_filtered_page_reads_what_it_shows_and_one_line_more(table_tickets, stage, wire, seed):
    for n in range(5):
        dispatched(table_tickets, seed(n), "DISHUB")
    wire.forget()
    table_tickets.inbox("DISHUB", InboxFilter(UNACCEPTED), size=3)
    assert wire.operations == ["Query"]
    asked_for = wire.calls[0].parameters
    assert (asked_for["IndexName"], asked_for["Limit"]) == ("shelf", 4)
    assert "FilterExpression" not in asked_for


def test_a_count_is_one_bounded_query_that_brings_nothing(table_tickets, stage, wire):
    table_tickets.count("DISHUB", InboxFilter(UNACCEPTED), 200)
    assert wire.operations == ["Query"]
    assert (wire.calls[0].parameters["Select"], wire.calls[0].parameters["Limit"]) == ("COUNT", 201)


def test_the_shelf_costs_one_write_unit_an_assignment_and_nothing_when_a_report_comes(table_tickets, stage, wire, seed):
    (table,) = [r for r in render("x", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    indexes = table["Properties"]["GlobalSecondaryIndexes"]
    (state_index,) = [index for index in indexes if index["IndexName"] == "shelf"]
    dispatched(table_tickets, seed(), "DISHUB")
    opening, dispatch = [
        call.parameters["TransactItems"] for call in wire.calls if call.operation == "TransactWriteItems"
    ]
    assert not any(projected(write["Put"]["Item"], state_index) for write in opening)
    (item,) = [w["Put"]["Item"] for w in dispatch if w.get("Put", {}).get("Item", {}).get("opd")]
    assert item_size(projected(item, state_index)) < 260
    assert write_units([item], [state_index]) - write_units([item], []) == 1


def test_a_cursor_behind_what_is_asked_for_is_refused_and_one_before_it_begins_anew(table_tickets, seed, wire):
    """DynamoDB answers a start outside of the range with an error of its own, which would be ours."""
    opd = f"OPD-{seed.own}"
    numbers = [dispatched(table_tickets, seed(n), opd, due=DUE + n * DAY).id for n in range(3)]
    (first, second) = (table_tickets.inbox(opd, size=size).cursor for size in (1, 2))
    with pytest.raises(Invalid) as refused:
        table_tickets.inbox(opd, InboxFilter(until=DUE + timedelta(hours=1)), cursor=second)
    assert [problem.field for problem in refused.value.problems] == ["cursor"]
    moved = table_tickets.inbox(opd, InboxFilter(since=DUE + timedelta(hours=1)), cursor=first)
    assert [line.ticket for line in moved.lines] == numbers[1:]
    assert "ExclusiveStartKey" not in wire.calls[-1].parameters


def test_a_forged_cursor_of_an_inbox_reads_no_other_one(table_tickets, seed):
    """Whatever position somebody makes up, with a right seal too, the partition is the one that was asked for."""
    own, other = f"OPD-{seed.own}", f"OPD-{seed.own}-2"
    mine, _ = (dispatched(table_tickets, seed(n), opd) for n, opd in enumerate((own, other)))
    far = {
        "due": "2000-01-01T00:00:00.000000Z",
        "pk": "PTI-0000-0000",
        "sk": f"assignment#{other}",
    }
    page = table_tickets.inbox(own, cursor=paging.write_cursor(far, Listing("inbox", own)))
    assert [line.ticket for line in page.lines] == [mine.id]
    with pytest.raises(Invalid):
        table_tickets.inbox(own, cursor=paging.write_cursor(far, Listing("inbox", other)))
