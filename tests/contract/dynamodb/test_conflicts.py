"""What happens when DynamoDB does not answer at once: another transaction, throttling, a lost answer."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb import keys
from chalicelib.flow.ports.tickets import TicketExists
from tests.support.factory import NOW, an_opening
from tests.support.stage.aws_wire import answer, refusal


def test_a_transaction_that_meets_another_one_is_tried_again_and_finds_the_answer(table_tickets, wire, seed):
    opening = an_opening(seed=seed())
    table_tickets.add(opening)
    wire.forget()
    wire.before = lambda _: _conflict() if len(wire.calls) < 3 else None
    with pytest.raises(TicketExists) as taken:
        table_tickets.add(opening)
    assert taken.value.secret_hash == opening.ticket.secret_hash
    assert wire.operations == ["TransactWriteItems"] * 3


def test_a_failed_condition_beside_a_conflict_is_an_answer(table_tickets, wire, seed):
    opening = an_opening(seed=seed())
    stored = {"prf": {"S": "P"}, "fpr": {"S": "F"}, "at": {"S": keys.instant(NOW)}}
    reasons = [{"Code": "ConditionalCheckFailed", "Item": stored}, {"Code": "TransactionConflict"}]
    wire.before = lambda _: refusal("TransactionCanceledException", CancellationReasons=reasons)
    with pytest.raises(TicketExists) as taken:
        table_tickets.add(opening)
    assert (taken.value.secret_hash, taken.value.received_at) == ("P", NOW)
    assert len(wire.calls) == 1


def test_a_conflict_that_does_not_end_is_an_error_and_no_answer(table_tickets, wire, seed):
    wire.before = lambda _: _conflict()
    with pytest.raises(ClientError, match="TransactionCanceledException"):
        table_tickets.add(an_opening(seed=seed()))
    assert len(wire.calls) == 6


def test_throttling_is_tried_again_and_then_told(table_tickets, wire, seed):
    wire.before = lambda _: refusal("ThrottlingException")
    with pytest.raises(ClientError, match="ThrottlingException"):
        table_tickets.add(an_opening(seed=seed()))
    assert len(wire.calls) == 4


def test_an_answer_that_got_lost_is_asked_for_with_the_same_token(table_tickets, wire, seed):
    wire.before = lambda _: answer(500) if len(wire.calls) == 1 else None
    table_tickets.add(an_opening(seed=seed()))
    tokens = {call.parameters["ClientRequestToken"] for call in wire.calls}
    assert len(wire.calls) == 2
    assert len(tokens) == 1


def _conflict():
    reasons = [{"Code": "TransactionConflict"}, {"Code": "None"}]
    return refusal("TransactionCanceledException", CancellationReasons=reasons)
