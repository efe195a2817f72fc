"""The contract of `Ledger`: each notice is sent by one worker at a time, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb.stores.delivery_ledger import TableLedger
from chalicelib.flow.ports.delivery import BeingSent
from tests.support.factory import NOW, a_number

LEASE = timedelta(minutes=2)


@pytest.fixture
def notice(ledger, seed):
    """One notice of one ticket, as a worker handles it."""
    return Handled(ledger, a_number(seed()))


def test_a_worker_gets_the_right_to_send(notice):
    assert notice.claim() is True
    (line,) = notice.lines()
    assert (line.state, line.tries, line.at) == ("sending", 1, NOW)
    assert (line.notice, line.ticket) == (notice.id, notice.ticket)
    assert (line.event, line.audience) == ("ticket.dispatched", "DISHUB")


def test_while_one_worker_sends_another_waits(notice):
    notice.claim()
    with pytest.raises(BeingSent):
        notice.claim(at=NOW + timedelta(seconds=1))


def test_what_is_sent_is_not_sent_again(notice):
    notice.claim()
    notice.sent("m-1", NOW + timedelta(seconds=1))
    assert notice.claim(at=NOW + timedelta(days=1)) is False
    (line,) = notice.lines()
    assert (line.state, line.message_id, line.reason) == ("sent", "m-1", "")
    assert line.at == NOW + timedelta(seconds=1)


def test_what_failed_says_why_and_can_be_tried_again_at_once(notice):
    notice.claim()
    notice.failed("NotFound", NOW + timedelta(seconds=1))
    (line,) = notice.lines()
    assert (line.state, line.reason) == ("failed", "NotFound")
    assert notice.claim(at=NOW + timedelta(seconds=2)) is True
    assert notice.lines()[0].tries == 2


def test_a_notice_sent_after_failing_shows_no_reason_any_more(notice):
    notice.claim()
    notice.failed("NotFound", NOW)
    notice.claim()
    notice.sent("m-2", NOW)
    (line,) = notice.lines()
    assert (line.state, line.message_id, line.reason, line.tries) == ("sent", "m-2", "", 2)


def test_the_right_of_a_worker_that_died_lapses(notice):
    notice.claim()
    with pytest.raises(BeingSent):
        notice.claim(at=NOW + LEASE - timedelta(seconds=1))
    assert notice.claim(at=NOW + LEASE) is True
    assert notice.lines()[0].tries == 2


def test_a_worker_that_was_too_slow_undoes_nothing(notice):
    notice.claim()
    notice.claim(at=NOW + LEASE)
    notice.sent("m-1", NOW + LEASE)
    notice.failed("Timeout", NOW + LEASE + timedelta(seconds=5))
    (line,) = notice.lines()
    assert (line.state, line.message_id) == ("sent", "m-1")


def test_of_many_workers_at_once_one_gets_the_right(notice):
    def claim(_):
        try:
            return notice.claim()
        except BeingSent:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(claim, range(8))) == [False] * 7 + [True]


def test_a_tickets_deliveries_stand_in_the_order_of_its_events(ledger, seed):
    ticket = a_number(seed())
    for sequence, audience in ((10, "DISHUB"), (2, "DLH"), (2, "BPBD")):
        Handled(ledger, ticket, sequence, audience).claim()
    Handled(ledger, a_number(seed("other"))).claim()
    assert [line.notice for line in ledger.of(ticket)] == [f"{ticket}/2/BPBD", f"{ticket}/2/DLH", f"{ticket}/10/DISHUB"]


def test_a_ticket_nobody_was_told_of_has_no_deliveries(ledger, seed):
    assert ledger.of(a_number(seed())) == ()


class Handled:
    def __init__(self, ledger, ticket, sequence=2, audience="DISHUB"):
        self._ledger, self.ticket, self._audience = ledger, ticket, audience
        self.id = f"{ticket}/{sequence}/{audience}"

    def claim(self, at=NOW):
        until = at + LEASE
        return self._ledger.claim(self.id, self.ticket, "ticket.dispatched", self._audience, at=at, until=until)

    def sent(self, message, at):
        self._ledger.sent(self.id, self.ticket, message, at)

    def failed(self, reason, at):
        self._ledger.failed(self.id, self.ticket, reason, at)

    def lines(self):
        return self._ledger.of(self.ticket)


# what did not arrive


def test_what_failed_is_listed_over_all_tickets_the_longest_first(ledger, seed):
    handled = [Handled(ledger, a_number(seed(n))) for n in range(3)]
    for n, each in enumerate(reversed(handled)):
        each.claim()
        each.failed("NotFound", NOW + timedelta(minutes=n))
    first = ledger.undelivered(size=2)
    second = ledger.undelivered(first.cursor, size=2)
    assert [line.notice for line in (*first.lines, *second.lines)] == [each.id for each in reversed(handled)]
    assert second.cursor is None
    assert ledger.count_undelivered() == 3
    assert ledger.count_undelivered(most=1) == 2
    line = first.lines[0]
    assert (line.ticket, line.event, line.audience) == (handled[2].ticket, "ticket.dispatched", "DISHUB")
    assert (line.state, line.reason, line.tries, line.at) == ("failed", "NotFound", 1, NOW)


def test_what_is_sent_at_last_is_listed_no_more(ledger, notice):
    notice.claim()
    assert ledger.undelivered().lines == ()
    notice.failed("NotFound", NOW)
    notice.claim()
    assert [line.notice for line in ledger.undelivered().lines] == [notice.id]  # until it is known to have arrived
    notice.sent("m-1", NOW)
    assert ledger.undelivered().lines == ()


def test_what_is_put_away_stays_failed_and_is_listed_no_more(ledger, notice):
    notice.claim()
    notice.failed("InvalidParameter", NOW)
    ledger.put_away(notice.id, notice.ticket)
    ledger.put_away(notice.id, notice.ticket)
    assert ledger.undelivered().lines == ()
    assert [line.state for line in notice.lines()] == ["failed"]


def test_who_puts_away_what_was_sent_meanwhile_changes_nothing(ledger, notice):
    notice.claim()
    notice.sent("m-1", NOW)
    ledger.put_away(notice.id, notice.ticket)
    assert [(line.state, line.message_id) for line in notice.lines()] == [("sent", "m-1")]


def test_a_page_of_what_did_not_arrive_is_one_query(stage, wire):
    TableLedger().undelivered()
    assert wire.operations == ["Query"]
    assert (wire.calls[0].parameters["IndexName"], wire.calls[0].parameters["Limit"]) == ("inbox", 26)


def test_a_message_to_a_reporter_is_listed_with_its_channel(ledger, seed):
    message = Handled(ledger, a_number(seed()), 3, "reporter/sms")
    message.claim()
    message.failed("OptedOut", NOW)
    (line,) = ledger.undelivered().lines
    assert (line.notice, line.audience) == (message.id, "reporter/sms")
