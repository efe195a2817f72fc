"""The proof review: brings doubtful proof to the coordinator, and holds the coordinator's steps on photos."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import find, with_status
from chalicelib.domain.tickets.photo import PROOF_EVENTS, Photo, PhotoState, Verdict
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Note, Readers, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note, require_text

_A = AssignmentStatus

REOPENABLE = GROUPS["open"] | {TicketStatus.RESOLVED}
"""Ticket statuses in which work can be reopened; not once the reporter has agreed or the ticket has ended."""


def flag(ticket: Ticket, photo: Photo, context: StepContext) -> Change:
    """Put a photo with flags before the coordinator, who decides by its `due`."""
    event_data = events.ProofFlagged(opd=photo.opd, photo=photo.id, reasons=photo.flags, due=photo.due)
    return replace(build_change(ticket, ticket, context, [event_data]), photos=(photo,))


def accept(case: Case, photo_id: str, context: StepContext) -> Change | None:
    """Accept a doubtful photo as proof; None if it is not doubtful.

    Raises:
        ForbiddenStep: The ticket has no such photo.
    """
    photo = _clean_photo(case, photo_id)
    if not photo.is_doubtful:
        return None
    event_data = events.ProofAccepted(opd=photo.opd, photo=photo_id)
    verdict = photo.verdict or Verdict.ACCEPTED  # what was hidden stays so
    return _with_verdict(
        photo,
        verdict,
        build_change(case.ticket, case.ticket, context, [event_data], note=_staff_note(context)),
        due=None,
    )


def reject(case: Case, photo_id: str, context: StepContext, terms: Terms) -> Change | None:
    """Reject a photo as proof, which reopens the OPD's assignment; None if it was rejected before.

    Raises:
        ForbiddenStep: The text is missing, the ticket has no such photo, it is no proof, or work cannot be reopened.
    """
    require_text(context)
    photo = _clean_photo(case, photo_id)
    if photo.verdict is Verdict.REJECTED:
        return None
    if not _is_proof(case, photo):
        raise ForbiddenStep("no_proof")
    assignments = _reopened(case.ticket, photo.opd, context, terms)
    event_data = events.ProofRejected(opd=photo.opd, photo=photo_id, due=assignments[0].due if assignments else None)
    note_for_opd = build_note(context, photo.opd, Readers.STAFF)
    reopened = with_consequences(
        case.ticket, case.ticket, context, terms, [event_data], note=note_for_opd, assignments=assignments
    )
    return _with_verdict(photo, Verdict.REJECTED, reopened, due=None)


def hide(case: Case, photo_id: str, context: StepContext) -> Change | None:
    """Hide a photo from the public, with a reason; None if it is hidden already. Its review as proof stays open.

    Raises:
        ForbiddenStep: The text is missing, or the ticket has no such photo.
    """
    require_text(context)
    photo = _clean_photo(case, photo_id)
    if photo.verdict in (Verdict.HIDDEN, Verdict.REJECTED):
        return None
    event_data = events.PhotoHidden(opd=photo.opd, photo=photo_id)
    return _with_verdict(
        photo,
        Verdict.HIDDEN,
        build_change(case.ticket, case.ticket, context, [event_data], note=_staff_note(context)),
        photo.due,
    )


def show(case: Case, photo_id: str, context: StepContext) -> Change | None:
    """Show a hidden photo to the public again, with a reason; None if it is not hidden.

    Raises:
        ForbiddenStep: The text is missing, or the ticket has no such photo.
    """
    require_text(context)
    photo = _clean_photo(case, photo_id)
    if photo.verdict is not Verdict.HIDDEN:
        return None
    shown = build_change(
        case.ticket, case.ticket, context, [events.PhotoShown(opd=photo.opd, photo=photo_id)], note=_staff_note(context)
    )
    return replace(shown, photos=(replace(photo, verdict=None),))


def _clean_photo(case: Case, photo_id: str) -> Photo:
    photo = next((each for each in case.photos if each.id == photo_id), None)
    if photo is None or photo.state is not PhotoState.CLEAN:
        raise ForbiddenStep("no_photo")
    return photo


def _is_proof(case: Case, photo: Photo) -> bool:
    return any(event.sequence == photo.sequence and event.type in PROOF_EVENTS for event in case.events)


def _reopened(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> tuple[Assignment, ...]:
    """The assignment in work again, if it was done or awaits validation; nothing if it was reopened meanwhile."""
    assignment = find(ticket, opd)
    if assignment is None or assignment.status not in (_A.DONE, _A.AWAITING_VALIDATION):
        return ()
    if ticket.status not in REOPENABLE:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    due = max(assignment.due, terms.answer_due(context.at, opd))
    return (replace(with_status(assignment, _A.IN_PROGRESS), due=due),)


def _with_verdict(photo: Photo, verdict: Verdict, change: Change, due: datetime | None) -> Change:
    """The change with this verdict. `due`: until when the coordinator's review is still owed, None if it is not."""
    return replace(change, photos=(replace(photo, verdict=verdict, due=due),))


def _staff_note(context: StepContext) -> Note | None:
    return build_note(context, "", Readers.STAFF)
