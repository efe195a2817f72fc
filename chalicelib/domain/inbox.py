"""What lies in an inbox: the open parts of an OPD, or the tickets on the coordinator's desk."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.ticket import Hint

COORDINATOR = "coordinator"
"""The inbox that is not an OPD's: the coordinator's desk."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One line of an inbox: enough to choose what to do next, nothing of what was written.

    `status` is that of the OPD's part, or at the coordinator's desk that of the ticket; `role` is `lead` or `support`,
    empty at the desk; `reason` why it lies there, empty in an OPD's inbox. `waits_for` are the OPDs whose parts come
    first. `due` is aware, UTC; while the citizen is asked (`ticket_status` incomplete) or the part waits, its clock
    stands. `hints` as on the desk.
    """

    ticket: str
    service: str
    area: str | None
    status: str
    ticket_status: str
    due: datetime
    role: str = ""
    reason: str = ""
    person: str = ""
    waits_for: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def is_paused(self) -> bool:
        return self.ticket_status == "incomplete" or bool(self.waits_for)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """By due date, the soonest first."""

    lines: tuple[InboxLine, ...]
    cursor: str | None  # opaque; None on the last page
