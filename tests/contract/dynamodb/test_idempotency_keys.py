"""Exactly one ticket per intention, also when the same form arrives many times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher
from chalicelib.domain.errors import KeyReused
from chalicelib.flow.ports.tickets import Listing
from tests.doubles.stage_secret import STAGE_SECRET
from tests.support.factory import CONTACT, a_submission
from tests.support.memory_world import using


@pytest.fixture
def intake(table_tickets):
    return using(tickets=table_tickets, contact_cipher=KmsContactCipher()).intake()


def test_a_form_that_is_sent_eight_times_at_once_is_one_ticket(intake, seed):
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: intake.submit(a_submission(CONTACT), seed("key"), "c-1"), range(8)))
    assert len({(receipt.ticket.id, receipt.secret) for receipt in receipts}) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 7
    assert len(intake.tickets.page(Listing()).entries) == 1
    assert intake.meter.counts == {"TicketsReceived": 1}


def test_a_different_report_under_the_same_key_is_refused_also_at_once(intake, seed):
    def submit(n):
        try:
            return intake.submit(a_submission(description=f"Laporan yang ke-{n} dari warga."), seed("key"), "c-1")
        except KeyReused:
            return None

    with ThreadPoolExecutor(8) as pool:
        receipts = [receipt for receipt in pool.map(submit, range(8)) if receipt]
    assert len(receipts) == 1
    assert intake.tickets.get(receipts[0].ticket.id).ticket == receipts[0].ticket


def test_a_report_is_one_call_and_with_a_contact_two(intake, wire, seed):
    intake.submit(a_submission(), seed("without"), "c-1")
    assert wire.operations == ["TransactWriteItems"]
    wire.forget()
    intake.submit(a_submission(CONTACT), seed("with"), "c-1")
    assert wire.operations == ["Encrypt", "TransactWriteItems"]


def test_a_number_that_someone_else_has_is_no_obstacle(intake, seed, monkeypatch):
    from chalicelib.domain.tickets.ticket_number import Intention

    honest = Intention.number
    monkeypatch.setattr(
        Intention,
        "number",
        lambda self, prefix: honest(Intention("all", STAGE_SECRET) if self.attempt == 0 else self, prefix),
    )
    first = intake.submit(a_submission(), seed("one"), "c-1")
    second = intake.submit(a_submission(), seed("two"), "c-1")
    assert first.ticket.id != second.ticket.id
    assert intake.submit(a_submission(), seed("two"), "c-1").ticket.id == second.ticket.id


def test_who_reported_is_readable_with_the_key_alone(intake, stage, seed):
    from chalicelib import names
    from tests.support.stage.stage_world import client

    number = intake.submit(a_submission(CONTACT), seed("key"), "c-1").ticket.id
    key = {"pk": {"S": number}, "sk": {"S": "~identity"}}
    sealed = client("dynamodb").get_item(TableName=names.table(stage), Key=key)["Item"]["sealed"]["B"]
    assert CONTACT.name.encode() not in sealed
    assert KmsContactCipher().open(sealed, number) == CONTACT
