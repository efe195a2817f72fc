"""Optimistic retry: read, decide, write on the condition that nobody was quicker; again if somebody was."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from chalicelib.domain.errors import Outdated
from chalicelib.domain.tickets.ticket import Case, Change

TRIES = 4
"""Attempts before the conflict is raised."""

Read = TypeVar("Read")


def retry_on_conflict(
    read: Callable[[], Case], change: Callable[[Case], Change | None], save: Callable[[Change], None]
) -> Case:
    """Change one ticket; the case after it, or as read if `change` returns None because nothing is to be done.

    Raises:
        Outdated: `change` raised it, because the caller's version is old, or the last attempt to save did.
    """
    case, changes = retry_all_on_conflict(
        read, lambda case: (single,) if (single := change(case)) else (), lambda changes: save(*changes)
    )
    return case.after(changes[0]) if changes else case


def retry_all_on_conflict(
    read: Callable[[], Read], change: Callable[[Read], Sequence[Change]], save: Callable[[Sequence[Change]], None]
) -> tuple[Read, Sequence[Change]]:
    """Change several tickets in one transaction.

    Returns:
        What was read last, and the changes that were saved; empty if nothing was to be done.

    Raises:
        Outdated: as in `retry_on_conflict`.
    """
    for attempts_left in reversed(range(TRIES)):
        state = read()
        changes = change(state)
        if not changes:
            return state, ()
        try:
            save(changes)
        except Outdated:
            if not attempts_left:
                raise
        else:
            return state, changes
    raise AssertionError(TRIES)
