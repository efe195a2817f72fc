"""The contract of `Subscriptions`: who wants messages, and what a link in one stands for."""

import pytest

from chalicelib.adapters.dynamodb.stores.subscriptions import TableSubscriptions
from chalicelib.domain.errors import UnknownLink
from chalicelib.flow.ports.delivery import Link, Subscription
from tests.support.factory import an_opening


@pytest.fixture
def port(subscriptions):
    return subscriptions.port


@pytest.fixture
def number(subscriptions, seed):
    """Of a ticket whose reporter left a contact."""
    opening = an_opening(seed=seed(), identity=b"sealed")
    subscriptions.tickets.add(opening)
    return opening.ticket.id


def test_nobody_has_stopped_anything_at_first(port, number):
    assert port.of(number) == Subscription(b"sealed", frozenset())


def test_of_a_ticket_without_a_contact_nothing_is_known(port, subscriptions, seed):
    opening = an_opening(seed=seed("bare"))
    subscriptions.tickets.add(opening)
    assert port.of(opening.ticket.id) == Subscription(None, frozenset())


def test_one_channel_is_stopped_and_the_other_goes_on(port, number):
    port.stop(Link(number, "sms"))
    port.stop(Link(number, "sms"))
    assert port.of(number) == Subscription(b"sealed", frozenset({"sms"}))
    port.stop(Link(number, "email"))
    assert port.of(number).stopped == {"sms", "email"}


def test_a_channel_waits_for_its_owners_word_until_it_is_given(port, number):
    port.hold(Link(number, "sms"))
    port.hold(Link(number, "email"))
    assert port.of(number) == Subscription(b"sealed", frozenset(), frozenset({"sms", "email"}))
    port.resume(Link(number, "sms"))
    assert port.of(number) == Subscription(b"sealed", frozenset(), frozenset({"email"}))


def test_a_link_keeps_whose_address_it_was_sent_to(port, number, seed):
    port.add_link(seed("A"), Link(number, "sms", "hashed"))
    assert port.find(seed("A")) == Link(number, "sms", "hashed")


def test_what_was_stopped_can_be_taken_back(port, number):
    port.stop(Link(number, "sms"))
    port.resume(Link(number, "sms"))
    port.resume(Link(number, "sms"))
    assert port.of(number) == Subscription(b"sealed", frozenset())


def test_a_link_is_known_once_a_message_has_carried_it(port, number, seed):
    with pytest.raises(UnknownLink):
        port.find(seed("K"))
    port.add_link(seed("K"), Link(number, "sms"))
    port.add_link(seed("K"), Link(number, "sms"))
    assert port.find(seed("K")) == Link(number, "sms")


def test_who_wants_messages_is_one_query_and_reads_nothing_of_the_ticket(stage, table_tickets, seed, wire):
    opening = an_opening(seed=seed("q"), identity=b"sealed")
    table_tickets.add(opening)
    wire.forget()
    TableSubscriptions().of(opening.ticket.id)
    assert wire.operations == ["Query"]
    assert wire.calls[0].parameters["ExpressionAttributeValues"] == {
        ":0": {"S": opening.ticket.id}, ":1": {"S": "~identity"},
    }  # fmt: skip


def test_the_public_query_reads_neither_who_reported_nor_what_they_stopped(table_tickets, seed, stage):
    opening = an_opening(seed=seed("p"), identity=b"sealed")
    table_tickets.add(opening)
    TableSubscriptions().stop(Link(opening.ticket.id, "sms"))
    case = table_tickets.get(opening.ticket.id, internal=True)
    assert case.ticket == opening.ticket
    assert table_tickets.identity(opening.ticket.id) == b"sealed"
