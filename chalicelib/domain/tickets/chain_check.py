"""Whether a ticket's history is the one that was written, by the chain of hashes over its events."""

from enum import StrEnum

from chalicelib.domain.events import linked
from chalicelib.domain.tickets.ticket import Case

Head = tuple[int, str]
"""A sequence, and the head of the chain when the ticket had it: what an auditor writes down."""


class Finding(StrEnum):
    """What a check of a chain has found."""

    UNCHAINED = "unchained"  # release 0.1 wrote all events: nothing can be said of them
    BROKEN = "broken"  # the events are not those of which the head was made
    REWRITTEN = "rewritten"  # events and head fit, but not what was written down before


def check_chain(case: Case, written_down: Head | None = None) -> Finding | None:
    """Check the stored head, and one that was written down earlier; None if both fit."""
    if not case.ticket.chain:
        return Finding.REWRITTEN if written_down else Finding.UNCHAINED
    first = case.ticket.chain.partition(":")[0]
    if not first.isdigit() or _head_at(case, int(first), case.ticket.sequence) != case.ticket.chain:
        return Finding.BROKEN
    if written_down and _head_at(case, int(first), written_down[0]) != written_down[1]:
        return Finding.REWRITTEN
    return None


def _head_at(case: Case, first: int, last: int) -> str | None:
    """The head over the events from `first` to `last`; None unless each of them is there once."""
    chained = [event for event in case.events if first <= event.sequence <= last]
    if [event.sequence for event in chained] != list(range(first, last + 1)):
        return None
    return linked("", chained)
