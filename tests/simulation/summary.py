"""Figures of a simulated year, one a line."""

from collections import Counter
from collections.abc import Iterator

from chalicelib.domain import events
from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.tables import TOTAL, Periods, tables
from tests.simulation.year import Year

Line = tuple[str, str]


def lines(year: Year) -> Iterator[Line]:
    cases = year.city.tickets.cases
    counts = Counter(event.type for case in cases.values() for event in case.events)
    statuses = Counter(str(case.ticket.status) for case in cases.values())
    yield "tickets", f"{len(cases)}: {_many(statuses)}"
    yield "steps (events)", str(counts.total())
    yield "warned, missed", f"{counts[events.DeadlineWarned.type]}, {counts[events.DeadlineMissed.type]}"
    yield "escalated, by level", _many(_levels(year))
    yield from _times(year)
    yield (
        "notices and digests",
        f"{year.city.notice_publisher.sent} sent, {year.city.meter.counts['DigestsSent']} of them digests",
    )
    yield "deliveries", _many(year.bus.counts)
    yield "workers struck", _many(year.bus.struck) or "none"
    yield "watch", _many(year.schedule.counts)
    start, end = year.schedule.outage
    yield "nobody watched", f"{start:%d %B %H:%M} to {end:%d %B %H:%M} UTC"
    yield "refused by a rule", _many(year.opds.refused + year.desk_staff.refused + year.citizens.refused) or "nothing"


def _levels(year: Year) -> Counter[str]:
    figures = (event for case in year.city.tickets.cases.values() for event in case.events)
    return Counter(f"level {event.data.level}" for event in figures if isinstance(event.data, events.DeadlineEscalated))


def _times(year: Year) -> Iterator[Line]:
    """Figures of all months together, from the counters, as the dashboards show them for one."""
    counters = year.city.counters
    summed: dict[str, Counter[str]] = {}
    for (place, name), count in counters.all_of(counters.now.current).items():
        if place.scope == ALL and place.period != NOW:
            summed.setdefault(place.subject, Counter())[name] += count
    figures = tables(Period(f"{year.end:%Y-%m}"), Periods(summed, {}, {}))
    reports, took, opd_figures = figures["reports"][TOTAL], figures["times"]["took"], figures["opds"].get(TOTAL, {})
    yield "kept", f"{_share(reports['kept_share'])} of reports, {_share(opd_figures.get('kept_share'))} of assignments"
    yield "resolution, median and p90", f"{_hours(took['median'])}, {_hours(took['p90'])} of office time"


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _hours(minutes: float | None) -> str:
    return "-" if minutes is None else f"{minutes / 60:.1f} h"


def _many(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
