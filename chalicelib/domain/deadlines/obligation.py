"""What somebody owes the citizen by when, and when to warn of it."""

from datetime import UTC, datetime, timedelta

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_for
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, Report
from chalicelib.domain.values import value

RESOLUTION, ANSWER = "resolution", "answer"
VERIFICATION, PROOF = "verification", "proof"
OBLIGATION_KINDS = (RESOLUTION, ANSWER, VERIFICATION, RETURNED, DISPUTED, PROOF)
"""What is promised: an OPD's part done, its first word to the citizen; what the coordinator settles."""


@value
class Obligation:
    """`opd` is empty for what the coordinator owes. `work`: the working time that there was for it in all."""

    what: str
    opd: str
    due: datetime
    work: timedelta

    @property
    def key(self) -> tuple[str, str, datetime]:
        return self.what, self.opd, self.due.astimezone(UTC)


def obligation_of(what: str, opd: str, due: datetime, first: tuple[datetime, datetime], terms: Terms) -> Obligation:
    """`first`: from when until when it was given; pauses have moved `due` since, but are no time to work."""
    return Obligation(what, opd, due, max(timedelta(), terms.calendar_of(opd).work_between(*first)))


def warn_at(duty: Obligation, calendar: Calendar) -> datetime:
    """When 80 % of the working time is over or one working day before, whichever comes first: a long duty leaves a
    fifth of its time to act, a short one a whole working day. Never before half of the time is over.
    """
    day = calendar.before(duty.due, 1)
    ahead = calendar.work_between(day, duty.due)
    if duty.work * 0.2 < ahead <= duty.work * 0.5:
        return day
    return calendar.shift(duty.due, -duty.work * (0.5 if ahead > duty.work * 0.5 else 0.2))


def first_check(report: Report, at: datetime, catalogue: Catalogue, calendar: Calendar) -> datetime:
    """`next_look` of a ticket that comes in now: needs no ladder, for it is on the path of every report."""
    terms = terms_for(report, catalogue, calendar)
    due = terms.desk_due(at)
    return warn_at(obligation_of(VERIFICATION, "", due, (at, due), terms), terms.calendar)
