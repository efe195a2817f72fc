"""What the city promises about one ticket, in working days."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.catalogue import Catalogue, Deadline
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.worktime import Calendar

DISPUTE_DAYS = 10
"""Working days that a reporter has to say that it is not done."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All instants are aware, UTC."""

    calendar: Calendar
    deadline: Deadline

    def desk_due(self, at: datetime) -> datetime:
        """By when the coordinator settles what comes to the desk now."""
        return self.calendar.due(at, self.deadline.verification)

    def part_due(self, received_at: datetime, at: datetime) -> datetime:
        """By when an OPD that gets its part now is done: as promised to the citizen, but with time for an answer."""
        promised = self.calendar.due(received_at, self.deadline.resolution)
        return max(promised, self.calendar.due(at, self.deadline.first_answer))

    def resumed(self, due: datetime, since: datetime, until: datetime) -> datetime:
        """The due instant of something whose clock stood meanwhile."""
        return self.calendar.later(due, self.calendar.days_between(since, until))

    def dispute_until(self, resolved_at: datetime) -> datetime:
        return self.calendar.due(resolved_at, DISPUTE_DAYS)


def terms_of(ticket: Ticket, catalogue: Catalogue, calendar: Calendar) -> Terms:
    return Terms(calendar, catalogue.deadline_of(catalogue.service_or_other(ticket.report.service)))
