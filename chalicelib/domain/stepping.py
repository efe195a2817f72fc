"""One step on a ticket: read, change, write, and run again on what is there now if somebody else was quicker."""

from collections.abc import Callable

from chalicelib.domain.errors import Outdated
from chalicelib.domain.ticket import Case, Change

TRIES = 4
"""So often a step is tried when somebody else was quicker."""


def take_step(
    read: Callable[[], Case], change: Callable[[Case], Change | None], save: Callable[[Change], None]
) -> Case:
    """The case after the step; as read where `change` finds that nothing is to be done (None).

    `change` raises Outdated for whoever gave a version and should see first what happened. The last try's
    Outdated goes to the caller.
    """
    for left in reversed(range(TRIES)):
        case = read()
        changed = change(case)
        if changed is None:
            return case
        try:
            save(changed)
        except Outdated:
            if not left:
                raise
        else:
            return case.after(changed)
    raise AssertionError(TRIES)
