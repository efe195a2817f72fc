"""The coordinator's steps on what the public reads, and a reader's flag."""

from dataclasses import replace

import pytest

from chalicelib.domain.errors import ForbiddenStep, Invalid, UnknownTicket
from chalicelib.domain.publication import moderation
from chalicelib.domain.tickets.publication import FLAGS, Publication, PublicationState, Redaction
from chalicelib.domain.tickets.ticket import Case, Note, Readers
from chalicelib.domain.transitions import by_coordinator, by_reporter
from tests.support.factory import DUE, NOW, a_calendar, a_context, a_report, a_ticket

HELD = Publication(PublicationState.HELD, reasons=("insult",), due=DUE)
HIDDEN = Publication(PublicationState.HIDDEN)
WITHDRAWN = Publication(PublicationState.WITHDRAWN)
WORDS = "Pak Slamet mencuri. Kata pak  SLAMET tidak."

CONTEXT = a_context("coordinator", "Menyebut nama orang.", person="koordinator")


def a_case(publication=None, *notes, history=(), **report):
    ticket = a_ticket("dispatched", report=a_report(**({"description": WORDS} | report)))
    return Case(replace(ticket, publication=publication or Publication()), tuple(history), tuple(notes))


@pytest.mark.parametrize("before", [HELD, HIDDEN, Publication(due=DUE, reasons=("spam",))])
def test_what_is_published_has_nothing_to_check_any_more(before):
    change = moderation.publish(a_case(before).ticket, CONTEXT)
    assert change.ticket.publication == Publication()
    assert [event.type for event in change.events] == ["ticket.published"]
    assert change.changes_publication
    assert change.ticket.is_public


def test_publishing_what_is_public_changes_nothing():
    assert moderation.publish(a_case().ticket, CONTEXT) is None


def test_what_is_hidden_is_not_public_and_the_reporter_reads_why():
    change = moderation.hide(a_case(HELD).ticket, CONTEXT)
    assert change.ticket.publication == HIDDEN
    assert not change.ticket.is_public
    assert [(note.text, note.readers) for note in change.notes] == [("Menyebut nama orang.", Readers.REPORTER)]
    assert moderation.hide(change.ticket, CONTEXT) is None


def test_no_event_holds_the_words():
    change = moderation.redact(a_case(), ("Slamet",), CONTEXT)
    assert change.events[0].data.wire == {"passages": 2, "by": "koordinator"}


def test_a_passage_is_covered_wherever_the_public_reads_it():
    notes = (
        Note(3, NOW, "DISHUB", "Pak Slamet dihubungi", "DISHUB"),
        Note(4, NOW, "DISHUB", "Slamet lagi", "DISHUB", Readers.STAFF),
    )
    case = a_case(HELD, *notes, place={"address": "rumah pak slamet"}, attributes={"x": "slamet"})
    change = moderation.redact(case, ("pak slamet", "mencuri"), CONTEXT)
    assert set(change.ticket.publication.redactions) == {
        Redaction("description", 0, 10),
        Redaction("description", 25, 36),
        Redaction("description", 11, 18),
        Redaction("address", 6, 16),
        Redaction("note.3", 0, 10),
    }
    assert change.ticket.publication.state is PublicationState.PUBLISHED
    assert change.ticket.publication.due is None


def test_the_same_passage_again_changes_nothing_and_another_is_added():
    once = moderation.redact(a_case(), ("mencuri",), CONTEXT).ticket
    case = a_case(once.publication)
    assert moderation.redact(case, ("mencuri",), CONTEXT) is None
    twice = moderation.redact(case, ("Kata",), CONTEXT)
    assert len(twice.ticket.publication.redactions) == 2


@pytest.mark.parametrize("passages", [(), ("tidak ada di sini",), ("k",), ("mencuri", "Joko")])
def test_a_passage_must_be_in_the_text(passages):
    with pytest.raises(Invalid) as refused:
        moderation.redact(a_case(), passages, CONTEXT)
    assert refused.value.problems[0].field == "passages"


def test_what_is_covered_can_be_opened_again():
    redacted = moderation.redact(a_case(), ("mencuri",), CONTEXT).ticket
    change = moderation.uncover(redacted, CONTEXT)
    assert change.ticket.publication == Publication()
    assert moderation.uncover(change.ticket, CONTEXT) is None


def test_opening_a_passage_settles_no_check():
    before = replace(HELD, redactions=(Redaction("description", 0, 3),))
    assert moderation.uncover(a_case(before).ticket, CONTEXT).ticket.publication == HELD


STEPS = {
    "publish": lambda case, context: moderation.publish(case.ticket, context),
    "hide": lambda case, context: moderation.hide(case.ticket, context),
    "redact": lambda case, context: moderation.redact(case, ("mencuri",), context),
    "uncover": lambda case, context: moderation.uncover(case.ticket, context),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_withdrawn_report_stays_out_of_sight_and_a_confidential_one_too(step):
    with pytest.raises(ForbiddenStep, match="withdrawn_stays_hidden"):
        step(a_case(WITHDRAWN), CONTEXT)
    with pytest.raises(ForbiddenStep, match="never_public"):
        step(a_case(visibility="confidential"), CONTEXT)


@pytest.mark.parametrize("name", ["hide", "redact", "uncover"])
def test_there_is_a_reason(name):
    with pytest.raises(ForbiddenStep, match="text_needed"):
        STEPS[name](a_case(), a_context("coordinator", ""))


# a reader's flag


def flagged(case, reason="insult"):
    return moderation.flag(case, reason, a_context("citizen", "", person=""), a_calendar())


@pytest.mark.parametrize("reason", FLAGS)
def test_a_flag_puts_the_report_before_the_coordinator_and_leaves_it_public(reason):
    change = flagged(a_case(), reason)
    assert change.ticket.is_public
    assert change.ticket.publication.reasons == (reason,)
    assert change.ticket.publication.due
    assert change.events[0].data.wire == {"reason": reason, "due": change.ticket.publication.due.isoformat()}


def test_a_second_flag_for_the_same_reason_changes_nothing_even_after_the_check():
    case = a_case()
    change = flagged(case)
    case = case.after(change)
    assert flagged(case) is None
    case = case.after(moderation.publish(case.ticket, CONTEXT))
    assert flagged(case) is None
    assert flagged(case, "spam")


def test_a_second_reason_does_not_move_the_deadline():
    case = a_case().after(flagged(a_case()))
    later = replace(a_context("citizen", "", person=""), at=DUE)
    second = moderation.flag(case, "spam", later, a_calendar())
    assert second.ticket.publication.due == case.ticket.publication.due
    assert second.ticket.publication.reasons == ("insult", "spam")


@pytest.mark.parametrize("publication", [HELD, HIDDEN, WITHDRAWN])
def test_what_nobody_reads_cannot_be_flagged(publication):
    with pytest.raises(UnknownTicket):
        flagged(a_case(publication))
    with pytest.raises(UnknownTicket):
        flagged(a_case(visibility="confidential"))


@pytest.mark.parametrize(("reason", "code"), [("", "missing"), ("jelek", "flag_unknown")])
def test_the_reason_is_one_of_the_list(reason, code):
    with pytest.raises(Invalid) as refused:
        flagged(a_case(), reason)
    assert [(each.field, each.code) for each in refused.value.problems] == [("reason", code)]


def test_the_check_began_with_the_first_flag_since_the_last_check():
    case = a_case()
    assert moderation.check_began(case) == case.ticket.received_at
    first = moderation.flag(case, "spam", replace(CONTEXT, at=DUE), a_calendar())
    case = case.after(first)
    assert moderation.check_began(case) == DUE


# what ends a report


def test_a_withdrawn_report_is_out_of_sight():
    change = by_reporter.withdraw(a_case().ticket, a_context("citizen", ""))
    assert change.ticket.publication == WITHDRAWN
    assert change.changes_publication


@pytest.mark.parametrize("abuse", [True, False])
def test_a_report_that_is_archived_as_abuse_is_out_of_sight(abuse):
    change = by_coordinator.archive(a_case().ticket, CONTEXT, abuse=abuse)
    assert change.ticket.is_public is not abuse
    assert change.events[0].data.abuse is abuse
