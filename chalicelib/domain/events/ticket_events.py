"""Events of a ticket as a whole."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import AssignedOpd, Detail, EventData, Text
from chalicelib.domain.events.record import sparse


class Guess(Detail):
    """A guess at the service and OPD of a report.

    Attributes:
        service: Code of the service.
        opd: Code of the OPD, or `KECAMATAN` for the office of the area.
        score: Support of the text for it, 0 to 1.
    """

    service: str
    opd: str
    score: float


class TicketReceived(EventData):
    """A report has come in.

    Attributes:
        service: Code of the service.
        area: Kemendagri code of the village, where it is known.
        visibility: `public`, `anonymous` or `confidential`.
        channel: How it came in: `web`, `api`, ….
        held: Why the public does not read it before the coordinator has checked it: `accusation`, `insult`, `spam` or
            `every_report`; absent if it does.
    """

    type = "ticket.received"
    may_have_photos = True

    service: str
    area: str | None = None
    visibility: str
    channel: str
    held: tuple[str, ...] = sparse(())


class Routed(EventData):
    """An event that gives the ticket to OPDs.

    Attributes:
        assignments: The new assignments.
        routed_by: `rules`, `text` (what the report says), or the actor who decided.
        days: Working days that were promised: `first_answer` and `resolution`.
    """

    assignments: tuple[AssignedOpd, ...]
    routed_by: str
    days: Mapping[str, int] = sparse(MappingProxyType({}))


class TicketDispatched(Routed):
    """The ticket goes to its first OPDs, or to a lead, by rules or by the coordinator."""

    type = "ticket.dispatched"


class TicketUnroutable(EventData):
    """No OPD could be chosen; the coordinator must decide.

    Attributes:
        why: The reason, in words for citizens.
        due: Deadline of the coordinator's decision.
        guesses: Guesses at service and OPD, best first.
        refer: Code of the institution outside the regency that seems to be responsible.
    """

    type = "ticket.unroutable"

    why: Text
    due: datetime
    guesses: tuple[Guess, ...] = ()
    refer: str | None = None


class TicketIncomplete(EventData):
    """The reporter is asked for something that is missing; every clock stands until the answer.

    Attributes:
        opd: Code of the OPD that asks; empty for the coordinator.
    """

    type = "ticket.incomplete"

    opd: str


class TicketCompleted(EventData):
    """The reporter has answered; the clocks go on and every deadline moves by the time that they stood.

    Attributes:
        opds: Codes of the OPDs that had asked.
        due: New deadlines, by code of the OPD.
        answer_due: New deadlines of first answers that are outstanding, by code of the OPD.
        desk: New deadline of the coordinator's decision, if one is owed.
        lead: Code of the OPD that led at that time; empty if none did.
    """

    type = "ticket.completed"
    may_have_photos = True

    opds: tuple[str, ...]
    due: Mapping[str, datetime]
    answer_due: Mapping[str, datetime] = MappingProxyType({})
    desk: datetime | None = None
    lead: str = ""


class TicketMessage(EventData):
    """The reporter has written without being asked.

    Attributes:
        lead: Code of the OPD that led at that time; empty if none did.
    """

    type = "ticket.message"
    may_have_photos = True

    lead: str = ""


class TicketVerified(EventData):
    """The coordinator has settled what lay on the desk.

    Attributes:
        reason: Why it lay there: `unroutable`, `returned` or `disputed`.
    """

    type = "ticket.verified"
    is_internal = True

    reason: str


class TicketResolved(EventData):
    """Every required OPD has done its work.

    Attributes:
        silence: Working days in which the reporter may object; 0 in older events, which do not state it.
    """

    type = "ticket.resolved"

    silence: int = 0


class TicketConfirmed(EventData):
    """The reporter agrees that the work is done."""

    type = "ticket.confirmed"


class TicketDisputed(EventData):
    """The reporter, or that of a duplicate, objects that the work is not done.

    Attributes:
        opds: Codes of all OPDs with an assignment.
        due: Deadline of the coordinator's decision.
        reopened: New deadlines, by code of the OPD whose work is reopened. Absent in older events.
        from_: Number of the duplicate whose reporter objects; absent for the ticket's own reporter.
    """

    type = "ticket.disputed"
    may_have_photos = True

    opds: tuple[str, ...]
    due: datetime
    reopened: Mapping[str, datetime] | None = None
    from_: str = sparse("")

    @property
    def other_ticket(self) -> str:
        return self.from_


class TicketWithdrawn(EventData):
    """The reporter has withdrawn the report.

    Attributes:
        opds: Codes of the OPDs that are released from it.
    """

    type = "ticket.withdrawn"

    opds: tuple[str, ...]


class TicketRated(EventData):
    """The reporter has rated the work.

    Attributes:
        stars: 1 to 5.
    """

    type = "ticket.rated"

    stars: int


class TicketReferred(EventData):
    """The report is another government's matter and ends here; the reporter learns where to go.

    Attributes:
        to: Code of the institution outside the regency.
        reference: Its own number of the matter, if known.
    """

    type = "ticket.referred"

    to: str
    reference: str = ""


class TicketArchived(EventData):
    """The report ends without work: it could not be worked on, or the reporter did not answer a question.

    Attributes:
        reason: `unanswered` where the reporter did not answer in time; absent where the coordinator decided.
        opds: Codes of the OPDs that had work in it, where the reporter did not answer.
        abuse: Whether it was archived as an abuse of the desk; the public does not read its content any more.
    """

    type = "ticket.archived"

    reason: str = ""
    opds: tuple[str, ...] = ()
    abuse: bool = sparse(False)


class TicketRaised(EventData):
    """The leaders are notified of a ticket that is passed back and forth.

    Attributes:
        hand_overs: Number of returns and changes of lead.
    """

    type = "ticket.raised"
    is_internal = True

    hand_overs: int
