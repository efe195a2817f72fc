"""A report's whole way on the real adapters, killed before or after each single AWS call: nothing is lost."""

import json
from collections import Counter
from functools import partial

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb.stores.delivery_ledger import TableLedger
from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher
from chalicelib.adapters.messaging.sns_notices import SnsNoticePublisher
from chalicelib.adapters.queues.sqs_batch import RecordsFailed, each_record
from tests.support.factory import CONTACT, a_submission
from tests.support.memory_ports import HandClock
from tests.support.memory_world import using
from tests.support.stage.sqs_events import an_sqs_event, drained, subscribed
from tests.support.stage.stage_world import ACCOUNT
from tests.support.stream_records import record

CALLS = 14
OPDS = ("BPBD", "DINSOS", "DPUTR")
LEASE_LAPSES = {"minutes": 3}  # as long as the queue keeps a message invisible


class Killed(BaseException):
    """The process ends here: no handler sees it."""


@pytest.fixture
def way(table_tickets, stage, wire, seed):
    return Way(table_tickets, stage, wire, seed("key"))


@pytest.fixture(scope="module")
def inbox(_stage):
    """One queue for all OPDs: which audience a notice is for stands in it."""
    stage, endpoint = _stage
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        return subscribed(*(names.opd_topic(stage, opd) for opd in OPDS))


def test_the_way_of_a_report_is_this_many_calls(way, inbox):
    way.go(inbox)
    assert len(way.wire.calls) == CALLS
    assert way.wire.operations[:4] == ["Encrypt", "TransactWriteItems", "Query", "TransactWriteItems"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", range(1, CALLS + 1))
def test_killed_at_any_call_a_report_still_reaches_every_opd(way, inbox, call, moment):
    way.kill(call, moment)
    number = way.go(inbox)
    case = way.tickets.get(number)
    assert way.kills == 1
    assert [event.type for event in case.events] == ["ticket.received", "ticket.dispatched"]
    assert sorted(assignment.opd for assignment in case.ticket.assignments) == sorted(OPDS)
    assert {line.state for line in TableLedger().of(number)} == {"sent"}
    arrived = Counter(way.arrived)
    assert set(arrived) == {f"{number}/2/{opd}" for opd in OPDS}
    repeats = sum(arrived.values()) - len(OPDS)
    # The one way to a repeat: killed between SNS taking the notice and the ledger noting it. It has the same id.
    assert repeats <= (way.killed_at in {("Publish", "after"), ("UpdateItem", "before")})


class Way:
    """Citizen, stream, queues and workers, each trying again after a crash."""

    def __init__(self, tickets, stage, wire, key):
        self.tickets, self.stage, self.wire, self.key = tickets, stage, wire, key
        self.clock = HandClock()
        self.kills = 0
        self.killed_at = None
        self.arrived = []

    def kill(self, call, moment):
        def maybe(made):
            if len(self.wire.calls) == call and not self.kills:
                self.kills += 1
                self.killed_at = (made.operation, moment)
                raise Killed

        setattr(self.wire, moment, maybe)

    def go(self, inbox):
        uses = using(
            tickets=self.tickets,
            contact_cipher=KmsContactCipher(),
            clock=self.clock,
            ledger=TableLedger(),
            notice_publisher=SnsNoticePublisher(ACCOUNT),
        )
        number = self._until_done(
            partial(uses.intake().submit, a_submission(CONTACT, service="banjir"), self.key, "c-1")
        )
        done = 0
        while done < len(events := self._stream(number.ticket.id)):
            for worker in (uses.routing(), uses.notices(ACCOUNT)):
                self._until_done(partial(each_record, an_sqs_event(events[done]), worker.on_event))
            done += 1
        self.arrived = [json.loads(message["Message"])["notice"] for message in drained(inbox)]
        return number.ticket.id

    def _until_done(self, work):
        while True:
            try:
                return work()
            except (Killed, RecordsFailed):
                self.clock.forward(**LEASE_LAPSES)

    def _stream(self, number):
        """Past the watched wire, as the Pipe reads it."""
        before, self.wire.paused = self.wire.paused, True
        events = self.tickets.get(number).events
        self.wire.paused = before
        return [record(event) for event in events]
