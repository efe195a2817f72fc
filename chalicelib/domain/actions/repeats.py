"""Recognises a step that was taken already, sent again because the answer was lost: such a repeat changes nothing."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.actions.action import Action, Target
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.transitions.step_input import StepInput


def is_repeat(case: Case, action: Action, by: str, step_input: StepInput, subject: str = "") -> bool:
    """Whether the same person took the same step with the same input, and its effect still stands.

    Args:
        case: The ticket and its history.
        action: The action that is taken.
        by: User name of the person; empty for the reporter.
        step_input: What comes with the step now.
        subject: The OPD or the photo that the step is about; empty for the ticket as a whole.
    """
    taken = _latest(case.events, action, subject)
    if taken is None or not _is_same(case, taken, by, step_input, subject):
        return False
    assignment = find(case.ticket, subject)
    stands = assignment is not None and assignment.status in action.resulting_statuses
    return stands or all(_follows(event, taken, action) for event in case.since(taken.sequence))


def was_taken(case: Case, action: Action, by: str, step_input: StepInput, subject: str = "") -> bool:
    """Whether the same person took the same step with the same input since the version that came with it, whatever
    happened later: a form that was sent twice. Arguments as for `is_repeat`.
    """
    if step_input.version is None:
        return False
    events_since = (event for event in case.since(step_input.version) if _records(event, action, subject))
    return any(_is_same(case, event, by, step_input, subject) for event in events_since)


def is_news(case: Case, version: int) -> bool:
    """Whether anything that a step could depend on happened after this version, or no such version exists yet."""
    return version > case.ticket.sequence or any(not event.data.is_incidental for event in case.since(version))


def _follows(event: Event, taken: Event, action: Action) -> bool:
    """Whether the event belongs to the step that was taken, or is one that no step depends on."""
    if event.data.is_incidental:
        return True
    is_same_step = (event.at, event.actor, event.correlation) == (taken.at, taken.actor, taken.correlation)
    return event.type in action.followed_by and is_same_step


def _latest(history: Iterable[Event], action: Action, subject: str) -> Event | None:
    """The latest event that records this action on this subject, whoever took it."""
    return next((event for event in reversed([*history]) if _records(event, action, subject)), None)


def _records(event: Event, action: Action, subject: str) -> bool:
    """Whether the event records the action on this OPD or photo."""
    if action.discloses or action.is_settled_by_rule:  # each reading of an identity is a step of its own
        return False
    if event.type not in action.event_types:
        return False
    return subject in ("", *(_photos(event) if action.target is Target.PHOTO else _opds(event)))


def _opds(event: Event) -> tuple[str, ...]:
    return (event.data.opd, *(assigned.opd for assigned in event.data.assignments))


def _photos(event: Event) -> tuple[str, ...]:
    return (event.data.photo,) if isinstance(event.data, events.AboutPhoto) else ()


def _is_same(case: Case, event: Event, by: str, step_input: StepInput, subject: str) -> bool:
    """Whether the event is this person's, with the same text, photos and fields."""
    text = next((note.text for note in case.notes if note.sequence == event.sequence), "")
    if event.data.by != by or text != step_input.text:
        return False
    if step_input.photos and step_input.photos != event.data.photos:
        return False
    return _has_same_fields(event, step_input, subject)


def _has_same_fields(event: Event, step_input: StepInput, subject: str) -> bool:
    expected: dict[str, Any] = {
        "to": step_input.to,
        **({"into": step_input.into} if step_input.into else {}),
        "reference": step_input.reference,
        "after": step_input.after,
        "stars": step_input.stars,
        "until": step_input.until,
        "more_days": step_input.days,
        "instead": step_input.opd,
    }
    roles = {assigned.role for assigned in event.data.assignments if assigned.opd == subject}
    return event.data.agrees(expected) and (not roles or step_input.role in ("", *roles))
