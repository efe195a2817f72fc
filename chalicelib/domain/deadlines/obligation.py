"""What somebody owes the citizen by when, and when to warn of it."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_for
from chalicelib.domain.tickets.publication import Publication
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, Report
from chalicelib.domain.values import value

RESOLUTION, ANSWER = "resolution", "answer"
VERIFICATION, PROOF, PUBLICATION = "verification", "proof", "publication"
OBLIGATION_KINDS = (RESOLUTION, ANSWER, VERIFICATION, RETURNED, DISPUTED, PROOF, PUBLICATION)
"""The kinds: an OPD's assignment done, its first answer to the citizen, and what the coordinator settles."""


@value
class Obligation:
    """One thing owed by a deadline.

    `opd` is empty for what the coordinator owes. `work` is all the working time from the start to the deadline.
    """

    what: str
    opd: str
    due: datetime
    work: timedelta

    @property
    def key(self) -> tuple[str, str, datetime]:
        return self.what, self.opd, self.due.astimezone(UTC)


def obligation_of(what: str, opd: str, due: datetime, first: tuple[datetime, datetime], terms: Terms) -> Obligation:
    """An obligation due at `due`. `first` is its start and its due date as first set: pauses that moved `due` since
    are no time to work.
    """
    return Obligation(what, opd, due, max(timedelta(), terms.calendar_of(opd).work_between(*first)))


def warn_at(obligation: Obligation, calendar: Calendar) -> datetime:
    """When to warn of an obligation: after 80 % of its working time or one working day before it is due.

    The earlier of the two counts, so a long obligation leaves a fifth of its time to act, a short one a whole working
    day; but no warning comes before half of the time is over.
    """
    day, ahead = _last_day(obligation.due, calendar)
    if obligation.work * 0.2 < ahead <= obligation.work * 0.5:
        return day
    return calendar.shift(obligation.due, -obligation.work * (0.5 if ahead > obligation.work * 0.5 else 0.2))


@lru_cache(maxsize=256)
def _last_day(due: datetime, calendar: Calendar) -> tuple[datetime, timedelta]:
    """One working day before the deadline, and the working time from then on; all that is due at one closing time
    shares it.
    """
    day = calendar.before(due, 1)
    return day, calendar.work_between(day, due)


def first_check(
    report: Report, publication: Publication, at: datetime, catalogue: Catalogue, calendar: Calendar
) -> datetime:
    """The first next check of a ticket received `at`. It needs no ladder, since it is on the path of every report."""
    terms = terms_for(report, catalogue, calendar)
    owed = [(VERIFICATION, terms.desk_due(at)), *([(PUBLICATION, publication.due)] if publication.due else [])]
    return min(warn_at(obligation_of(what, "", due, (at, due), terms), terms.calendar) for what, due in owed)
