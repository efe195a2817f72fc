"""The contract of `Reads`: whoever looked at whom stands in one list, the latest first."""

import json
from datetime import timedelta

from chalicelib import names
from chalicelib.adapters.dynamodb.stores.access_log import TableAccessLog
from chalicelib.domain.transitions import by_opd, identity
from chalicelib.flow.ports.desk import AccessEntry, AccessKind
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.support.factory import NOW, a_context
from tests.support.stage.stage_world import client


def search(minutes, person="ani"):
    return AccessEntry(
        NOW + timedelta(minutes=minutes), person, "coordinator", "Warga menelepon.", kind=AccessKind.PHONE
    )


def test_readings_of_identities_and_searches_stand_in_one_list(office, seed):
    ticket = dispatched(office.tickets, seed(), "DISHUB")
    office.access_log.log_search(search(1))
    context = a_context(text="Perlu ditelepon.", at=NOW + timedelta(minutes=2))
    office.tickets.save(identity.read(ticket, "other", context, "DISHUB"))
    office.access_log.log_search(search(3))
    last, read, first = office.access_log.page().lines
    assert (first, last) == (search(1), search(3))
    assert read == AccessEntry(context.at, "budi", "DISHUB", "Perlu ditelepon.", ticket.id)


def test_readings_of_a_confidential_report_stand_in_the_same_list(office, seed):
    ticket = dispatched(office.tickets, seed(), "DISHUB", visibility="confidential")
    at = NOW + timedelta(minutes=1)
    readings = [AccessEntry(at, person, "DISHUB", "", ticket.id, AccessKind.TEXT) for person in ("ani", "budi")]
    for reading in readings:
        office.access_log.log_reading(reading)
    office.access_log.log_search(search(2))
    first, *others = office.access_log.page().lines
    assert first == search(2)
    assert sorted(others, key=lambda entry: entry.person) == readings
    assert office.tickets.get(ticket.id, internal=True).ticket == ticket


def test_a_reading_is_one_write(stage, wire, seed):
    TableAccessLog().log_reading(AccessEntry(NOW, "ani", "DISHUB", "", seed(), AccessKind.TEXT))
    assert wire.operations == ["PutItem"]


def test_other_notes_are_in_no_list(office, seed):
    ticket = dispatched(office.tickets, seed(), "DISHUB")
    office.tickets.save(by_opd.write_in_room(ticket, (), a_context(), "DISHUB"))
    assert office.access_log.page().lines == ()


def test_the_list_goes_on_page_by_page(office):
    for n in range(5):
        office.access_log.log_search(search(n))
    first = office.access_log.page(size=2)
    second = office.access_log.page(first.cursor, size=2)
    third = office.access_log.page(second.cursor, size=2)
    assert [(NOW - look.at).seconds for page in (first, second, third) for look in page.lines] == [
        (NOW - search(n).at).seconds for n in (4, 3, 2, 1, 0)
    ]
    assert third.cursor is None


def test_a_page_is_one_query(stage, wire):
    TableAccessLog().page()
    assert wire.operations == ["Query"]


def test_reading_who_reported_stays_one_transaction_of_three_writes(table_tickets, stage, wire, seed):
    ticket = dispatched(table_tickets, seed(), "DISHUB")
    wire.forget()
    table_tickets.save(identity.read(ticket, "other", a_context(), "DISHUB"))
    (call,) = wire.calls
    assert (call.operation, len(call.parameters["TransactItems"])) == ("TransactWriteItems", 3)


def test_of_a_search_only_who_when_and_why_is_kept(stage):
    TableAccessLog().log_search(search(0))
    stored = client("dynamodb").scan(TableName=names.table(stage))["Items"]
    (item,) = [item for item in stored if item["pk"]["S"].startswith("search#")]
    assert set(item) == {"pk", "sk", "inbox", "due", "person", "by", "txt"}
    assert "62812" not in json.dumps(item)
