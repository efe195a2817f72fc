"""Of which events the people who reported are told: a table of data, and when an event is not worth a message.

A usual report gets two messages: that it has arrived, and that it is done. A person gets at most one for an event.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.values import value

REPORTER = "reporter"
PROMPT = timedelta(hours=1)
"""Who is told "received" need not be told "passed on" so soon after it."""

TEXTS: Mapping[tuple[str, str], str] = {
    (events.TicketReceived.type, "reporter"): "received",
    (events.TicketDispatched.type, "reporter"): "dispatched",
    (events.TicketIncomplete.type, "reporter"): "asked",
    (events.TicketReminded.type, "reporter"): "reminded",
    (events.AssignmentAnswered.type, "reporter"): "answered",
    (events.TicketResolved.type, "reporter"): "resolved",
    (events.TicketResolved.type, "followers"): "resolved_followed",
    (events.TicketDisputed.type, "reporter"): "reopened",
    (events.TicketDisputed.type, "followers"): "reopened",
    (events.ProofRejected.type, "reporter"): "reopened",
    (events.ProofRejected.type, "followers"): "reopened",
    (events.TicketReferred.type, "reporter"): "referred",
    (events.TicketReferred.type, "followers"): "referred",
    (events.TicketArchived.type, "reporter"): "archived",
    (events.TicketArchived.type, "followers"): "archived",
    (events.TicketWithdrawn.type, "followers"): "archived",
    (events.TicketMerged.type, "reporter"): "merged",
    (events.TicketUnmerged.type, "reporter"): "unmerged",
    (events.TicketUpheld.type, "reporter"): "upheld",
    (events.TicketClosed.type, "reporter"): "closed",
    (events.TicketClosed.type, "followers"): "closed",
}
"""Event type and audience to the text that it gets: whose report it is, and those whose reports were merged into it.

What reporters do themselves is no news to them; a part of several that is done is none yet.
"""

NAMES = tuple(dict.fromkeys(TEXTS.values()))
"""The texts that `messages.toml` must have."""

NOTIFIED = tuple(sorted({kind for kind, _ in TEXTS} | {events.NoticeRequested.type}))
"""The event types of which anybody is told, and what asks for a message once more: what the queue must be given."""


@value
class Recipient:
    """Who is told what: `number` is that person's own report, `name` what the ledger calls them."""

    number: str
    name: str
    text: str


def recipients(event: Event, case: Case) -> Iterator[Recipient]:
    """Those who are told of this event, if it is worth a message: by what was before it, and what is still so."""
    if not _is_news(event, case):
        return
    if (text := TEXTS.get((event.type, "reporter"))) and event.ticket != _author(event):
        yield Recipient(event.ticket, REPORTER, text)
    if text := TEXTS.get((event.type, "followers")):
        for number in case.ticket.duplicates:
            if number != _author(event):
                yield Recipient(number, f"{REPORTER}/{number}", text)


def _author(event: Event) -> str:
    """The report of whoever disputed an end; empty for other events."""
    return (event.data.from_ or event.ticket) if isinstance(event.data, events.TicketDisputed) else ""


def _is_news(event: Event, case: Case) -> bool:
    before = tuple(each for each in case.events if each.sequence < event.sequence)
    return _NEWS.get(event.type, _always)(event, case, before)


def _always(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    return True


def _first_and_late(event: Event, case: Case, before: tuple[Event, ...]) -> bool:
    """Passed on for the first time, and so late that the message of its arrival is old."""
    first = all(each.type != event.type for each in before)
    return first and event.at - case.ticket.received_at > PROMPT


def _first_question(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    """Still unanswered, and no earlier question is: one message brings the reporter to the page with all of them."""
    asked = _last(before, events.TicketIncomplete.type)
    return case.ticket.asked_at is not None and asked <= _last(before, events.TicketCompleted.type)


def _still_asked(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    return case.ticket.asked_at is not None


def _reporter_waits(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    """The reporter wrote and got no answer since: one message for what they wrote."""
    own = tuple(each for each in before if _author(each) in ("", each.ticket))
    return max(_last(own, kind) for kind in _WRITTEN) > _last(own, events.AssignmentAnswered.type)


def _still_done(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    return case.ticket.status in GROUPS["done"]


def _was_done(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - as the others
    """The end that was told before this is undone by it."""
    undone = max(_last(before, kind) for kind in (events.TicketDisputed.type, events.ProofRejected.type))
    return _last(before, events.TicketResolved.type) > undone and case.ticket.status not in GROUPS["done"]


def _last(before: tuple[Event, ...], kind: str) -> int:
    """The sequence of the latest event of this type, 0 if there is none."""
    return max((each.sequence for each in before if each.type == kind), default=0)


_WRITTEN = (events.TicketMessage.type, events.TicketCompleted.type, events.TicketDisputed.type)

_NEWS: Mapping[str, Callable[[Event, Case, tuple[Event, ...]], bool]] = {
    events.TicketDispatched.type: _first_and_late,
    events.TicketIncomplete.type: _first_question,
    events.TicketReminded.type: _still_asked,
    events.AssignmentAnswered.type: _reporter_waits,
    events.TicketResolved.type: _still_done,
    events.ProofRejected.type: _was_done,
}
"""When an event of a type is worth a message; those that are not here always are."""
