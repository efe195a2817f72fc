"""Joint work: what OPDs, the coordinator and the reporter do to a ticket, each a pure function to a `Change`.

The ticket's status after dispatch follows from its parts (`_settled`): it cannot be resolved while a required part is
open, it never has two leads, and no part vanishes: a returned or waived one stays where everybody can see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import event as events
from chalicelib.domain.event import Event
from chalicelib.domain.status import ASSIGNMENT_TRANSITIONS, TICKET_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.ticket import Assignment, Change, Desk, ForbiddenStep, Note, Role, Ticket

_A = AssignmentStatus
_T = TicketStatus

GONE = frozenset({_A.RETURNED, _A.WAIVED})
WORKED_ON = frozenset({_A.ACCEPTED, _A.IN_PROGRESS, _A.AWAITING_VALIDATION, _A.DONE})
HAND_OVERS = 3
"""So many returns and changes of lead, and a leader hears of it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Who acts, when, with what words. `actor` as in events; `person` the user name, empty for a reporter."""

    actor: str
    at: datetime
    person: str = ""
    text: str = ""
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What an action does to a part. `waits`: not before the parts that it must follow are finished."""

    event: str
    to: AssignmentStatus | None = None
    needs_text: bool = False
    waits: bool = False
    is_public: bool = True  # whether the text is for the citizen too


STEPS: Mapping[str, Step] = {
    "accept": Step(events.ACCEPTED, _A.ACCEPTED),
    "start": Step(events.STARTED, _A.IN_PROGRESS, waits=True),
    "answer": Step(events.ANSWERED, needs_text=True),
    "finish": Step(events.DONE, _A.DONE, needs_text=True, waits=True),
    "return": Step(events.RETURNED, _A.RETURNED, needs_text=True, is_public=False),
    "waive": Step(events.WAIVED, _A.WAIVED, needs_text=True, is_public=False),
}
"""Every action on one's own part, and the coordinator's `waive`."""


def advance(ticket: Ticket, opd: str, action: str, deed: Deed, desk_due: datetime, **data: Any) -> Change:
    """One step of one part. `desk_due`: by when the coordinator acts if the step needs one."""
    step, part = STEPS[action], part_of(ticket, opd)
    if step.needs_text and not deed.text:
        raise ForbiddenStep("text_needed")
    if step.waits and (ahead := unfinished_before(ticket, part)):
        raise ForbiddenStep("waits_for", opd=", ".join(ahead))
    moved = _moved_part(part, step.to, deed) if step.to else part
    changed = replace(_with_part(ticket, moved), hand_overs=ticket.hand_overs + (step.to is _A.RETURNED))
    note = _note(deed, opd, is_public=step.is_public)
    return _settled(ticket, changed, deed, (step.event, {"opd": opd, **data}), desk_due, note, moved)


def assign(ticket: Ticket, part: Assignment, deed: Deed, desk_due: datetime) -> Change:
    """The coordinator gives the ticket to an OPD, or one OPD calls another in."""
    _require(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.INCOMPLETE)
    if (known := _find(ticket, part.opd)) and known.status not in GONE:
        raise ForbiddenStep("already_has_part", opd=part.opd)
    lead = lead_of(ticket)
    if part.role is Role.LEAD and lead:
        raise ForbiddenStep("has_lead", opd=lead.opd)
    if part.role is Role.SUPPORT and not lead:
        raise ForbiddenStep("needs_lead")
    changed = _with_part(ticket, part)
    data = {"assignments": [part.as_event_data()], "routed_by": deed.actor}
    kind = events.DISPATCHED if part.role is Role.LEAD else events.CALLED_IN
    return _settled(ticket, changed, deed, (kind, data), desk_due, _note(deed, part.opd, is_public=False), part)


def offer_lead(ticket: Ticket, to: str, deed: Deed) -> Change:
    """The lead asks a supporting OPD to take over; it does so by `take_lead`."""
    _active_support(ticket, to)
    changed = replace(ticket, offered=to)
    return _change(changed, deed, [(events.LEAD_OFFERED, {"opd": to})], _note(deed, to, is_public=False))


def take_lead(ticket: Ticket, to: str, deed: Deed, desk_due: datetime, *, by_coordinator: bool = False) -> Change:
    """The lead goes to a supporting OPD: offered to it, or by the coordinator's word; the former lead supports."""
    if not by_coordinator and ticket.offered != to:
        raise ForbiddenStep("not_offered", opd=to)
    new, old = replace(_active_support(ticket, to), role=Role.LEAD), lead_of(ticket)
    parts = [new] if old is None else [new, replace(old, role=Role.SUPPORT)]
    changed = replace(_with_part(ticket, *parts), offered="", hand_overs=ticket.hand_overs + 1)
    told = (events.LEAD_MOVED, {"opd": to, "from": old.opd if old else None})
    return _settled(ticket, changed, deed, told, desk_due, _note(deed, to, is_public=False), *parts)


def order(ticket: Ticket, opd: str, after: tuple[str, ...], deed: Deed) -> Change:
    """This part waits until the named ones are finished; nobody waits in a circle."""
    part = part_of(ticket, opd)
    for other in after:
        part_of(ticket, other)
        if opd in _all_before(ticket, other) or other == opd:
            raise ForbiddenStep("waits_in_circle", opd=other)
    moved = replace(part, after=after)
    changed = _with_part(ticket, moved)
    return _change(changed, deed, [(events.ORDERED, {"opd": opd, "after": list(after)})], None, moved)


def ask(ticket: Ticket, deed: Deed, opd: str = "") -> Change:
    """Something is missing: the clock stands until the citizen answers."""
    _require(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS)
    if not deed.text:
        raise ForbiddenStep("text_needed")
    changed = _to(ticket, _T.INCOMPLETE)
    return _change(replace(changed, asked_at=deed.at), deed, [(events.ASKED, {"opd": opd})], _note(deed, opd))


def message(ticket: Ticket, deed: Deed, moved: Mapping[str, datetime]) -> Change:
    """The reporter writes. If that was asked for, the clock goes on: `moved` has the new due instant of each part."""
    if not deed.text:
        raise ForbiddenStep("text_needed")
    note = _note(deed, "")
    if ticket.status is not _T.INCOMPLETE:
        return _change(ticket, deed, [(events.MESSAGE, {})], note)
    parts = [replace(part, due=moved[part.opd]) for part in ticket.assignments if part.opd in moved]
    changed = replace(_with_part(ticket, *parts), status=_derived(ticket), asked_at=None)
    told = {"due": {part.opd: part.due.isoformat() for part in parts}}
    return _change(changed, deed, [(events.COMPLETED, told)], note, *parts)


def confirm(ticket: Ticket, deed: Deed) -> Change:
    """The reporter agrees that it is done."""
    return _end(ticket, _T.CLOSED, deed, events.CONFIRMED)


def dispute(ticket: Ticket, deed: Deed, desk_due: datetime) -> Change:
    """The reporter says that it is not done: the lead's part is open again, and the coordinator hears of it."""
    _require(ticket, _T.RESOLVED)
    if not deed.text:
        raise ForbiddenStep("text_needed")
    lead = lead_of(ticket)
    reopened = [_moved_part(lead, _A.IN_PROGRESS, deed)] if lead and lead.status is _A.DONE else []
    changed = replace(_with_part(_to(ticket, _T.IN_PROGRESS), *reopened), desk=Desk("disputed", desk_due))
    data = {"opds": [part.opd for part in ticket.assignments if part.status not in GONE]}
    return _change(changed, deed, [(events.DISPUTED, data)], _note(deed, ""), *reopened)


def withdraw(ticket: Ticket, deed: Deed) -> Change:
    """The reporter takes the report back; only before somebody works on it."""
    _require(ticket, _T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED)
    if any(part.status in WORKED_ON for part in ticket.assignments):
        raise ForbiddenStep("already_worked_on")
    waived = [_moved_part(part, _A.WAIVED, deed) for part in ticket.assignments if part.status not in GONE]
    changed = replace(_with_part(ticket, *waived), status=_T.ARCHIVED, desk=None)
    data = {"opds": [part.opd for part in waived]}
    return _change(changed, deed, [(events.WITHDRAWN, data)], _note(deed, "", is_public=False), *waived)


def rate(ticket: Ticket, stars: int, deed: Deed) -> Change:
    """The reporter's judgement of the end, 1 to 5, once."""
    _require(ticket, _T.RESOLVED, _T.CLOSED)
    if ticket.rating:
        raise ForbiddenStep("rated_already")
    return _change(replace(ticket, rating=stars), deed, [(events.RATED, {"stars": stars})], _note(deed, ""))


def verify(ticket: Ticket, deed: Deed) -> Change:
    """The coordinator has seen to what was on the desk."""
    if ticket.desk is None:
        raise ForbiddenStep("nothing_on_desk")
    data = {"reason": ticket.desk.reason}
    return _change(replace(ticket, desk=None), deed, [(events.VERIFIED, data)], _note(deed, "", is_public=False))


def refer(ticket: Ticket, to: str, reference: str, deed: Deed) -> Change:
    """Another government's matter: `to` an external institution, `reference` its own number of it, if known."""
    return _end(ticket, _T.REFERRED, deed, events.REFERRED, {"to": to, "reference": reference})


def archive(ticket: Ticket, deed: Deed) -> Change:
    """Ends a report that cannot be worked on, with the reason that the citizen reads."""
    return _end(ticket, _T.ARCHIVED, deed, events.ARCHIVED)


def part_of(ticket: Ticket, opd: str) -> Assignment:
    """The OPD's part; ForbiddenStep if it has none that is still its own."""
    part = _find(ticket, opd)
    if part is None or part.status in GONE:
        raise ForbiddenStep("no_part", opd=opd)
    return part


def lead_of(ticket: Ticket) -> Assignment | None:
    return next((part for part in ticket.assignments if part.role is Role.LEAD and part.status not in GONE), None)


def unfinished_before(ticket: Ticket, part: Assignment) -> list[str]:
    """The OPDs whose parts this one waits for."""
    known = (_find(ticket, opd) for opd in part.after)
    return [other.opd for other in known if other and other.status not in GONE | {_A.DONE}]


def _settled(
    before: Ticket,
    after: Ticket,
    deed: Deed,
    told: tuple[str, Mapping[str, Any]],
    desk_due: datetime,
    note: Note | None,
    *parts: Assignment,
) -> Change:
    """The change with what follows from it: the ticket's status, and whether the coordinator must act."""
    after = replace(after, status=_derived(after), desk=_desk(before, after, desk_due))
    happened = [told]
    if after.status is _T.RESOLVED and before.status is not _T.RESOLVED:
        happened.append((events.RESOLVED, {}))
    if before.hand_overs < HAND_OVERS <= after.hand_overs:
        happened.append((events.RAISED, {"hand_overs": after.hand_overs}))
    return _change(after, deed, happened, note, *parts)


def _derived(ticket: Ticket) -> TicketStatus:
    """The status that follows from the parts; while the citizen is asked, it stays what it is."""
    parts = [part for part in ticket.assignments if part.status not in GONE]
    if ticket.status is _T.INCOMPLETE and ticket.asked_at is not None:
        return _T.INCOMPLETE
    if not parts:
        return _T.RECEIVED
    if lead_of(ticket) and not any(part.required and part.status is not _A.DONE for part in parts):
        return _T.RESOLVED
    return _T.IN_PROGRESS if any(part.status in WORKED_ON for part in parts) else _T.DISPATCHED


def _desk(before: Ticket, after: Ticket, due: datetime) -> Desk | None:
    """Without a lead the coordinator must act; with a new one, what waited for that is done."""
    if lead_of(after) is None:
        return before.desk or Desk("returned", due)
    return None if lead_of(before) is None else after.desk


def _end(
    ticket: Ticket, status: TicketStatus, deed: Deed, kind: str, data: Mapping[str, Any] | None = None
) -> Change:
    """The ticket ends here. Work that OPDs still have in hand is waived one by one, never silently."""
    ended = replace(_to(ticket, status), desk=None, asked_at=None)
    opened = [part for part in ticket.assignments if part.status not in GONE | {_A.DONE}]
    if opened and status is _T.CLOSED:
        raise ForbiddenStep("parts_open", opd=", ".join(part.opd for part in opened))
    waived = [_moved_part(part, _A.WAIVED, deed) for part in opened]
    happened = [(kind, dict(data or {}))] + [(events.WAIVED, {"opd": part.opd}) for part in waived]
    return _change(_with_part(ended, *waived), deed, happened, _note(deed, ""), *waived)


def _change(
    ticket: Ticket,
    deed: Deed,
    happened: list[tuple[str, Mapping[str, Any]]],
    note: Note | None,
    *parts: Assignment,
) -> Change:
    by = {"by": deed.person} if deed.person else {}
    told = tuple(
        Event(ticket.id, ticket.sequence + n, kind, deed.at, deed.actor, {**data, **by}, deed.correlation)
        for n, (kind, data) in enumerate(happened, 1)
    )
    notes = (replace(note, sequence=told[0].sequence),) if note else ()
    return Change(replace(ticket, sequence=told[-1].sequence), told, parts, notes)


def _note(deed: Deed, opd: str, *, is_public: bool = True) -> Note | None:
    return Note(0, deed.at, deed.actor, deed.text, opd, is_public) if deed.text else None


def _to(ticket: Ticket, status: TicketStatus) -> Ticket:
    if status not in TICKET_TRANSITIONS[ticket.status]:
        raise ForbiddenStep("ticket_step", status=str(ticket.status), to=str(status))
    return replace(ticket, status=status)


def _require(ticket: Ticket, *allowed: TicketStatus) -> None:
    if ticket.status not in allowed:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))


def _moved_part(part: Assignment, to: AssignmentStatus, deed: Deed) -> Assignment:
    if to not in ASSIGNMENT_TRANSITIONS[part.status]:
        raise ForbiddenStep("part_step", status=str(part.status), to=str(to))
    return replace(part, status=to, person=deed.person or part.person)


def _with_part(ticket: Ticket, *parts: Assignment) -> Ticket:
    """The ticket with these parts in the place of those of the same OPDs, or added."""
    new = {part.opd: part for part in parts}
    kept = [new.pop(part.opd, part) for part in ticket.assignments]
    return replace(ticket, assignments=(*kept, *new.values()))


def _active_support(ticket: Ticket, opd: str) -> Assignment:
    part = part_of(ticket, opd)
    if part.role is not Role.SUPPORT:
        raise ForbiddenStep("leads_already", opd=opd)
    return part


def _all_before(ticket: Ticket, opd: str) -> set[str]:
    """Every OPD that this one waits for, directly or through others."""
    found: set[str] = set()
    ahead = [opd]
    while ahead:
        part = _find(ticket, ahead.pop())
        new = set(part.after) - found if part else set()
        found |= new
        ahead += new
    return found


def _find(ticket: Ticket, opd: str) -> Assignment | None:
    return next((part for part in ticket.assignments if part.opd == opd), None)
