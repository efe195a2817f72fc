"""Whether a step was taken already: who sends it again, since the answer was lost, changes nothing and reads how
things stand.
"""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.actions.action import Action
from chalicelib.domain.actions.target import Target
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.transitions.step_input import StepInput


def is_repeat(case: Case, action: Action, by: str, step_input: StepInput, about: str = "") -> bool:
    """Whether the same person (`by`, empty for the reporter) took the same step with the same words, and what it did
    still stands. `about` is the OPD or the photo that it is about, if any.
    """
    done = _latest(case.events, action, about)
    if done is None or not _is_same(case, done, by, step_input, about):
        return False
    assignment = find(case.ticket, about)
    stands = assignment is not None and assignment.status in action.holds
    return stands or all(_follows(event, done, action) for event in case.since(done.sequence))


def was_taken(case: Case, action: Action, by: str, step_input: StepInput, about: str = "") -> bool:
    """Whether the same person took the same step with the same words since the version that came with it, whatever
    happened after that: a form that was sent twice.
    """
    if step_input.version is None:
        return False
    taken = (event for event in case.since(step_input.version) if _tells_of(event, action, about))
    return any(_is_same(case, event, by, step_input, about) for event in taken)


def is_news(case: Case, version: int) -> bool:
    """Whether anything that a step could depend on happened after this version, or the version is still to come."""
    return version > case.ticket.sequence or any(not event.data.is_incidental for event in case.since(version))


def _follows(event: Event, done: Event, action: Action) -> bool:
    """Whether the event belongs to the same step, or is nobody's."""
    if event.data.is_incidental:
        return True
    same = (event.at, event.actor, event.correlation) == (done.at, done.actor, done.correlation)
    return event.type in action.followed_by and same


def _latest(history: Iterable[Event], action: Action, about: str) -> Event | None:
    """The last time that anybody did this to what it is about."""
    return next((event for event in reversed([*history]) if _tells_of(event, action, about)), None)


def _tells_of(event: Event, action: Action, about: str) -> bool:
    """Whether the event tells of the action, done to this OPD or photo."""
    if event.type not in action.leaves or action.discloses:  # each reading of who reported is one of its own
        return False
    return about in ("", *(_photos(event) if action.target is Target.PHOTO else _opds(event)))


def _opds(event: Event) -> tuple[str, ...]:
    return (event.data.opd, *(assigned.opd for assigned in event.data.assignments))


def _photos(event: Event) -> tuple[str, ...]:
    return (event.data.photo,) if isinstance(event.data, events.AboutPhoto) else ()


def _is_same(case: Case, done: Event, by: str, step_input: StepInput, about: str) -> bool:
    """Whether the event is this person's, with the same words, photos and fields."""
    words = next((note.text for note in case.notes if note.sequence == done.sequence), "")
    if done.data.by != by or words != step_input.text:
        return False
    if step_input.photos and step_input.photos != done.data.photos:
        return False
    return _has_same_fields(done, step_input, about)


def _has_same_fields(done: Event, step_input: StepInput, about: str) -> bool:
    wanted: dict[str, Any] = {
        "to": step_input.to,
        **({"into": step_input.into} if step_input.into else {}),
        "reference": step_input.reference,
        "after": step_input.after,
        "stars": step_input.stars,
        "until": step_input.until,
        "more_days": step_input.days,
        "instead": step_input.opd,
    }
    roles = {assigned.role for assigned in done.data.assignments if assigned.opd == about}
    return done.data.agrees(wanted) and (not roles or step_input.role in ("", *roles))
