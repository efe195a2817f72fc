"""What the city promises about one ticket: by when what is due, in working time of whose part it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Catalogue, Deadline, Opd
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Report, Role, Ticket
from chalicelib.domain.values import value

Pause = tuple[datetime, datetime]
"""Start and end of a time in which a ticket's clocks stood; aware, UTC."""

_ENDS_QUESTION = frozenset({events.TicketResolved.type, events.TicketMerged.type})
"""Events that end a question without an answer: no clock has to go on."""


@value
class Terms:
    """All instants are aware, UTC. `opds` tell how many days a week each works; "" stands for the city."""

    calendar: Calendar
    deadline: Deadline
    opds: Mapping[str, Opd] = field(default_factory=dict)

    def calendar_of(self, opd: str = "") -> Calendar:
        """The working days of the OPD, or of the city."""
        known = self.opds.get(opd)
        return self.calendar.for_week(known.week) if known else self.calendar

    @property
    def days(self) -> dict[str, int]:
        """What a part is promised in, for its event: a later policy does not change it."""
        return {"first_answer": self.deadline.first_answer, "resolution": self.deadline.resolution}

    def desk_due(self, at: datetime) -> datetime:
        """By when the coordinator settles what comes to the desk now."""
        return self.calendar.due(at, self.deadline.verification)

    def decision_due(self, ticket: Ticket) -> datetime | None:
        """By when the coordinator owes a decision on the ticket as it is: on the desk, or because nobody has it yet."""
        if ticket.desk:
            return ticket.desk.due
        return self.desk_due(ticket.received_at) if ticket.status is TicketStatus.RECEIVED else None

    def promised(self, received_at: datetime, stood: Sequence[Pause] = (), opd: str = "") -> datetime:
        """By when a report of this kind is done by this OPD, after its clocks `stood` so far: the citizen's clock."""
        due = self.calendar_of(opd).due(received_at, self.deadline.resolution)
        for since, until in stood:
            due = self.resumed(due, since, until, opd)
        return due

    def answer_due(self, at: datetime, opd: str = "") -> datetime:
        """By when an OPD that gets its part now says its first word to the citizen: the OPD's own clock."""
        return self.calendar_of(opd).due(at, self.deadline.first_answer)

    def part(self, opd: str, role: Role, why: Mapping[str, str], promised: datetime, at: datetime) -> Assignment:
        """The part that an OPD gets now: the citizen's clock goes on, the OPD's own starts, and there is at least the
        time of a first answer.
        """
        answer = self.answer_due(at, opd)
        return Assignment(opd, role, max(promised, answer), why, answer_due=answer)

    def resumed(self, due: datetime, since: datetime, until: datetime, opd: str = "") -> datetime:
        """The due instant of something whose clock stood meanwhile: later by the working time paused."""
        calendar = self.calendar_of(opd)
        return calendar.shift(due, calendar.work_between(since, until))

    def going_on(self, part: Assignment, since: datetime, until: datetime) -> Assignment:
        """The part after its clock stood: everything that it owes moves, and it waits no longer."""
        due, answer = (at and self.resumed(at, since, until, part.opd) for at in (part.due, part.answer_due))
        return replace(part, due=due or part.due, answer_due=answer, waiting_since=None)

    def answered_until(self, asked_at: datetime) -> datetime:
        """By when a reporter says what was asked for; then the report is archived."""
        return self.calendar.due(asked_at, self.deadline.silence)

    def dispute_until(self, resolved_at: datetime) -> datetime:
        """Until when a reporter may say that it is not done; then the ticket is closed."""
        return self.calendar.due(resolved_at, self.deadline.silence)


def terms_of(ticket: Ticket, catalogue: Catalogue, calendar: Calendar) -> Terms:
    """What the city promises about this ticket."""
    return terms_for(ticket.report, catalogue, calendar)


def terms_for(report: Report, catalogue: Catalogue, calendar: Calendar) -> Terms:
    """The same of a report that is no ticket yet."""
    service = catalogue.service_or_other(report.service)
    return Terms(calendar, catalogue.deadline_of(service), catalogue.opds)


def clock_pauses(history: Iterable[Event]) -> tuple[Pause, ...]:
    """The times in which the clocks stood because the citizen was asked, oldest first.

    A question that is still open is not a pause yet.
    """
    pauses: list[Pause] = []
    since: datetime | None = None
    for event in history:
        if event.type == events.TicketIncomplete.type:
            since = since or event.at
        elif event.type == events.TicketCompleted.type and since:
            pauses.append((since, event.at))
            since = None
        elif event.type in _ENDS_QUESTION:
            since = None
    return tuple(pauses)
