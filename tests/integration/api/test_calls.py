"""Calls to AWS are the unit of cost: how many each request makes."""

import pytest

from chalicelib import wiring
from tests.support.stage.stage_world import a_body


def test_a_report_is_one_transaction(world, calls):
    world.report(a_body())
    assert calls == ["TransactWriteItems"]


def test_a_long_report_is_one_transaction_too(world, calls):
    world.report(a_body(description="Jalan rusak. " * 300))
    assert calls == ["TransactWriteItems"]


def test_a_contact_costs_one_call_to_the_vault_more(world, calls):
    world.report(a_body(contact={"phone": "081234567890"}))
    assert len(calls) == 2
    assert calls[1] == "TransactWriteItems"


def test_the_first_report_of_a_container_reads_and_opens_the_secret_of_the_stage(world, calls):
    del wiring.ports.ticket_secret
    world.report(a_body())
    assert calls == ["GetItem", "Decrypt", "TransactWriteItems"]


def test_a_repeat_needs_no_read(world, calls):
    for _ in range(2):
        world.report(a_body(), idempotency_key="0d3f2c4e-5a6b-4c7d-8e9f-0123456789ab")
    assert calls == ["TransactWriteItems"] * 2


def test_one_ticket_is_one_query(world, calls):
    ticket, _ = world.report(a_body())
    world.pump()
    calls.clear()
    assert world.get(f"/v1/tickets/{ticket['id']}").json_body["assignments"]
    assert calls == ["Query"]


@pytest.mark.parametrize("query", ["", "service=lampu-jalan", "kecamatan=33.18.01", "status=received", "opd=DISHUB"])
def test_a_page_of_a_list_is_one_query(world, calls, query):
    assert world.get(f"/v1/tickets?{query}").status_code == 200
    assert calls == ["Query"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/health",
        "/v1/services",
        "/v1/opds",
        "/v1/areas",
        "/v1/openapi.json",
        "/v1/events/schema",
        "/v1/tickets/mistyped",
        "/v1/x",
    ],
)
def test_what_does_not_change_needs_no_call(world, calls, path):
    world.get(path)
    assert calls == []


def test_a_refused_report_needs_no_call(world, calls):
    assert world.post("/v1/tickets", a_body(contact={"phone": "1"})).status_code == 422
    assert calls == []


def test_the_catalogue_is_read_once(world):
    assert wiring.city() is wiring.city()
    assert wiring.city().catalogue is wiring.city().catalogue
