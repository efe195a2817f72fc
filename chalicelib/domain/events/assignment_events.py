"""What OPDs do with their assignments, and who leads."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import AssignedOpd, EventData
from chalicelib.domain.events.record import sparse
from chalicelib.domain.events.ticket_events import Routed


class AssignmentStep(EventData):
    """What happens to one OPD's assignment."""

    opd: str


class AssignmentAdded(Routed):
    """An OPD is called in beside those that work on the ticket.

    Attributes:
        assignments: The OPD that gets it.
        routed_by: The actor who decided.
        days: Working days that were promised: `first_answer` and `resolution`.
        lead: Who leads beside them; empty if nobody does.
    """

    type = "assignment.added"

    assignments: tuple[AssignedOpd, ...]
    routed_by: str
    days: Mapping[str, int] = MappingProxyType({})
    lead: str = ""


class AssignmentAccepted(AssignmentStep):
    """An OPD has accepted its assignment.

    Attributes:
        opd: Whose assignment it is.
    """

    type = "assignment.accepted"

    opd: str


class AssignmentStarted(AssignmentStep):
    """An OPD has begun to work.

    Attributes:
        opd: Whose assignment it is.
    """

    type = "assignment.started"

    opd: str


class AssignmentReleased(AssignmentStep):
    """The assignment waits for no other OPD any more; its clock goes on.

    Attributes:
        opd: Whose assignment it is.
        due: By when its work is done now.
        answer_due: By when it gives its first answer, while that is outstanding.
    """

    type = "assignment.released"

    opd: str
    due: datetime
    answer_due: datetime | None = sparse(None)


class AssignmentFinished(AssignmentStep):
    """An OPD says that it is done; a second person of the OPD must say so too.

    Attributes:
        opd: Whose assignment it is.
    """

    type = "assignment.finished"
    may_have_photos = True

    opd: str


class AssignmentAnswered(AssignmentStep):
    """An OPD has written to the reporter.

    Attributes:
        opd: Whose assignment it is.
    """

    type = "assignment.answered"
    may_have_photos = True

    opd: str


class AssignmentDone(AssignmentStep):
    """An OPD has done its work.

    Attributes:
        opd: Whose assignment it is.
        lead: The OPD that led then; empty if none did.
    """

    type = "assignment.done"
    may_have_photos = True

    opd: str
    lead: str = ""


class AssignmentReturned(AssignmentStep):
    """An OPD gives the assignment back: it is another's.

    Attributes:
        opd: Whose assignment it is.
        instead: The OPD whose it is, if known.
        due: By when the coordinator settles it.
    """

    type = "assignment.returned"

    opd: str
    instead: str
    due: datetime


class AssignmentWaived(AssignmentStep):
    """An OPD is freed of its assignment.

    Attributes:
        opd: Whose assignment it is.
        reason: `unanswered` where the reporter did not answer in time.
    """

    type = "assignment.waived"

    opd: str
    reason: str = sparse("")


class AssignmentOrdered(AssignmentStep):
    """An assignment waits for others, or waits no more.

    Attributes:
        opd: Whose assignment it is.
        after: The OPDs whose work must be finished first; none if it waits no more.
    """

    type = "assignment.ordered"

    opd: str
    after: tuple[str, ...]


class LeadOffered(EventData):
    """The lead asks a supporting OPD to take over.

    Attributes:
        opd: Who is asked.
    """

    type = "lead.offered"
    is_internal = True

    opd: str


class LeadMoved(EventData):
    """Another OPD leads.

    Attributes:
        opd: Who leads now.
        from_: Who led before, if anybody did.
    """

    type = "lead.moved"

    opd: str
    from_: str | None = None
