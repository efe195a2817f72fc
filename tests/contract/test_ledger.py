"""The contract of `Ledger`: each notice is sent by one worker at a time, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.flow.ports import BeingSent
from tests.factory import NOW, a_number

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
