"""The table of who is told of what is whole, and the queue of notices is given all of it."""

from chalicelib.domain import events
from chalicelib.domain.notifications.opd_recipients import AUDIENCES, LETTER_OF, NOTIFIED, opd_recipients
from infra.template import render
from tests.support.factory import a_joint_ticket, an_event, notice_texts


def test_the_queue_of_notices_is_given_every_event_that_anybody_is_told_of():
    subscription = render("x", "pati")["Resources"]["NoticesSubscription"]["Properties"]
    passed = subscription["FilterPolicy"]["dynamodb"]["NewImage"]["type"]["S"]
    assert passed == list(NOTIFIED)
    assert {events.TicketDispatched.type, events.AssignmentReturned.type, events.RoomWritten.type} <= set(passed)
    assert events.TicketReceived.type not in passed


def test_every_audience_and_letter_of_the_table_exists():
    assert {audience for _, audience in LETTER_OF} == set(AUDIENCES)
    assert set(LETTER_OF.values()) <= set(notice_texts())


def test_who_is_named_twice_is_told_once():
    data = {"opds": ["DISHUB", "DISHUB"], "lead": "DISHUB", "due": {}, "desk": None}
    heard = opd_recipients(an_event(events.TicketCompleted.type, data=data), a_joint_ticket())
    assert [(to.name, to.role, to.letter) for to in heard] == [("DISHUB", "lead", "answered")]
