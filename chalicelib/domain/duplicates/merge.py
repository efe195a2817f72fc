"""Merges a duplicate into the ticket that reported the same matter before (the original), and undoes merges.

The duplicate is frozen as it is, so that an unmerge gives back exactly that. Its open assignments go on in the
original: an OPD that has an assignment there already is held to the earlier of both dates, any other OPD's assignment
is added (`carried_deadlines` reads from the history what came with which duplicate). Both tickets change together, so
each step is a pair of changes for one transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.duplicates import carried_deadlines
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import OVER, find, lead_code, lead_of, open_assignments, with_status
from chalicelib.domain.tickets.limits import MAX_DUPLICATES, MAX_OPDS
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Desk, Hint, Readers, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    build_change,
    build_note,
    require_status,
    require_text,
)

_T = TicketStatus

Pair = tuple[Change, Change]
"""The changes of the duplicate and of the original."""

MAX_CHAIN = 3
"""The most merges between a duplicate and the ticket where the work goes on."""


def merge(duplicate: Case, original: Case, context: StepContext, terms: Terms, original_terms: Terms) -> Pair:
    """Make the duplicate follow the original; `context.text` is the reason, shown on the duplicate's page.

    Raises:
        ForbiddenStep: The text is missing, or these two tickets cannot be merged.
    """
    require_text(context)
    _check_pair(duplicate.ticket, original.ticket)
    _check_size(duplicate, original)
    incoming = carried_deadlines.incoming_assignments(duplicate.ticket, context.at, terms)
    carried = carried_deadlines.carry_over(original.ticket, incoming, context.at, original_terms)
    return _freeze(duplicate.ticket, original.ticket, carried, context), _absorb(
        duplicate, original, carried, context, original_terms
    )


def unmerge(duplicate: Case, original: Case, context: StepContext, terms: Terms, original_terms: Terms) -> Pair:
    """Restore the duplicate as it was before the merge.

    Assignments that it brought leave the original, unless somebody has worked on them since or another duplicate
    needs them too.

    Raises:
        ForbiddenStep: The text is missing, the ticket is no duplicate, or the original is a duplicate itself.
    """
    require_text(context)
    check_merged(duplicate.ticket)
    if original.ticket.status is _T.DUPLICATE:
        raise ForbiddenStep("kept_follows", ticket=original.ticket.id, into=original.ticket.merged_into)
    return _revive(duplicate, context, terms), _release(duplicate.ticket, original, context, original_terms)


def check_merged(ticket: Ticket) -> None:
    """Check that the ticket is a duplicate.

    Raises:
        ForbiddenStep: It is none.
    """
    if ticket.status is not _T.DUPLICATE:
        raise ForbiddenStep("not_merged")


def _check_pair(duplicate: Ticket, original: Ticket) -> None:
    if duplicate.id == original.id:
        raise ForbiddenStep("merge_with_itself")
    if duplicate.is_confidential or original.is_confidential:
        raise ForbiddenStep("merge_confidential")
    if duplicate.status is _T.DUPLICATE:
        raise ForbiddenStep("merged_already", into=duplicate.merged_into)
    if original.status is _T.DUPLICATE:
        raise ForbiddenStep("kept_follows", ticket=original.id, into=original.merged_into)
    require_status(duplicate, *GROUPS["open"])
    if original.status not in GROUPS["open"]:
        raise ForbiddenStep("kept_is_over", ticket=original.id, status=str(original.status))
    if original.status is _T.INCOMPLETE:
        raise ForbiddenStep("kept_waits", ticket=original.id)
    if lead_of(duplicate) and not lead_of(original):
        raise ForbiddenStep("merge_other_way", ticket=original.id)


def _check_size(duplicate: Case, original: Case) -> None:
    if len(original.ticket.duplicates) + len(duplicate.ticket.duplicates) >= MAX_DUPLICATES:
        raise ForbiddenStep("too_many_followers", most=MAX_DUPLICATES)
    opds = {assignment.opd for assignment in (*original.ticket.assignments, *open_assignments(duplicate.ticket))}
    if max(len(opds), len(duplicate.ticket.assignments)) > MAX_OPDS:
        raise ForbiddenStep("too_many_opds", most=MAX_OPDS)
    if carried_deadlines.chain_depth(duplicate) >= MAX_CHAIN:
        raise ForbiddenStep("chain_too_long")


def _freeze(
    duplicate: Ticket, original: Ticket, carried: carried_deadlines.CarriedAssignments, context: StepContext
) -> Change:
    """The duplicate's change: its assignments leave the inboxes but stay as they are."""
    assignments, desk, asked_at = open_assignments(duplicate), duplicate.desk, duplicate.asked_at
    event_data = events.TicketMerged(
        into=original.id,
        opds=tuple(assignment.opd for assignment in assignments),
        due=carried.due,
        desk=_desk_state(desk) if desk else None,
        asked=asked_at,
    )
    frozen = replace(duplicate, status=_T.DUPLICATE, merged_into=original.id, desk=None, asked_at=None)
    return build_change(duplicate, frozen, context, [event_data], note=build_note(context), assignments=assignments)


def _absorb(
    duplicate: Case, original: Case, carried: carried_deadlines.CarriedAssignments, context: StepContext, terms: Terms
) -> Change:
    """The original's change: it takes over the duplicate's assignments and followers."""
    ticket = original.ticket
    joined = (duplicate.ticket.id, *duplicate.ticket.duplicates)
    desk = _earlier_desk(ticket.desk, duplicate.ticket.desk)
    event_data = events.TicketAbsorbed(
        from_=duplicate.ticket.id,
        received=carried_deadlines.first_received_at(duplicate),
        followers=len(joined),
        depth=carried_deadlines.chain_depth(duplicate) + 1,
        stakes=carried.promised,
        was=carried.owed_before,
        dues={assignment.opd: assignment.due for assignment in carried.hastened},
        assignments=carried.assigned,
        desk=desk.due if desk else None,
        desk_was=ticket.desk.due if ticket.desk else None,
        opds=_lead_to_notify(ticket, carried),
    )
    after = replace(ticket, duplicates=_sorted(*ticket.duplicates, *joined), desk=desk)
    note_for_staff = build_note(context, "", Readers.STAFF)
    changed = with_consequences(
        ticket, after, context, terms, [event_data], note=note_for_staff, assignments=carried.assignments
    )
    return replace(changed, joined=joined)


def _revive(duplicate: Case, context: StepContext, terms: Terms) -> Change:
    """The duplicate's change: it goes on as it was frozen."""
    ticket, merged = duplicate.ticket, _merge_event(duplicate)
    after = replace(ticket, status=_T.RECEIVED, merged_into="", desk=_desk(merged.desk), asked_at=merged.asked)
    assignments = open_assignments(after)
    event_data = events.TicketUnmerged(
        from_=ticket.merged_into,
        opds=tuple(assignment.opd for assignment in assignments),
        due={assignment.opd: assignment.due for assignment in assignments},
        desk=merged.desk,
        asked=merged.asked,
    )
    changed = with_consequences(ticket, after, context, terms, [event_data], note=build_note(context))
    return replace(changed, assignments=open_assignments(changed.ticket))


def _release(duplicate: Ticket, original: Case, context: StepContext, terms: Terms) -> Change:
    """The original's change: what it took over from the duplicate leaves it."""
    ticket = original.ticket
    left = (duplicate.id, *duplicate.duplicates)
    after = replace(ticket, duplicates=_sorted(*(set(ticket.duplicates) - {*left})))
    absorbed = carried_deadlines.absorbed_deadlines(original)
    note_for_staff = build_note(context, "", Readers.STAFF)
    if ticket.status not in GROUPS["open"] | {_T.RESOLVED}:
        event_data = events.TicketReleased(from_=duplicate.id, dues={}, desk=None, opds=())
        return replace(build_change(ticket, after, context, [event_data], note=note_for_staff), left=left)
    restored = carried_deadlines.restored_assignments(ticket, absorbed, duplicate.id)
    waived = carried_deadlines.unneeded_assignments(ticket, absorbed, duplicate.id)
    after = replace(after, desk=carried_deadlines.restored_desk(original, duplicate.id))
    if ticket.lead_offered_to in {assignment.opd for assignment in waived}:
        after = replace(after, lead_offered_to="")
    assignments = [
        *restored,
        *(replace(with_status(assignment, AssignmentStatus.WAIVED), waiting_since=None) for assignment in waived),
    ]
    new_events = [
        _released_event(duplicate, after, restored),
        *(events.AssignmentWaived(opd=assignment.opd) for assignment in waived),
    ]
    released = with_consequences(
        ticket, after, context, terms, new_events, note=note_for_staff, assignments=assignments
    )
    return replace(released, left=left)


def _released_event(duplicate: Ticket, after: Ticket, restored: Sequence[Assignment]) -> events.TicketReleased:
    lead, desk = lead_code(after), after.desk
    has_own = find(duplicate, lead)
    return events.TicketReleased(
        from_=duplicate.id,
        dues={assignment.opd: assignment.due for assignment in restored},
        desk=desk.due if desk else None,
        opds=(lead,) if lead and (has_own is None or has_own.status in OVER) else (),
    )


def _lead_to_notify(original: Ticket, carried: carried_deadlines.CarriedAssignments) -> tuple[str, ...]:
    """The lead of the original, unless the duplicate's own event goes to it already."""
    lead = lead_code(original)
    return (lead,) if lead and lead not in carried.due else ()


def _earlier_desk(desk: Desk | None, other: Desk | None) -> Desk | None:
    """The original's desk with the earlier of both dates; a desk of the duplicate alone is settled by the merge."""
    return replace(desk, due=min(desk.due, other.due)) if desk and other else desk


def _merge_event(duplicate: Case) -> events.TicketMerged:
    merged = duplicate.last_of(events.TicketMerged)
    if merged is None:
        raise ForbiddenStep("not_merged")
    return merged


def _desk_state(desk: Desk) -> events.DeskState:
    hints = tuple(f"{hint.service}:{hint.opd}:{hint.percent}" for hint in desk.hints)
    return events.DeskState(reason=desk.reason, due=desk.due, hints=hints)


def _desk(state: events.DeskState | None) -> Desk | None:
    if state is None:
        return None
    hints = (hint.split(":") for hint in state.hints)
    desk_hints = tuple(Hint(service, opd, int(percent)) for service, opd, percent in hints)
    return Desk(state.reason, state.due, desk_hints)


def _sorted(*numbers: str) -> tuple[str, ...]:
    return tuple(sorted(numbers))
