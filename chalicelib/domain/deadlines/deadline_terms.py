"""The promises of the city about one ticket: what is due when, in the working time of the OPD that owes it."""

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
    """The deadline terms of one report's service. All instants are aware, in UTC.

    `opds` know how many days a week each OPD works; as an `opd` argument, "" stands for the city.
    """

    calendar: Calendar
    deadline: Deadline
    opds: Mapping[str, Opd] = field(default_factory=dict)

    def calendar_of(self, opd: str = "") -> Calendar:
        """The calendar of the OPD, or of the city."""
        opd_record = self.opds.get(opd)
        return self.calendar.for_week(opd_record.week) if opd_record else self.calendar

    @property
    def days(self) -> dict[str, int]:
        """The promised working days, recorded in the event so that a later policy does not change them."""
        return {"first_answer": self.deadline.first_answer, "resolution": self.deadline.resolution}

    def desk_due(self, at: datetime) -> datetime:
        """When the coordinator must have settled what comes to the desk `at`."""
        return self.calendar.due(at, self.deadline.verification)

    def decision_due(self, ticket: Ticket) -> datetime | None:
        """When the coordinator's decision on the ticket is due; None unless it is on the desk or not routed yet."""
        if ticket.desk:
            return ticket.desk.due
        return self.desk_due(ticket.received_at) if ticket.status is TicketStatus.RECEIVED else None

    def promised(self, received_at: datetime, pauses: Sequence[Pause] = (), opd: str = "") -> datetime:
        """When this OPD must have done a report of this kind, moved by the pauses so far: the citizen's clock."""
        due = self.calendar_of(opd).due(received_at, self.deadline.resolution)
        for since, until in pauses:
            due = self.due_after_pause(due, since, until, opd)
        return due

    def answer_due(self, at: datetime, opd: str = "") -> datetime:
        """When an OPD that gets its assignment `at` owes the citizen a first answer: the OPD's own clock."""
        return self.calendar_of(opd).due(at, self.deadline.first_answer)

    def new_assignment(
        self, opd: str, role: Role, why: Mapping[str, str], promised: datetime, at: datetime
    ) -> Assignment:
        """The assignment that an OPD gets `at`.

        The citizen's clock goes on and the OPD's own starts; the OPD has at least the time of a first answer.
        """
        answer = self.answer_due(at, opd)
        return Assignment(opd, role, max(promised, answer), why, answer_due=answer)

    def due_after_pause(self, due: datetime, since: datetime, until: datetime, opd: str = "") -> datetime:
        """The due instant moved by the working time of a pause."""
        calendar = self.calendar_of(opd)
        return calendar.shift(due, calendar.work_between(since, until))

    def after_pause(self, assignment: Assignment, since: datetime, until: datetime) -> Assignment:
        """The assignment after a pause: its dates move by the working time paused, and it waits no longer."""
        due, answer = (
            at and self.due_after_pause(at, since, until, assignment.opd)
            for at in (assignment.due, assignment.answer_due)
        )
        return replace(assignment, due=due or assignment.due, answer_due=answer, waiting_since=None)

    def answered_until(self, asked_at: datetime) -> datetime:
        """Until when a reporter may answer a question; then the report is archived."""
        return self.calendar.due(asked_at, self.deadline.silence)

    def dispute_until(self, resolved_at: datetime) -> datetime:
        """Until when a reporter may dispute the work; then the ticket is closed."""
        return self.calendar.due(resolved_at, self.deadline.silence)


def terms_of(ticket: Ticket, catalogue: Catalogue, calendar: Calendar) -> Terms:
    """The deadline terms of a ticket."""
    return terms_for(ticket.report, catalogue, calendar)


def terms_for(report: Report, catalogue: Catalogue, calendar: Calendar) -> Terms:
    """The deadline terms of a report that is no ticket yet."""
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
