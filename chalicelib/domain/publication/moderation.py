"""The coordinator's steps on what the public reads of a report, and a reader's flag on it.

Each step settles what was to be checked. The history says that it was taken, never which words it was about.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem, UnknownTicket
from chalicelib.domain.events import EventData
from chalicelib.domain.publication.publication_rules import CHECK_DAYS
from chalicelib.domain.tickets.publication import (
    ADDRESS,
    DESCRIPTION,
    FLAGS,
    Publication,
    PublicationState,
    Redaction,
    answer_text,
    note_text,
)
from chalicelib.domain.tickets.ticket import Case, Change, Note, Readers, Ticket
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note, require_text

_S = PublicationState

SHORTEST_PASSAGE = 2
"""Characters of a passage to redact, at least: one letter stands everywhere."""


def publish(ticket: Ticket, context: StepContext) -> Change | None:
    """Let the public read the content, but for redacted passages; None if it may and nothing is to be checked."""
    before = _changeable(ticket)
    if before.state is _S.PUBLISHED and before.due is None:
        return None
    return _settled(ticket, context, events.TicketPublished(), replace(before, state=_S.PUBLISHED))


def hide(ticket: Ticket, context: StepContext) -> Change | None:
    """Take the content out of public sight; the text is the reason, which the reporter reads.

    Raises:
        ForbiddenStep: the text is missing, or the report is confidential or withdrawn.
    """
    require_text(context)
    before = _changeable(ticket)
    if before.state is _S.HIDDEN:
        return None
    return _settled(ticket, context, events.TicketHidden(), replace(before, state=_S.HIDDEN))


def redact(case: Case, passages: tuple[str, ...], context: StepContext) -> Change | None:
    """Cover passages, wherever the public reads them, and let it read the rest; None if all are covered already.

    Raises:
        ForbiddenStep: the reason is missing, or the report is confidential or withdrawn.
        Invalid: no passage is given, or one is in none of the ticket's texts.
    """
    require_text(context)
    before = _changeable(case.ticket)
    if not passages:
        raise Invalid((Problem("passages", "missing"),))
    found = {each: list(_places(each, case)) for each in passages}
    if missing := [each for each, places in found.items() if not places]:
        raise Invalid(tuple(Problem("passages", "passage_unknown", {"passage": each}) for each in missing[:1]))
    redactions = dict.fromkeys([*before.redactions, *(place for places in found.values() for place in places)])
    after = replace(before, state=_S.PUBLISHED, redactions=tuple(redactions))
    if (after.redactions, after.state) == (before.redactions, before.state):
        return None
    return _settled(case.ticket, context, events.TicketRedacted(passages=len(redactions)), after)


def uncover(ticket: Ticket, context: StepContext) -> Change | None:
    """Let the public read again what was redacted; None if nothing is. Personal data stay covered."""
    require_text(context)
    before = _changeable(ticket)
    if not before.redactions:
        return None
    after = replace(ticket, publication=replace(before, redactions=()))
    return build_change(ticket, after, context, [events.TicketUncovered()], note=_note(context))


def flag(case: Case, reason: str, context: StepContext, calendar: Calendar) -> Change | None:
    """A reader says what is wrong with a published content; the coordinator checks it.

    Returns:
        The change; None if somebody has said the same of this ticket before, so that flags cost at most one event
        each of `FLAGS`, and a content that the coordinator has let stand is not flagged for the same reason again.

    Raises:
        Invalid: there is no such reason.
        UnknownTicket: the public does not read this ticket.
    """
    if reason not in FLAGS:
        raise Invalid((Problem("reason", "flag_unknown" if reason else "missing"),))
    ticket, before = case.ticket, case.ticket.publication
    if not ticket.is_public:
        raise UnknownTicket(ticket.id)
    if any(isinstance(event.data, events.TicketFlagged) and event.data.reason == reason for event in case.events):
        return None
    due = before.due or calendar.due(context.at, CHECK_DAYS)
    flagged = replace(ticket, publication=replace(before, reasons=(*before.reasons, reason), due=due))
    return build_change(ticket, flagged, context, [events.TicketFlagged(reason=reason, due=due)])


def check_began(case: Case) -> datetime:
    """Since when the coordinator has something to check: the first flag since the last check, or the report."""
    since = case.ticket.received_at
    for event in reversed(case.events):
        if isinstance(event.data, events.TicketFlagged) and event.data.due == case.ticket.publication.due:
            since = event.at
        elif event.type in CHECKED:
            break
    return since


CHECKED = frozenset(
    {events.TicketPublished.type, events.TicketHidden.type, events.TicketRedacted.type, events.TicketWithdrawn.type}
)
"""Events with which there is nothing to check any more."""


def _changeable(ticket: Ticket) -> Publication:
    if ticket.is_confidential:
        raise ForbiddenStep("never_public")
    if ticket.publication.state is _S.WITHDRAWN:
        raise ForbiddenStep("withdrawn_stays_hidden")
    return ticket.publication


def _settled(ticket: Ticket, context: StepContext, event_data: EventData, publication: Publication) -> Change:
    """The change to this publication, with nothing to check any more."""
    after = replace(ticket, publication=replace(publication, reasons=(), due=None))
    return build_change(ticket, after, context, [event_data], note=_note(context))


def _note(context: StepContext) -> Note | None:
    return build_note(context, "", Readers.REPORTER)


def _places(passage: str, case: Case) -> Iterator[Redaction]:
    """Where the passage stands in the ticket's texts, in any case of letters and with any spaces between its words."""
    words = passage.split()
    if len("".join(words)) < SHORTEST_PASSAGE:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    for name, text in _texts(case):
        yield from (Redaction(name, *found.span()) for found in pattern.finditer(text))


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """Every text that the public could read, by name."""
    report = case.ticket.report
    yield DESCRIPTION, report.description
    yield ADDRESS, report.place.address
    yield from ((answer_text(code), answer) for code, answer in report.attributes.items())
    yield from ((note_text(note.sequence), note.text) for note in case.notes if note.is_public)
