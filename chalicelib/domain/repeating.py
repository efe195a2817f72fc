"""Whether a step was taken already: who sends it again, since the answer was lost, changes nothing and is told how
things stand.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.parts import find
from chalicelib.domain.status import AssignmentStatus
from chalicelib.domain.ticket import Case
from chalicelib.domain.told import Told

_A = AssignmentStatus

LEAVES: Mapping[str, tuple[str, ...]] = {
    "accept": (events.AssignmentAccepted.type,),
    "start": (events.AssignmentStarted.type,),
    "answer": (events.AssignmentAnswered.type,),
    "finish": (events.AssignmentDone.type, events.AssignmentFinished.type),
    "validate": (events.AssignmentDone.type,),
    "return": (events.AssignmentReturned.type,),
    "waive": (events.AssignmentWaived.type,),
    "lead": (events.LeadMoved.type, events.LeadOffered.type),
    "order": (events.AssignmentOrdered.type,),
    "extend": (events.DeadlineExtended.type,),
    "call_in": (events.AssignmentAdded.type,),
    "give_lead": (events.TicketDispatched.type,),
    "ask": (events.TicketIncomplete.type,),
    "verify": (events.TicketVerified.type, events.TicketUpheld.type),
    "refer": (events.TicketReferred.type,),
    "archive": (events.TicketArchived.type,),
    "merge": (events.TicketMerged.type,),
    "unmerge": (events.TicketUnmerged.type,),
    "resolve": (events.TicketVerified.type,),
    "accept_proof": (events.ProofAccepted.type,),
    "reject_proof": (events.ProofRejected.type,),
    "hide_photo": (events.PhotoHidden.type,),
    "room": (events.RoomWritten.type,),
    "message": (events.TicketCompleted.type, events.TicketMessage.type),
    "confirm": (events.TicketConfirmed.type,),
    "dispute": (events.TicketDisputed.type, events.TicketContested.type),
    "withdraw": (events.TicketWithdrawn.type,),
    "rate": (events.TicketRated.type,),
}
"""Action to the events that tell of it. Each reading of who reported is one of its own."""

_FOLLOW = frozenset(
    {
        events.AssignmentReleased.type,
        events.TicketResolved.type,
        events.TicketUnroutable.type,
        events.TicketRaised.type,
        events.AssignmentWaived.type,
    }
)
"""Events that one step leaves besides its own."""

_HOLDS: Mapping[str, frozenset[AssignmentStatus]] = {
    "accept": frozenset({_A.ACCEPTED}),
    "start": frozenset({_A.IN_PROGRESS}),
    "finish": frozenset({_A.DONE, _A.AWAITING_VALIDATION}),
    "validate": frozenset({_A.DONE}),
}
"""While the part has this status, it does not matter what else happened on the ticket since."""


def is_repeat(case: Case, action: str, by: str, told: Told, opd: str = "", *, photo: str = "") -> bool:
    """Whether the same person (`by`, empty for the reporter) took the same step with the same words, and what it did
    still stands. `opd` is the part that it is about, `photo` the photo, if any.
    """
    done = _latest(case, action, by, opd, photo)
    if done is None or not _is_same(case, done, told, opd):
        return False
    part = find(case.ticket, opd)
    stands = part is not None and part.status in _HOLDS.get(action, ())
    return stands or all(_follows(event, done) for event in case.since(done.sequence))


def is_news(case: Case, version: int) -> bool:
    """Whether anything that a step could depend on happened after this version, or the version is still to come."""
    return version > case.ticket.sequence or any(not event.data.is_incidental for event in case.since(version))


def _follows(event: Event, done: Event) -> bool:
    """Whether the event is but a part of the same step, or of nobody's."""
    if event.data.is_incidental:
        return True
    same = (event.at, event.actor, event.correlation) == (done.at, done.actor, done.correlation)
    return event.type in _FOLLOW and same


def _latest(case: Case, action: str, by: str, opd: str, photo: str) -> Event | None:
    """The last time that anybody did this to the part or photo, if it was this person."""
    kinds = LEAVES.get(action, ())
    about = (e for e in reversed(case.events) if e.type in kinds and (not photo or _photo(e) == photo))
    found = next((e for e in about if opd in ("", *_opds(e))), None)
    return found if found and found.data.by == by else None


def _opds(event: Event) -> tuple[str, ...]:
    return (event.data.opd, *(assigned.opd for assigned in event.data.assignments))


def _photo(event: Event) -> str:
    return event.data.photo if isinstance(event.data, events.AboutPhoto) else ""


def _is_same(case: Case, done: Event, told: Told, opd: str) -> bool:
    words = next((note.text for note in case.notes if note.sequence == done.sequence), "")
    wanted: dict[str, Any] = {
        "to": told.to,
        **({"into": told.into} if told.into else {}),
        "reference": told.reference,
        "after": told.after,
        "stars": told.stars,
        "until": told.until,
        "more_days": told.days,
        "instead": told.opd,
    }
    roles = {assigned.role for assigned in done.data.assignments if assigned.opd == opd}
    is_as_wanted = done.data.agrees(wanted)
    if told.photos and told.photos != done.data.photos:
        return False
    return words == told.text and is_as_wanted and (not roles or told.role in ("", *roles))
