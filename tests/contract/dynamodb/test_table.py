"""How tickets lie in DynamoDB: one call each, small items, nothing public beside who reported."""

import json
from datetime import timedelta

import pytest

from benchmarks.capacity import item_size
from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.tickets.ticket import Place, Visibility
from chalicelib.domain.transitions import by_opd
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.flow.ports.tickets import Listing, TicketExists
from infra.template import render
from tests.support.factory import (
    NOW,
    a_dispatch,
    a_number,
    a_place,
    a_terms,
    an_assignment,
    an_opening,
    an_unroutable_change,
)
from tests.support.stage.stage_world import client

WRITE_UNIT = 1024


@pytest.fixture
def items(stage):
    """Everything that lies in the table of one ticket, by `sk`."""

    def of(number):
        query = {"TableName": names.table(stage), "KeyConditionExpression": "pk = :pk"}
        found = client("dynamodb").query(**query, ExpressionAttributeValues={":pk": {"S": number}})["Items"]
        return {item["sk"]["S"]: item for item in found}

    return of


def test_a_report_is_one_call(table_tickets, wire, seed):
    table_tickets.add(an_opening(seed=seed(), identity=b"sealed"))
    assert wire.operations == ["TransactWriteItems"]


def test_a_repeated_report_is_one_call_that_already_tells_what_was_there(table_tickets, wire, seed):
    table_tickets.add(an_opening(seed=seed()))
    wire.forget()
    with pytest.raises(TicketExists):
        table_tickets.add(an_opening(seed=seed()))
    assert wire.operations == ["TransactWriteItems"]


def test_one_ticket_is_one_query_that_never_reads_who_reported(table_tickets, wire, seed):
    opening = an_opening(seed=seed(), identity=b"sealed")
    table_tickets.add(opening)
    table_tickets.save(a_dispatch(opening.ticket, "DISHUB", "DLH"))
    wire.forget()
    table_tickets.get(opening.ticket.id)
    (call,) = wire.calls
    assert call.operation == "Query"
    assert {value["S"] for value in call.parameters["ExpressionAttributeValues"].values()} == {opening.ticket.id, "|"}
    assert "FilterExpression" not in call.parameters


def test_a_page_of_a_list_is_one_query_of_an_index_without_a_filter(table_tickets, wire, seed):
    for n in range(4):
        table_tickets.add(an_opening(seed=seed(n)))
    wire.forget()
    table_tickets.page(Listing(), table_tickets.page(Listing(), size=2).cursor, size=2)
    assert wire.operations == ["Query", "Query"]
    assert all(call.parameters["IndexName"] == "newest" for call in wire.calls)
    assert not any("FilterExpression" in call.parameters for call in wire.calls)


def test_who_reported_lies_apart_and_sorts_after_all_that_is_public(table_tickets, items, seed):
    opening = an_opening(seed=seed(), identity=b"sealed")
    table_tickets.add(opening)
    stored = items(opening.ticket.id)
    assert set(stored) == {"ticket", "event#00001", "~identity"}
    assert stored["~identity"]["sealed"] == {"B": b"sealed"}
    assert all("sealed" not in item for sk, item in stored.items() if sk < keys.PRIVATE)


def test_without_a_contact_there_is_no_identity(table_tickets, items, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    assert set(items(opening.ticket.id)) == {"ticket", "event#00001"}


def test_a_long_description_moves_out_of_the_item_that_changes_often(table_tickets, items, seed):
    opening = an_opening(seed=seed(), description="Jalan rusak parah. " * 210)
    table_tickets.add(opening)
    stored = items(opening.ticket.id)
    assert "text" not in stored["ticket"]
    assert stored["report"]["text"]["S"] == opening.ticket.report.description


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"description": "ó" * 4000},
        {"description": "x" * 400},
        {"description": "x" * 100, "place": a_place(address="y" * 300)},
        {"description": "x" * 100, "attributes": {f"pertanyaan-{n}": "z" * 20 for n in range(9)}},
        {"service": "s" * 40, "description": "x" * 350, "place": Place("33.18.10.2001", -6.12345, 111.12345, "y" * 60)},
    ],
)
def test_what_changes_often_stays_within_one_write_unit(table_tickets, items, seed, report):
    opening = an_opening(seed=seed(), **report)
    table_tickets.add(opening)
    change = a_dispatch(opening.ticket, "RSUD-SOEWONDO", "DISDUKCAPIL")
    table_tickets.save(an_unroutable_change(opening.ticket))
    waiting = table_tickets.get(opening.ticket.id).ticket
    assert item_size(items(waiting.id)["ticket"]) <= WRITE_UNIT
    table_tickets.save(a_dispatch(waiting, *(assignment.opd for assignment in change.assignments)))
    stored = items(waiting.id)
    changing = [item for sk, item in stored.items() if sk == "ticket" or sk.startswith("assignment#")]
    assert len(changing) == 3
    assert max(item_size(item) for item in changing) <= WRITE_UNIT


def test_an_assignment_with_a_long_reason_stays_within_one_write_unit(table_tickets, items, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    why = {"id": "Karena letaknya di jalan kabupaten. " * 6, "en": "Because it lies on a regency road. " * 6}
    change = a_dispatch(opening.ticket, "RSUD-SOEWONDO")
    assignment = an_assignment("RSUD-SOEWONDO", why=why)
    table_tickets.save(type(change)(change.ticket, change.events, (assignment,)))
    assert item_size(items(opening.ticket.id)["assignment#RSUD-SOEWONDO"]) <= WRITE_UNIT


def test_an_opd_finds_its_open_assignment_in_its_inbox_by_due_date(table_tickets, items, seed):
    opening = an_opening(seed=seed(), visibility=Visibility.CONFIDENTIAL)
    table_tickets.add(opening)
    table_tickets.save(a_dispatch(opening.ticket, "DISHUB"))
    assignment = items(opening.ticket.id)["assignment#DISHUB"]
    assert assignment["inbox"] == {"S": "DISHUB"}
    assert assignment["due"] == {"S": "2026-11-26T08:30:00.000000Z"}
    assert "opd_listed_at" not in assignment  # the OPD works on it, the public does not see it


@pytest.mark.parametrize("status", ["done", "returned", "waived"])
def test_an_assignment_that_is_over_leaves_the_inbox(table_tickets, items, seed, status):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    change = a_dispatch(opening.ticket, "DISHUB")
    assignment = an_assignment("DISHUB", status=status)
    table_tickets.save(type(change)(change.ticket, change.events, (assignment,)))
    assert "inbox" not in items(opening.ticket.id)["assignment#DISHUB"]


def test_what_waits_for_the_coordinator_is_in_the_coordinators_inbox_until_it_is_dispatched(table_tickets, items, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    table_tickets.save(an_unroutable_change(opening.ticket))
    head = items(opening.ticket.id)["ticket"]
    assert head["inbox"] == {"S": "coordinator"}
    assert head["due"] == {"S": "2026-11-26T08:30:00.000000Z"}
    table_tickets.save(a_dispatch(table_tickets.get(opening.ticket.id).ticket, "DISHUB"))
    head = items(opening.ticket.id)["ticket"]
    assert "inbox" not in head
    assert "due" not in head


def test_a_step_of_one_opd_shows_in_the_lists_of_the_others(table_tickets, seed):
    first, second = f"A-{seed.own}", f"B-{seed.own}"
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    table_tickets.save(a_dispatch(opening.ticket, first, second))
    _start_work(table_tickets, opening.ticket.id)
    assert [entry.status for entry in table_tickets.page(Listing("opd", second)).entries] == ["in_progress"]


def test_a_history_longer_than_a_page_of_a_query_is_read_whole(table_tickets, wire, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    ticket = opening.ticket
    for _ in range(5):
        change = an_unroutable_change(ticket, why={"id": "x" * 250_000, "en": ""})
        table_tickets.save(change)
        ticket = change.ticket
    wire.forget()
    case = table_tickets.get(ticket.id)
    assert [event.sequence for event in case.events] == [1, 2, 3, 4, 5, 6]
    assert wire.operations == ["Query", "Query"]  # 1 MB a page


def test_a_kind_of_item_of_a_later_version_is_no_obstacle(table_tickets, stage, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    later = {"pk": {"S": opening.ticket.id}, "sk": {"S": "voice#1"}, "size": {"N": "7"}}
    client("dynamodb").put_item(TableName=names.table(stage), Item=later)
    assert table_tickets.get(opening.ticket.id).ticket == opening.ticket


def test_the_code_knows_the_indexes_as_the_template_makes_them():
    (table,) = [r for r in render("x", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    made = {
        index["IndexName"]: tuple(key["AttributeName"] for key in index["KeySchema"])
        for index in table["Properties"]["GlobalSecondaryIndexes"]
    }
    assert {index: tuple(pair) for index, *pair in keys.INDEXES.values()} == made


def test_event_items_are_what_the_bus_carries(table_tickets, items, seed):
    opening = an_opening(seed=seed(), at=NOW + timedelta(microseconds=1))
    table_tickets.add(opening)
    event = items(opening.ticket.id)["event#00001"]
    assert set(event) == {
        "pk", "sk", "type", "version", "ticket", "sequence", "at", "actor", "data", "correlation",
    }  # fmt: skip
    assert opening.ticket.report.description not in json.dumps(event)
    assert event["at"] == {"S": "2026-11-24T03:00:00.000001Z"}


def _start_work(tickets, number):
    ticket = tickets.get(number).ticket
    context = StepContext(ticket.assignments[0].opd, NOW, "budi")
    tickets.save(by_opd.advance(ticket, ticket.assignments[0].opd, by_opd.START, context, a_terms()))


def test_a_number_can_hold_no_other_kind_of_key():
    assert keys.delivery(f"{a_number()}/12/DISHUB") == "~delivery#00012#DISHUB"
    assert keys.kecamatan("33.18.10.2001") == "33.18.10"
    assert keys.kecamatan("33.18.10") == "33.18.10"
    assert keys.kecamatan(None) is None
