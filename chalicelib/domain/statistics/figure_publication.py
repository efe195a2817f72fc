"""What of the city's counters is published: figures that no single confidential report moves.

A confidential report is in no public figure while it is fresh, and in no OPD's at any time: each of its later steps
would move that OPD's figures by one, whatever day it came. Once a month is over, and at least `THRESHOLD` confidential
reports came in it, their number is added to the month's total and never changes again.

To subtract them, everything that a confidential report contributes about the city or an OPD is counted a second time,
under the same name behind `CONFIDENTIAL`, in the same items: both always change, and are read, together.
"""

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.domain.statistics.counters import AREA, CITY, HIDDEN, OPD, SERVICE, Key
from chalicelib.domain.statistics.disclosure_control import THRESHOLD
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.tables import Counters
from chalicelib.domain.tickets.ticket import Visibility
from chalicelib.domain.values import value

CONFIDENTIAL = "~"
"""Prefix of the counters that confidential reports alone contribute to."""

_RECEIVED = "n"
_VISIBILITY = f"visibility:{Visibility.CONFIDENTIAL}"
_ROWS = (SERVICE, AREA)
"""Subjects with a row `HIDDEN`, in which confidential reports stand apart anyway."""


class NotCountedApart(Exception):
    """Confidential reports were counted by a release that did not count them apart: `rebuild-statistics` does."""


@value
class Edition:
    """One publication of the figures.

    `number` counts the editions; `at`: when it was made, aware, in UTC; `released`: by month, how many confidential
    reports its public total includes.
    """

    number: int
    at: datetime
    released: Mapping[str, int]


def with_confidential(counts: Mapping[Key, int]) -> dict[Key, int]:
    """The counts of a confidential report, with those that are subtracted from what is published."""
    apart = {
        Key(key.period, key.subject, CONFIDENTIAL + key.counter): count
        for key, count in counts.items()
        if _is_counted_apart(key.subject)
    }
    return {**counts, **apart}


def without_confidential(counters: Counters) -> Counters:
    """The counters as if no confidential report had come; zeros are left out, and so are subjects without any count."""
    public = {subject: _public(subject, counts) for subject, counts in counters.items()}
    return {subject: counts for subject, counts in public.items() if counts}


def with_released(public: Counters, released: int) -> Counters:
    """A month's public counters, with so many confidential reports in its total and in their rows."""
    if not released:
        return public
    additions = {
        CITY: {_RECEIVED: released, _VISIBILITY: released},
        **{subject: {HIDDEN: released} for subject in _ROWS},
    }
    return {**public, **{subject: _sum(public.get(subject, {}), counts) for subject, counts in additions.items()}}


def released(month: Counters) -> int:
    """How many confidential reports the public total of a month includes once it is over: all, or none if too few."""
    count = month.get(CITY, {}).get(CONFIDENTIAL + _RECEIVED, 0)
    return count if count >= THRESHOLD else 0


def is_over(month: Period, today: date) -> bool:
    """Whether a whole day has passed since the month, so that its last reports have been counted too."""
    return today > month.after.first


def check_counted_apart(month: Counters) -> None:
    """Check that all confidential reports of a month were counted apart.

    Raises:
        NotCountedApart: some were not.
    """
    city = month.get(CITY, {})
    if city.get(_VISIBILITY, 0) != city.get(CONFIDENTIAL + _RECEIVED, 0):
        raise NotCountedApart("run rebuild-statistics: confidential reports are not counted apart yet")


def _is_counted_apart(subject: str) -> bool:
    return subject == CITY or subject.startswith(OPD)


def _public(subject: str, counts: Mapping[str, int]) -> dict[str, int]:
    if subject in _ROWS:
        return {name: count for name, count in counts.items() if count and name != HIDDEN}
    rest = {
        name: count - counts.get(CONFIDENTIAL + name, 0)
        for name, count in counts.items()
        if not name.startswith(CONFIDENTIAL)
    }
    return {name: count for name, count in rest.items() if count}


def _sum(counts: Mapping[str, int], additions: Mapping[str, int]) -> dict[str, int]:
    return {**counts, **{name: counts.get(name, 0) + count for name, count in additions.items()}}
