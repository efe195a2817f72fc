"""What becomes of doubtful proof: how it comes to the coordinator, and the coordinator's steps on a ticket's photos."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import find, moved
from chalicelib.domain.tickets.photo import PROVES, Photo, PhotoState, Verdict
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Circle, Note, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import StepContext, change, note, require_text

_A = AssignmentStatus

REOPENABLE = GROUPS["open"] | {TicketStatus.RESOLVED}
"""While a ticket has one of these, work can go on; once the reporter has agreed, or it has ended, it cannot."""


def flag(ticket: Ticket, photo: Photo, context: StepContext) -> Change:
    """A photo with flags goes to the coordinator, by its `due`."""
    told = events.ProofFlagged(opd=photo.opd, photo=photo.id, reasons=photo.flags, due=photo.due)
    return replace(change(ticket, ticket, context, [told]), photos=(photo,))


def accept(case: Case, photo: str, context: StepContext) -> Change | None:
    """Doubtful, and good all the same; None if nobody doubts it."""
    found = _known(case, photo)
    if not found.is_doubtful:
        return None
    told = events.ProofAccepted(opd=found.opd, photo=photo)
    verdict = found.verdict or Verdict.ACCEPTED  # what was hidden stays so
    return _judged(found, verdict, change(case.ticket, case.ticket, context, [told], note=_why(context)), due=None)


def reject(case: Case, photo: str, context: StepContext, terms: Terms) -> Change | None:
    """No proof: the OPD's part is open again, and it is told; None if that was said already."""
    require_text(context)
    found = _known(case, photo)
    if found.verdict is Verdict.REJECTED:
        return None
    if not _is_proof(case, found):
        raise ForbiddenStep("no_proof")
    parts = _reopened(case.ticket, found.opd, context, terms)
    told = events.ProofRejected(opd=found.opd, photo=photo, due=parts[0].due if parts else None)
    said = note(context, found.opd, Circle.STAFF)
    opened = with_consequences(case.ticket, case.ticket, context, terms, [told], note=said, parts=parts)
    return _judged(found, Verdict.REJECTED, opened, due=None)


def hide(case: Case, photo: str, context: StepContext) -> Change | None:
    """Out of public sight, with a reason; None if it is already. As proof it is still to be judged."""
    require_text(context)
    found = _known(case, photo)
    if found.verdict in (Verdict.HIDDEN, Verdict.REJECTED):
        return None
    told = events.PhotoHidden(opd=found.opd, photo=photo)
    return _judged(
        found, Verdict.HIDDEN, change(case.ticket, case.ticket, context, [told], note=_why(context)), found.due
    )


def _known(case: Case, photo: str) -> Photo:
    found = next((each for each in case.photos if each.id == photo), None)
    if found is None or found.state is not PhotoState.CLEAN:
        raise ForbiddenStep("no_photo")
    return found


def _is_proof(case: Case, photo: Photo) -> bool:
    return any(event.sequence == photo.sequence and event.type in PROVES for event in case.events)


def _reopened(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> tuple[Assignment, ...]:
    """A part that was said to be done is in work again; what has been opened again meanwhile stays as it is."""
    part = find(ticket, opd)
    if part is None or part.status not in (_A.DONE, _A.AWAITING_VALIDATION):
        return ()
    if ticket.status not in REOPENABLE:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    due = max(part.due, terms.answer_due(context.at, opd))
    return (replace(moved(part, _A.IN_PROGRESS), due=due),)


def _judged(photo: Photo, verdict: Verdict, change: Change, due: datetime | None) -> Change:
    """`due`: until when the coordinator's word on it as proof is still waited for."""
    return replace(change, photos=(replace(photo, verdict=verdict, due=due),))


def _why(context: StepContext) -> Note | None:
    return note(context, "", Circle.STAFF)
