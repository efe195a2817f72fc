"""What telling a reporter costs: a handful of calls, whatever the city's size, and none on the way of the report."""

from collections import Counter

import pytest

from chalicelib import wiring
from chalicelib.adapters.dynamodb.stores import site_settings
from chalicelib.adapters.dynamodb.tickets.repository import TableTickets
from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher
from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.contact import Contact
from tests.support.factory import NOW, an_opening
from tests.support.stage.stage_world import client

WANTS = Contact("", "+6281234567890", "siti@warga.example", ("sms", "email"))


@pytest.fixture
def worker(stage, monkeypatch):
    """Warm, as every function is after its first event."""
    monkeypatch.setenv("SEDULUR_CITY", "pati")
    monkeypatch.setenv("SEDULUR_MESSAGES", "sms email")
    wiring.reset()
    client("sesv2").create_email_identity(EmailIdentity="patikab.go.id")
    site_settings.write("https://lapor.example")
    wiring.site()
    wiring.phone_index().find("+6281200000000")
    yield wiring.messages()
    wiring.reset()


def reported(seed, contact):
    """A ticket of this contact, and the event of its arrival."""
    number = an_opening(seed=seed).ticket.id
    opening = an_opening(seed=seed, identity=KmsContactCipher().seal(contact, number) if contact else None)
    TableTickets("pati").add(opening)
    return opening.event


def test_telling_somebody_of_the_arrival_takes_a_query_a_read_and_four_small_writes_a_channel(worker, wire, seed):
    for address in (WANTS.phone, WANTS.email):
        worker.addresses.confirm(worker.addresses.key(address), NOW)
    event = reported(seed("both"), WANTS)
    wire.forget()
    worker.on_event(event)
    assert Counter(wire.operations) == {
        "Query": 4, "GetItem": 2, "Decrypt": 1, "PutItem": 2, "UpdateItem": 7, "Publish": 1, "SendEmail": 1,
    }, "one of the writes counts the SMS"  # fmt: skip
    wire.forget()
    worker.on_event(event)
    assert Counter(wire.operations) == {
        "Query": 2, "GetItem": 2, "Decrypt": 1, "PutItem": 2, "UpdateItem": 2,
    }, "a repeat"  # fmt: skip


def test_asking_somebody_first_takes_two_small_writes_a_channel_more(worker, wire, seed):
    event = reported(seed("asked"), Contact("", "+6281234567891", "sita@warga.example", ("sms", "email")))
    wire.forget()
    worker.on_event(event)
    assert Counter(wire.operations) == {
        "Query": 2, "GetItem": 2, "Decrypt": 1, "PutItem": 2, "UpdateItem": 11, "Publish": 1, "SendEmail": 1,
    }  # fmt: skip


def test_who_left_no_contact_costs_two_queries(worker, wire, seed):
    event = reported(seed("none"), None)
    wire.forget()
    worker.on_event(event)
    assert Counter(wire.operations) == {"Query": 2}


def test_an_event_that_nobody_is_told_of_costs_nothing(worker, wire):
    worker.on_event(Event("CTH-0000-0000", 3, NOW, "DISHUB", events.AssignmentAccepted(opd="DISHUB")))
    assert wire.operations == []
