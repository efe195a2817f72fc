"""Which news reach the people who reported, and which do not: nobody is flooded."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.notifications.reporter_recipients import NOTIFIED, TEXT_NAMES, TEXT_OF, recipients
from chalicelib.domain.tickets.ticket import Case
from tests.support.factory import NOW, a_number, a_ticket, an_event

OWN = a_number()
FOLLOWER, ANOTHER = a_number("dua"), a_number("tiga")


def history(*types, after=timedelta(minutes=1)):
    """Events of these types, each so long after the one before."""
    return [
        an_event(kind, sequence=number, at=NOW + after * (number - 1), data={}) for number, kind in enumerate(types, 1)
    ]


def notified(*types, after=timedelta(minutes=1), status="in_progress", **ticket):
    """Who is told of the last of these events, and what."""
    happened = history(*types, after=after)
    case = Case(a_ticket(status, **ticket), tuple(happened))
    return [(each.name, each.text) for each in recipients(happened[-1], case)]


def test_a_reporter_hears_that_the_report_has_arrived():
    assert notified(events.TicketReceived.type, status="received") == [("reporter", "received")]


def test_who_was_just_told_that_it_arrived_is_not_told_that_it_was_passed_on():
    assert notified(events.TicketReceived.type, events.TicketDispatched.type) == []


def test_a_report_that_lay_on_the_desk_is_told_of_when_it_is_passed_on():
    assert notified(events.TicketReceived.type, events.TicketDispatched.type, after=timedelta(hours=3)) == [
        ("reporter", "dispatched")
    ]


def test_being_passed_on_again_is_no_news():
    assert (
        notified(
            events.TicketReceived.type,
            events.TicketDispatched.type,
            events.TicketDispatched.type,
            after=timedelta(hours=3),
        )
        == []
    )


def test_a_question_is_told():
    assert notified(events.TicketReceived.type, events.TicketIncomplete.type, asked_at=NOW) == [("reporter", "asked")]


def test_a_second_question_before_the_answer_is_on_the_same_page_and_needs_no_second_message():
    assert (
        notified(events.TicketReceived.type, events.TicketIncomplete.type, events.TicketIncomplete.type, asked_at=NOW)
        == []
    )


def test_a_question_after_an_answer_is_told_again():
    assert notified(
        events.TicketIncomplete.type, events.TicketCompleted.type, events.TicketIncomplete.type, asked_at=NOW
    ) == [("reporter", "asked")]


def test_a_question_that_was_answered_meanwhile_is_not_told_any_more():
    assert notified(events.TicketReceived.type, events.TicketIncomplete.type, asked_at=None) == []
    assert (
        notified(events.TicketReceived.type, events.TicketIncomplete.type, events.TicketReminded.type, asked_at=None)
        == []
    )


def test_a_reminder_is_told_while_the_answer_is_missing():
    assert notified(
        events.TicketReceived.type, events.TicketIncomplete.type, events.TicketReminded.type, asked_at=NOW
    ) == [("reporter", "reminded")]


def test_an_answer_is_told_to_a_reporter_who_wrote():
    assert notified(events.TicketReceived.type, events.TicketMessage.type, events.AssignmentAnswered.type) == [
        ("reporter", "answered")
    ]


def test_several_answers_to_one_message_are_told_once():
    assert (
        notified(
            events.TicketReceived.type,
            events.TicketMessage.type,
            events.AssignmentAnswered.type,
            events.AssignmentAnswered.type,
        )
        == []
    )


def test_an_answer_that_nobody_asked_for_is_not_told():
    assert notified(events.TicketReceived.type, events.AssignmentAnswered.type) == []


@pytest.mark.parametrize(
    "kind",
    [
        events.AssignmentAccepted.type,
        events.AssignmentStarted.type,
        events.AssignmentDone.type,
        events.AssignmentAdded.type,
        events.RoomWritten.type,
    ],
)
def test_the_steps_of_each_opd_are_not_told_one_by_one(kind):
    assert kind not in NOTIFIED
    assert notified(events.TicketReceived.type, kind) == []


def test_the_end_is_told_with_the_question_whether_it_is_true():
    assert notified(events.TicketReceived.type, events.TicketResolved.type, status="resolved") == [
        ("reporter", "resolved")
    ]


def test_an_end_that_was_undone_meanwhile_is_not_told_any_more():
    assert notified(events.TicketReceived.type, events.TicketResolved.type, status="in_progress") == []


def test_an_end_whose_proof_was_rejected_is_taken_back_and_told():
    assert notified(events.TicketResolved.type, events.ProofRejected.type, status="in_progress") == [
        ("reporter", "reopened")
    ]


def test_a_rejected_proof_of_work_that_nobody_was_told_of_is_no_news():
    assert (
        notified(
            events.TicketReceived.type, events.AssignmentDone.type, events.ProofRejected.type, status="in_progress"
        )
        == []
    )
    assert (
        notified(events.TicketResolved.type, events.ProofRejected.type, events.ProofRejected.type, status="in_progress")
        == []
    )


@pytest.mark.parametrize(
    "own",
    [
        events.TicketConfirmed.type,
        events.TicketDisputed.type,
        events.TicketWithdrawn.type,
        events.TicketMessage.type,
        events.TicketRated.type,
    ],
)
def test_what_reporters_do_themselves_is_no_news_to_them(own):
    assert notified(events.TicketReceived.type, own) == []


def test_a_report_that_was_referred_archived_closed_merged_or_parted_is_told():
    for kind, text in (
        (events.TicketReferred.type, "referred"),
        (events.TicketArchived.type, "archived"),
        (events.TicketClosed.type, "closed"),
        (events.TicketMerged.type, "merged"),
        (events.TicketUnmerged.type, "unmerged"),
        (events.TicketUpheld.type, "upheld"),
        (events.TicketHidden.type, "hidden"),
    ):
        assert notified(events.TicketReceived.type, kind) == [("reporter", text)]


def test_those_whose_reports_were_merged_hear_of_the_end_by_their_own_number():
    heard = [*recipients_of(events.TicketResolved.type, duplicates=(FOLLOWER, ANOTHER), status="resolved")]
    assert [(each.number, each.name, each.text) for each in heard] == [
        (OWN, "reporter", "resolved"),
        (FOLLOWER, f"reporter/{FOLLOWER}", "resolved_followed"),
        (ANOTHER, f"reporter/{ANOTHER}", "resolved_followed"),
    ]


def test_a_dispute_is_told_to_those_who_follow_and_not_to_who_disputed():
    assert [each.text for each in recipients_of(events.TicketDisputed.type, duplicates=(FOLLOWER,))] == ["reopened"]


def test_a_dispute_by_one_who_follows_is_told_to_all_others():
    heard = recipients_of(events.TicketDisputed.type, {"from": FOLLOWER}, duplicates=(FOLLOWER, ANOTHER))
    assert [(each.number, each.text) for each in heard] == [(OWN, "reopened"), (ANOTHER, "reopened")]


def test_an_answer_to_what_a_follower_wrote_is_not_told_to_who_wrote_nothing():
    disputed, answered = history(events.TicketDisputed.type, events.AssignmentAnswered.type)
    disputed = replace(disputed, data=events.read(disputed.type, {"from": FOLLOWER}))
    assert list(recipients(answered, Case(a_ticket("in_progress"), (disputed, answered)))) == []


def test_a_question_to_one_is_not_put_to_those_who_follow():
    heard = recipients_of(events.TicketIncomplete.type, duplicates=(FOLLOWER,), asked_at=NOW)
    assert [each.number for each in heard] == [OWN]


def recipients_of(kind, data=None, status="in_progress", **ticket):
    (happened,) = history(kind)
    happened = replace(happened, data=events.read(kind, data or {}))
    return list(recipients(happened, Case(a_ticket(status, **ticket), (happened,))))


def test_nobody_is_told_twice_of_one_event():
    kinds = [kind for kind, audience in TEXT_OF if audience == "reporter"]
    assert len(kinds) == len(set(kinds))


def test_every_event_that_is_told_has_its_texts():
    assert set(TEXT_OF.values()) == set(TEXT_NAMES)
    assert {kind for kind, _ in TEXT_OF} <= set(NOTIFIED)
