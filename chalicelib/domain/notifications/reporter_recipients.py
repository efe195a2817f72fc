"""Which events reporters get a message about: a table, and rules for when an event is not worth a message.

A usual report leads to two messages: it was received, and it is done. A reporter gets at most one message per event.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.values import value

REPORTER = "reporter"
PROMPT_DISPATCH = timedelta(hours=1)
"""A ticket dispatched within this time gets no second message: "received" was sent just before."""

TEXT_OF: Mapping[tuple[str, str], str] = {
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
    (events.TicketHidden.type, "reporter"): "hidden",
    (events.TicketClosed.type, "reporter"): "closed",
    (events.TicketClosed.type, "followers"): "closed",
}
"""Event type and audience to the name of the message text.

The audience is `reporter` (of the ticket itself) or `followers` (the reporters of its duplicates). Reporters get no
message about their own actions, nor when only one of several assignments is done.
"""

TEXT_NAMES = tuple(dict.fromkeys(TEXT_OF.values()))
"""The texts that `messages.toml` must have."""

NOTIFIED = tuple(sorted({kind for kind, _ in TEXT_OF} | {events.NoticeRequested.type}))
"""The event types that the queue of messages must get: those in `TEXT_OF`, and the request to send one again."""


@value
class Recipient:
    """A reporter who gets a message.

    `number` is the reporter's own ticket, `name` their name in the delivery ledger, `text` the name of the text.
    """

    number: str
    name: str
    text: str


def recipients(event: Event, case: Case) -> Iterator[Recipient]:
    """The reporters who get a message about this event; none if it is stale by now."""
    if not _is_news(event, case):
        return
    if (text := TEXT_OF.get((event.type, "reporter"))) and event.ticket != _author(event):
        yield Recipient(event.ticket, REPORTER, text)
    if text := TEXT_OF.get((event.type, "followers")):
        for number in case.ticket.duplicates:
            if number != _author(event):
                yield Recipient(number, f"{REPORTER}/{number}", text)


def _author(event: Event) -> str:
    """The ticket of the reporter who disputed; empty for other events."""
    return (event.data.from_ or event.ticket) if isinstance(event.data, events.TicketDisputed) else ""


def _is_news(event: Event, case: Case) -> bool:
    before = tuple(each for each in case.events if each.sequence < event.sequence)
    return _NEWS.get(event.type, _always)(event, case, before)


def _always(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    return True


def _first_and_late(event: Event, case: Case, before: tuple[Event, ...]) -> bool:
    """The first dispatch, and later than `PROMPT_DISPATCH` after the report."""
    is_first = all(each.type != event.type for each in before)
    return is_first and event.at - case.ticket.received_at > PROMPT_DISPATCH


def _first_question(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    """The question is still open and no earlier one was: one message leads to the page with all questions."""
    last_question = _last(before, events.TicketIncomplete.type)
    return case.ticket.asked_at is not None and last_question <= _last(before, events.TicketCompleted.type)


def _still_asked(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    return case.ticket.asked_at is not None


def _reporter_waits(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    """The reporter has written since the last answer: one message for each answer to them."""
    own = tuple(each for each in before if _author(each) in ("", each.ticket))
    return max(_last(own, kind) for kind in _WRITTEN) > _last(own, events.AssignmentAnswered.type)


def _still_done(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    return case.ticket.status in GROUPS["done"]


def _was_done(event: Event, case: Case, before: tuple[Event, ...]) -> bool:  # noqa: ARG001 - same signature for all rules
    """The event undoes the end that the reporter got a message about."""
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
"""When an event of a type is worth a message; types that are not listed always are."""
