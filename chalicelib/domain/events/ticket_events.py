"""What happens to a ticket as a whole."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import AssignedOpd, Detail, EventData, Text
from chalicelib.domain.events.record import sparse


class Guess(Detail):
    """Whose a report could be.

    Attributes:
        service: Code of the service.
        opd: Code of the OPD, or `KECAMATAN` for the office of the area.
        score: How much the text speaks for it, 0 to 1.
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
        channel: By which way it came: `web`, `api`, ….
    """

    type = "ticket.received"
    may_have_photos = True

    service: str
    area: str | None = None
    visibility: str
    channel: str


class Routed(EventData):
    """Gives the ticket to OPDs."""

    assignments: tuple[AssignedOpd, ...]
    routed_by: str
    days: Mapping[str, int] = sparse(MappingProxyType({}))


class TicketDispatched(Routed):
    """The ticket is given to its first OPDs, or to a lead, by rules or by the coordinator.

    Attributes:
        assignments: The OPDs that get it.
        routed_by: `rules`, `text` (what the report says), or the actor who decided.
        days: Working days that were promised: `first_answer` and `resolution`.
    """

    type = "ticket.dispatched"

    assignments: tuple[AssignedOpd, ...]
    routed_by: str
    days: Mapping[str, int] = sparse(MappingProxyType({}))


class TicketUnroutable(EventData):
    """No OPD could be chosen; the coordinator decides.

    Attributes:
        why: Why, as the citizen reads it.
        due: By when the coordinator decides.
        guesses: Whose it could be, best first.
        refer: Code of the institution outside the regency that seems to be responsible.
    """

    type = "ticket.unroutable"

    why: Text
    due: datetime
    guesses: tuple[Guess, ...] = ()
    refer: str | None = None


class TicketIncomplete(EventData):
    """Something is missing: the reporter is asked, and every clock stands until the answer.

    Attributes:
        opd: Who asks; empty for the coordinator.
    """

    type = "ticket.incomplete"

    opd: str


class TicketCompleted(EventData):
    """The reporter has answered; the clocks go on, so much later.

    Attributes:
        opds: Who had asked.
        due: By OPD, by when its work is done now.
        answer_due: By OPD, by when it gives its first answer, where that is outstanding.
        desk: By when the coordinator settles what lies on the desk.
        lead: The OPD that led then; empty if none did.
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
        lead: The OPD that led then; empty if none did.
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
        silence: Working days in which the reporter may object; 0 in events of before it was told.
    """

    type = "ticket.resolved"

    silence: int = 0


class TicketConfirmed(EventData):
    """The reporter agrees that it is done."""

    type = "ticket.confirmed"


class TicketDisputed(EventData):
    """The reporter, or that of a duplicate, says that it is not done.

    Attributes:
        opds: Every OPD with an assignment.
        due: By when the coordinator settles it.
        reopened: By OPD whose work is open again, by when it is done now. Older events do not tell it.
        from_: The duplicate whose reporter says so; absent for the ticket's own reporter.
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
    """The reporter has taken the report back.

    Attributes:
        opds: The OPDs that are freed of it.
    """

    type = "ticket.withdrawn"

    opds: tuple[str, ...]


class TicketRated(EventData):
    """The reporter has judged the end.

    Attributes:
        stars: 1 to 5.
    """

    type = "ticket.rated"

    stars: int


class TicketReferred(EventData):
    """Another government's matter: it ends here, and the reporter is told where to go.

    Attributes:
        to: Code of the institution outside the regency.
        reference: Its own number of the matter, if known.
    """

    type = "ticket.referred"

    to: str
    reference: str = ""


class TicketArchived(EventData):
    """The report ends without work: it could not be worked on, or nobody answered the question.

    Attributes:
        reason: `unanswered` where the reporter did not answer in time; absent where the coordinator decided.
        opds: Who had work in it, where nobody answered.
    """

    type = "ticket.archived"

    reason: str = ""
    opds: tuple[str, ...] = ()


class TicketRaised(EventData):
    """The leaders hear of a ticket that is handed back and forth.

    Attributes:
        hand_overs: How often it was returned or its lead moved.
    """

    type = "ticket.raised"
    is_internal = True

    hand_overs: int
