"""Events of assignments and of the lead."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import EventData
from chalicelib.domain.events.record import sparse
from chalicelib.domain.events.ticket_events import Routed


class AssignmentStep(EventData):
    """An event of one OPD's assignment.

    Attributes:
        opd: Code of the OPD that has the assignment.
    """

    opd: str


class AssignmentAdded(Routed):
    """Another OPD is called in.

    Attributes:
        assignments: The new assignment.
        routed_by: The actor who decided.
        lead: Code of the OPD that leads; empty if none does.
    """

    type = "assignment.added"

    days: Mapping[str, int] = MappingProxyType({})
    lead: str = ""


class AssignmentAccepted(AssignmentStep):
    """An OPD has accepted its assignment."""

    type = "assignment.accepted"


class AssignmentStarted(AssignmentStep):
    """An OPD has begun to work."""

    type = "assignment.started"


class AssignmentReleased(AssignmentStep):
    """An assignment no longer waits for another OPD; its clock goes on.

    Attributes:
        due: New deadline of its work.
        answer_due: New deadline of its first answer, while that is outstanding.
    """

    type = "assignment.released"

    due: datetime
    answer_due: datetime | None = sparse(None)


class AssignmentFinished(AssignmentStep):
    """An OPD has finished its work, which a second person of the OPD must validate."""

    type = "assignment.finished"
    may_have_photos = True


class AssignmentAnswered(AssignmentStep):
    """An OPD has written to the reporter."""

    type = "assignment.answered"
    may_have_photos = True


class AssignmentDone(AssignmentStep):
    """The work of an OPD is done.

    Attributes:
        lead: Code of the OPD that led at that time; empty if none did.
    """

    type = "assignment.done"
    may_have_photos = True

    lead: str = ""


class AssignmentReturned(AssignmentStep):
    """An OPD returns its assignment to the coordinator.

    Attributes:
        instead: Code of the OPD that it belongs to; empty if unknown.
        due: Deadline of the coordinator's decision.
    """

    type = "assignment.returned"

    instead: str
    due: datetime


class AssignmentWaived(AssignmentStep):
    """An OPD is released from its assignment.

    Attributes:
        reason: `unanswered` where the reporter did not answer in time.
    """

    type = "assignment.waived"

    reason: str = sparse("")


class AssignmentOrdered(AssignmentStep):
    """An assignment waits for others, or no longer waits.

    Attributes:
        after: Codes of the OPDs whose work must be finished first; empty if it no longer waits.
    """

    type = "assignment.ordered"

    after: tuple[str, ...]


class LeadOffered(EventData):
    """The lead is offered to a supporting OPD.

    Attributes:
        opd: Code of that OPD.
    """

    type = "lead.offered"
    is_internal = True

    opd: str


class LeadMoved(EventData):
    """The lead moves to another OPD.

    Attributes:
        opd: Code of the new lead.
        from_: Code of the former lead, if there was one.
    """

    type = "lead.moved"

    opd: str
    from_: str | None = None
