"""The coordinator's steps on a ticket as a whole."""

from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import EventData
from chalicelib.domain.tickets.assignments import lead_of, open_assignments, with_assignments, with_status
from chalicelib.domain.tickets.publication import Publication, PublicationState
from chalicelib.domain.tickets.status import GROUPS, TICKET_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Change, Desk, Readers, Ticket
from chalicelib.domain.transitions.derived_state import unfinished_opds, with_consequences
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note, require_text

_T = TicketStatus

UNANSWERED_REASON = "unanswered"
"""Reason of a report that the deadline watch archives because the reporter never answered."""


def verify(ticket: Ticket, context: StepContext, terms: Terms) -> Change:
    """Takes the ticket off the coordinator's desk once its reason is settled.

    Raises:
        ForbiddenStep: nothing lies on the desk, or no OPD leads yet.
    """
    verified = events.TicketVerified(reason=_settled_desk(ticket).reason)
    return with_consequences(
        ticket, replace(ticket, desk=None), context, terms, [verified], note=build_note(context, "", Readers.STAFF)
    )


def resolve(ticket: Ticket, context: StepContext, terms: Terms, *, clears_desk: bool) -> Change | None:
    """Resolves a ticket whose required assignments are all done; the text is the answer that the citizen reads.

    A ticket resolves by itself when its last required assignment is done. What is left for this step is a ticket that
    an OPD's returned assignment keeps on the desk, and only the coordinator may clear that (`clears_desk`).

    Returns:
        The change; None if the ticket is resolved already.

    Raises:
        ForbiddenStep: the ticket is not open, a required assignment is unfinished, nobody leads, nothing lies on the
            desk, or the person may not clear the desk.
    """
    if ticket.status is _T.RESOLVED:
        return None
    if ticket.status not in GROUPS["open"]:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    if opds := unfinished_opds(ticket):
        raise ForbiddenStep("parts_open", opd=", ".join(opds))
    desk = _settled_desk(ticket)
    if not clears_desk:
        raise ForbiddenStep("on_desk")
    verified = events.TicketVerified(reason=desk.reason)
    return with_consequences(ticket, replace(ticket, desk=None), context, terms, [verified], note=build_note(context))


def refer(ticket: Ticket, to: str, reference: str, context: StepContext) -> Change:
    """Refers the ticket to an institution outside the regency: `to` is its code, `reference` its own number of the
    matter, empty if unknown.
    """
    return _end(ticket, _T.REFERRED, context, events.TicketReferred(to=to, reference=reference))


def archive(ticket: Ticket, context: StepContext, *, abuse: bool = False) -> Change:
    """Ends a report that cannot be worked on; the text is the reason that the citizen reads.

    `abuse`: the report abuses the desk, so the public does not read its content any more.
    """
    require_text(context)
    publication = Publication(PublicationState.HIDDEN) if abuse else ticket.publication
    return _end(ticket, _T.ARCHIVED, context, events.TicketArchived(abuse=abuse), publication=publication)


def archive_unanswered(ticket: Ticket, context: StepContext) -> Change:
    """Ends a report whose reporter did not answer in time, and names the OPDs that had work in it."""
    opds = tuple(assignment.opd for assignment in open_assignments(ticket))
    archived = events.TicketArchived(reason=UNANSWERED_REASON, opds=opds)
    return _end(ticket, _T.ARCHIVED, context, archived, why_waived=UNANSWERED_REASON)


def _settled_desk(ticket: Ticket) -> Desk:
    """What lies on the coordinator's desk, if it can be taken off."""
    if ticket.desk is None:
        raise ForbiddenStep("nothing_on_desk")
    if lead_of(ticket) is None:
        raise ForbiddenStep("needs_lead")
    return ticket.desk


def _end(
    ticket: Ticket,
    status: TicketStatus,
    context: StepContext,
    event_data: EventData,
    *,
    why_waived: str = "",
    publication: Publication | None = None,
) -> Change:
    """Ends the ticket with this status and waives each open assignment with an event of its own."""
    if status not in TICKET_TRANSITIONS[ticket.status]:
        raise ForbiddenStep("ticket_step", status=str(ticket.status), to=str(status))
    waived = [
        replace(with_status(assignment, AssignmentStatus.WAIVED, assignment.person), waiting_since=None)
        for assignment in open_assignments(ticket)
    ]
    ended = replace(
        with_assignments(ticket, waived),
        status=status,
        desk=None,
        asked_at=None,
        lead_offered_to="",
        publication=publication or ticket.publication,
    )
    waivers = [events.AssignmentWaived(opd=assignment.opd, reason=why_waived) for assignment in waived]
    return build_change(ticket, ended, context, [event_data, *waivers], note=build_note(context), assignments=waived)
