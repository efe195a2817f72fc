"""Events about what the public reads of a report."""

from datetime import datetime

from chalicelib.domain.events.event import EventData


class TicketPublished(EventData):
    """The coordinator has checked the content, and the public may read it."""

    type = "ticket.published"


class TicketHidden(EventData):
    """The coordinator has taken the content out of public sight."""

    type = "ticket.hidden"


class TicketRedacted(EventData):
    """The coordinator has covered passages of the content; the public may read the rest.

    Attributes:
        passages: Number of passages that are covered now.
    """

    type = "ticket.redacted"

    passages: int


class TicketUncovered(EventData):
    """The public may read again what the coordinator had covered."""

    type = "ticket.uncovered"


class TicketFlagged(EventData):
    """A reader says that something is wrong with the published content; the coordinator checks it.

    Attributes:
        reason: `personal_data`, `accusation`, `insult`, `spam` or `other`.
        due: Deadline of the check.
    """

    type = "ticket.flagged"
    is_internal = True
    is_incidental = True

    reason: str
    due: datetime
