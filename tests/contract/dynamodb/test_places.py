"""The contract of `Tickets`: what an OPD has at a place, and the confidential tickets there."""

from datetime import timedelta

import pytest

from benchmarks.capacity import projected, write_units
from chalicelib.domain.errors import Invalid
from chalicelib.domain.transitions import by_opd
from infra.template import render
from tests.contract.dynamodb.test_joint_work import TERMS, dispatched
from tests.support.factory import NOW, a_context, a_transition, an_opening


@pytest.fixture
def places(seed):
    """A kecamatan of its own, and three villages in it."""
    kecamatan = f"{int(seed.own, 16) % 90 + 10}.{int(seed.own[:4], 16) % 90 + 10}.{int(seed.own[4:], 16) % 90 + 10}"
    return kecamatan, *(f"{kecamatan}.200{n}" for n in (1, 2, 3))


@pytest.fixture
def opd(seed):
    return f"OPD-{seed.own}"


def shown(tickets, opd, area, size=25):
    numbers, cursor = [], None
    while True:
        page = tickets.at_place(opd, area, cursor, size)
        numbers += [entry.id for entry in page.entries]
        if (cursor := page.cursor) is None:
            return numbers


def at(village, seed, tickets, *opds, minutes=0, **opening):
    return dispatched(tickets, seed, *opds, place={"area": village}, at=NOW + timedelta(minutes=minutes), **opening).id


def test_an_opd_finds_its_own_tickets_of_a_village_newest_first(tickets, seed, opd, places):
    _, here, there, _ = places
    old, new = at(here, seed(1), tickets, opd), at(here, seed(2), tickets, opd, minutes=5)
    at(there, seed(3), tickets, opd)
    at(here, seed(4), tickets, "LAIN")
    assert shown(tickets, opd, here) == [new, old]


def test_of_a_kecamatan_it_finds_those_of_all_villages_village_by_village(tickets, seed, opd, places):
    kecamatan, a, b, _ = places
    numbers = [
        at(a, seed(1), tickets, opd, minutes=9),
        at(b, seed(2), tickets, opd),
        at(b, seed(3), tickets, opd, minutes=1),
    ]
    assert shown(tickets, opd, kecamatan, size=1) == [numbers[2], numbers[1], numbers[0]]


def test_confidential_ones_are_found_by_who_has_an_assignment_and_by_who_sees_all(tickets, seed, opd, places):
    kecamatan, here, *_ = places
    secret = at(here, seed(1), tickets, opd, visibility="confidential")
    at(here, seed(2), tickets, "LAIN")
    assert shown(tickets, opd, here) == [secret]
    assert shown(tickets, "", here) == shown(tickets, "", kecamatan) == [secret]


def test_a_confidential_ticket_is_found_before_anybody_has_an_assignment_in_it(tickets, seed, places):
    _, here, *_ = places
    tickets.add(opening := an_opening(seed=seed(), place={"area": here}, visibility="confidential"))
    assert shown(tickets, "", here) == [opening.ticket.id]


def test_what_was_given_back_is_no_longer_found(tickets, seed, opd, places):
    _, here, *_ = places
    number = at(here, seed(), tickets, opd)
    tickets.save(by_opd.give_back(tickets.get(number).ticket, opd, "", a_context(opd), TERMS))
    assert shown(tickets, opd, here) == []


def test_what_is_done_is_still_found_and_tells_how_it_stands(tickets, seed, opd, places):
    _, here, *_ = places
    number = at(here, seed(), tickets, opd)
    for action in ("start", "finish"):
        tickets.save(by_opd.advance(tickets.get(number).ticket, opd, a_transition(action), a_context(opd), TERMS))
    (entry,) = tickets.at_place(opd, here).entries
    assert (entry.id, entry.status, entry.area, entry.received_at) == (number, "resolved", here, NOW)


def test_a_cursor_is_good_for_its_own_place_alone(tickets, seed, opd, places):
    _, here, there, _ = places
    for n in range(2):
        at(here, seed(n), tickets, opd)
    cursor = tickets.at_place(opd, here, size=1).cursor
    with pytest.raises(Invalid):
        tickets.at_place(opd, there, cursor)


def test_a_page_is_one_query_that_reads_what_it_shows(table_tickets, stage, wire):
    table_tickets.at_place("DISHUB", "99.01.01.2001")
    (call,) = wire.calls
    assert (call.operation, call.parameters["IndexName"], call.parameters["Limit"]) == ("Query", "spot", 26)
    assert "FilterExpression" not in call.parameters


def test_a_public_report_costs_nothing_more_and_an_assignment_one_write_unit(table_tickets, stage, wire, seed):
    (table,) = [r for r in render("x", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    (spot,) = [i for i in table["Properties"]["GlobalSecondaryIndexes"] if i["IndexName"] == "spot"]
    dispatched(table_tickets, seed(), "DISHUB")
    opening, dispatch = [
        call.parameters["TransactItems"] for call in wire.calls if call.operation == "TransactWriteItems"
    ]
    assert not any(projected(write["Put"]["Item"], spot) for write in opening)
    (item,) = [w["Put"]["Item"] for w in dispatch if w.get("Put", {}).get("Item", {}).get("opd")]
    assert write_units([item], [spot]) - write_units([item], []) == 1
