"""Merging: a report about what another report tells already (the duplicate) follows that one (the kept ticket).

The duplicate is frozen as it is, so that an undo gives back exactly that. Its open parts go on in the kept ticket: an
OPD that has one there already is held to the earlier of both dates, any other OPD's part is brought along (`stakes`
tells from the history what came with whom). Two tickets change together, each step a pair of changes for one
transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.duplicates import carried_deadlines
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import OVER, find, lead_code, lead_of, moved, open_assignments
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import DISPUTED, Assignment, Case, Change, Circle, Desk, Hint, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    change,
    note,
    require_status,
    require_text,
)

_T = TicketStatus

Pair = tuple[Change, Change]
"""The duplicate's change and that of the kept ticket."""

FOLLOWERS = 50
"""So many tickets follow one at most: what one transaction can move with everything else that it writes."""
DEPTH = 3
"""So many links lead at most from a duplicate to the ticket where the work goes on."""


def merge(duplicate: Case, kept: Case, context: StepContext, terms: Terms, kept_terms: Terms) -> Pair:
    """The duplicate follows the kept ticket from now on; `context.text` is the reason, read on its page."""
    require_text(context)
    _check_pair(duplicate.ticket, kept.ticket)
    _check_size(duplicate, kept)
    came = carried_deadlines.carried(duplicate.ticket, context.at, terms)
    stays = carried_deadlines.carry_over(kept.ticket, came, context.at, kept_terms)
    return _frozen(duplicate.ticket, kept.ticket, stays, context), _absorbed(
        duplicate, kept, stays, context, kept_terms
    )


def unmerge(duplicate: Case, kept: Case, context: StepContext, terms: Terms, kept_terms: Terms) -> Pair:
    """The duplicate stands by itself again as it was; what it brought leaves the kept ticket, unless somebody there
    has worked on it since or another report needs it too.
    """
    require_text(context)
    check_merged(duplicate.ticket)
    if kept.ticket.status is _T.DUPLICATE:
        raise ForbiddenStep("kept_follows", ticket=kept.ticket.id, into=kept.ticket.merged_into)
    return _revived(duplicate, context, terms), _let_go(duplicate.ticket, kept, context, kept_terms)


def contest(duplicate: Ticket, context: StepContext, terms: Terms) -> Change:
    """The reporter of a duplicate says that it is another matter, or not done: the coordinator decides."""
    require_text(context)
    check_merged(duplicate)
    if duplicate.desk:
        raise ForbiddenStep("contested_already")
    due = terms.desk_due(context.at)
    told = events.TicketContested(into=duplicate.merged_into, due=due)
    waits = replace(duplicate, desk=Desk(DISPUTED, due))
    return change(duplicate, waits, context, [told], note=note(context, "", Circle.REPORTER))


def uphold(duplicate: Ticket, context: StepContext) -> Change:
    """The coordinator leaves it merged; the reporter, who doubted it, reads why."""
    require_text(context)
    if duplicate.desk is None:
        raise ForbiddenStep("nothing_on_desk")
    told = events.TicketUpheld(into=duplicate.merged_into)
    return change(duplicate, replace(duplicate, desk=None), context, [told], note=note(context, "", Circle.REPORTER))


def check_merged(ticket: Ticket) -> None:
    """ForbiddenStep unless it follows another."""
    if ticket.status is not _T.DUPLICATE:
        raise ForbiddenStep("not_merged")


def _check_pair(duplicate: Ticket, kept: Ticket) -> None:
    if duplicate.id == kept.id:
        raise ForbiddenStep("merge_with_itself")
    if not (duplicate.is_public and kept.is_public):
        raise ForbiddenStep("merge_confidential")
    if duplicate.status is _T.DUPLICATE:
        raise ForbiddenStep("merged_already", into=duplicate.merged_into)
    if kept.status is _T.DUPLICATE:
        raise ForbiddenStep("kept_follows", ticket=kept.id, into=kept.merged_into)
    require_status(duplicate, *GROUPS["open"])
    if kept.status not in GROUPS["open"]:
        raise ForbiddenStep("kept_is_over", ticket=kept.id, status=str(kept.status))
    if kept.status is _T.INCOMPLETE:
        raise ForbiddenStep("kept_waits", ticket=kept.id)
    if lead_of(duplicate) and not lead_of(kept):
        raise ForbiddenStep("merge_other_way", ticket=kept.id)


def _check_size(duplicate: Case, kept: Case) -> None:
    if len(kept.ticket.duplicates) + len(duplicate.ticket.duplicates) >= FOLLOWERS:
        raise ForbiddenStep("too_many_followers", most=FOLLOWERS)
    if carried_deadlines.depth(duplicate) >= DEPTH:
        raise ForbiddenStep("chain_too_long")


def _frozen(
    duplicate: Ticket, kept: Ticket, stays: carried_deadlines.CarriedAssignments, context: StepContext
) -> Change:
    """Nothing of its parts changes but that nobody has them in an inbox any more."""
    parts, desk, asked = open_assignments(duplicate), duplicate.desk, duplicate.asked_at
    told = events.TicketMerged(
        into=kept.id,
        opds=tuple(part.opd for part in parts),
        due=stays.due,
        desk=_told_desk(desk) if desk else None,
        asked=asked,
    )
    frozen = replace(duplicate, status=_T.DUPLICATE, merged_into=kept.id, desk=None, asked_at=None)
    return change(duplicate, frozen, context, [told], note=note(context), parts=parts)


def _absorbed(
    duplicate: Case, kept: Case, stays: carried_deadlines.CarriedAssignments, context: StepContext, terms: Terms
) -> Change:
    one, other = duplicate.ticket, kept.ticket
    joined = (one.id, *one.duplicates)
    desk = _sooner(other.desk, one.desk)
    told = events.TicketAbsorbed(
        from_=one.id,
        received=carried_deadlines.received_first(duplicate),
        followers=len(joined),
        depth=carried_deadlines.depth(duplicate) + 1,
        stakes=stays.promised,
        was=stays.owed_before,
        dues={part.opd: part.due for part in stays.hastened},
        assignments=stays.assigned,
        desk=desk.due if desk else None,
        desk_was=other.desk.due if other.desk else None,
        opds=_lead_to_tell(other, stays),
    )
    after = replace(other, duplicates=_sorted(*other.duplicates, *joined), desk=desk)
    said = note(context, "", Circle.STAFF)
    changed = with_consequences(other, after, context, terms, [told], note=said, parts=stays.parts)
    return replace(changed, joined=joined)


def _revived(duplicate: Case, context: StepContext, terms: Terms) -> Change:
    ticket, merged = duplicate.ticket, _told_of_merge(duplicate)
    after = replace(ticket, status=_T.RECEIVED, merged_into="", desk=_desk(merged.desk), asked_at=merged.asked)
    parts = open_assignments(after)
    told = events.TicketUnmerged(
        from_=ticket.merged_into,
        opds=tuple(part.opd for part in parts),
        due={part.opd: part.due for part in parts},
        desk=merged.desk,
        asked=merged.asked,
    )
    changed = with_consequences(ticket, after, context, terms, [told], note=note(context))
    return replace(changed, assignments=open_assignments(changed.ticket))


def _let_go(duplicate: Ticket, kept: Case, context: StepContext, terms: Terms) -> Change:
    ticket = kept.ticket
    left = (duplicate.id, *duplicate.duplicates)
    after = replace(ticket, duplicates=_sorted(*(set(ticket.duplicates) - {*left})))
    owed = carried_deadlines.absorbed_deadlines(kept)
    said = note(context, "", Circle.STAFF)
    if ticket.status not in GROUPS["open"] | {_T.RESOLVED}:
        told = events.TicketReleased(from_=duplicate.id, dues={}, desk=None, opds=())
        return replace(change(ticket, after, context, [told], note=said), left=left)
    restored, waived = (
        carried_deadlines.restored(ticket, owed, duplicate.id),
        carried_deadlines.left_over(ticket, owed, duplicate.id),
    )
    after = replace(after, desk=carried_deadlines.restored_desk(kept, duplicate.id))
    after = replace(after, offered="" if ticket.offered in {part.opd for part in waived} else ticket.offered)
    parts = [*restored, *(replace(moved(part, AssignmentStatus.WAIVED), waiting_since=None) for part in waived)]
    happened = [
        _told_leaving(duplicate, after, restored),
        *(events.AssignmentWaived(opd=part.opd) for part in waived),
    ]
    return replace(with_consequences(ticket, after, context, terms, happened, note=said, parts=parts), left=left)


def _told_leaving(duplicate: Ticket, after: Ticket, restored: Sequence[Assignment]) -> events.TicketReleased:
    lead, desk = lead_code(after), after.desk
    has_own = find(duplicate, lead)
    return events.TicketReleased(
        from_=duplicate.id,
        dues={part.opd: part.due for part in restored},
        desk=desk.due if desk else None,
        opds=(lead,) if lead and (has_own is None or has_own.status in OVER) else (),
    )


def _lead_to_tell(kept: Ticket, stays: carried_deadlines.CarriedAssignments) -> tuple[str, ...]:
    """The lead, unless the duplicate's own event tells it already."""
    lead = lead_code(kept)
    return (lead,) if lead and lead not in stays.due else ()


def _sooner(desk: Desk | None, other: Desk | None) -> Desk | None:
    """What lies on the desk, by the earlier date; what lay there of the other only is settled by the merge."""
    return replace(desk, due=min(desk.due, other.due)) if desk and other else desk


def _told_of_merge(duplicate: Case) -> events.TicketMerged:
    merged = duplicate.last_of(events.TicketMerged)
    if merged is None:
        raise ForbiddenStep("not_merged")
    return merged


def _told_desk(desk: Desk) -> events.DeskState:
    hints = tuple(f"{hint.service}:{hint.opd}:{hint.percent}" for hint in desk.hints)
    return events.DeskState(reason=desk.reason, due=desk.due, hints=hints)


def _desk(before: events.DeskState | None) -> Desk | None:
    if before is None:
        return None
    hints = (hint.split(":") for hint in before.hints)
    known = tuple(Hint(service, opd, int(percent)) for service, opd, percent in hints)
    return Desk(before.reason, before.due, known)


def _sorted(*numbers: str) -> tuple[str, ...]:
    return tuple(sorted(numbers))
