"""One step on a ticket, or on two at once: read, change, write, and again on what is there now if others were first."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from chalicelib.domain.errors import Outdated
from chalicelib.domain.tickets.ticket import Case, Change

TRIES = 4
"""So often a step is tried when somebody else was quicker."""

Read = TypeVar("Read")


def retry_on_conflict(
    read: Callable[[], Case], change: Callable[[Case], Change | None], save: Callable[[Change], None]
) -> Case:
    """The case after the step; as read where `change` finds that nothing is to be done (None).

    `change` raises Outdated for whoever gave a version and should see first what happened. The last try's
    Outdated goes to the caller.
    """
    case, changed = retry_all_on_conflict(
        read, lambda case: (made,) if (made := change(case)) else (), lambda made: save(*made)
    )
    return case.after(changed[0]) if changed else case


def retry_all_on_conflict(
    read: Callable[[], Read], change: Callable[[Read], Sequence[Change]], save: Callable[[Sequence[Change]], None]
) -> tuple[Read, Sequence[Change]]:
    """What was read last, and the changes of it that were saved, in one transaction; none: nothing was to be done."""
    for left in reversed(range(TRIES)):
        found = read()
        changes = change(found)
        if not changes:
            return found, ()
        try:
            save(changes)
        except Outdated:
            if not left:
                raise
        else:
            return found, changes
    raise AssertionError(TRIES)
