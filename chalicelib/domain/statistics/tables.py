"""A period's figures as tables, from the counters: what pages, CSV and JSON show.

Every figure has a table, a row and a column. Counts are whole numbers, durations minutes of working time, shares 0 to
1. None stands where a figure does not exist, such as the median of no durations.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.domain.statistics.counters import AREA, CITY, OPD, SERVICE, VILLAGE
from chalicelib.domain.statistics.histogram import quantile
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS, Index, index

Counters = Mapping[str, Mapping[str, int]]
"""The counters of one period and scope, by subject and name."""

Value = int | float | None
Row = dict[str, Value]
Table = dict[str, Row]

TOTAL = "all"
"""Name of the row that sums up the others."""

REPORTS, TIMES, OPDS, TEAM, STARS, SURVEY = "reports", "times", "opds", "teamwork", "satisfaction", "survey"
DAYS, MONTHS, SERVICES, AREAS, VILLAGES = "days", "months", "services", "areas", "villages"
CHANNELS, STATUSES, VISIBILITIES = "channels", "statuses", "visibilities"
BREAKDOWNS = (DAYS, MONTHS, SERVICES, AREAS, VILLAGES, CHANNELS, STATUSES, VISIBILITIES)
"""Tables whose only column is `received`; the rows of each add up to all reports received."""

FLOW = ("given", "done", "kept", "returns", "disputes", "upheld", "reopened", "missed")
STOCK = ("open", "late", "soon", "waiting")
_ROW_COLUMNS = (*FLOW, *STOCK, "first_count", "ratings", "ikm_answers")
"""An OPD has a row only if one of these columns is not 0."""


class Periods(NamedTuple):
    """The counters behind a period's tables.

    `month`: of the period itself; `before`: of the period before it; `stock`: of what is open now.
    """

    month: Counters
    before: Counters
    stock: Counters


def sum_months(months: Mapping[str, Counters]) -> Counters:
    """The counters of several months added up, with a counter `month:CODE` of the reports received in each."""
    total: dict[str, dict[str, int]] = {}
    for counters in months.values():
        for subject, counts in counters.items():
            total[subject] = _sum({"": total.get(subject, {}), subject: counts}, ("", subject))
    return total | {
        CITY: {**total.get(CITY, {}), **{f"month:{code}": _received_in(each) for code, each in months.items()}}
    }


def _received_in(counters: Counters) -> int:
    return _counts(counters, CITY).get("n", 0)


def tables(period: Period, periods: Periods) -> dict[str, Table]:
    """All tables of a period, by name: by days for a month, else by the months that `added` has counted."""
    counts, stock = _counts(periods.month, CITY), _counts(periods.stock, CITY)
    days = [f"{day:02}" for day in range(1, period.days + 1)] if period.is_month else []
    months = {} if period.is_month else _named(counts, "month")
    return {
        REPORTS: {TOTAL: _reports(periods, counts, stock)},
        DAYS: {day: {"received": counts.get(f"day:{day}", 0)} for day in days},
        MONTHS: {code: {"received": received} for code, received in months.items()},
        SERVICES: _received(_counts(periods.month, SERVICE)),
        AREAS: _received(_counts(periods.month, AREA)),
        VILLAGES: _received(_counts(periods.month, VILLAGE)),
        CHANNELS: _received(_named(counts, "channel")),
        STATUSES: _received(_named(counts, "status")),
        VISIBILITIES: _received(_named(counts, "visibility")),
        TIMES: {name: _time(periods, CITY, name) for name in ("first", "took", "gap", "wait")},
        OPDS: _opds(periods),
        TEAM: {TOTAL: _team(counts)},
        STARS: {TOTAL: {f"star{n}": counts.get(f"star:{n}", 0) for n in range(1, 6)} | _rating(counts)},
        SURVEY: _survey(survey_index(counts)),
    }


def survey_index(counts: Mapping[str, int]) -> Index | None:
    """The satisfaction index from a subject's counters; None while there is no questionnaire."""
    sums = {element: counts.get(f"ikm:{element}", 0) for element in ELEMENTS}
    return index(sums, counts.get("ikm:answers", 0))


def _reports(periods: Periods, counts: Mapping[str, int], stock: Mapping[str, int]) -> Row:
    before = _counts(periods.before, CITY)
    row: Row = {"received": counts.get("n", 0), "received_before": before.get("n", 0)}
    row |= {name: counts.get(name, 0) for name in ("resolved", "kept", "disputes", "upheld")}
    row |= {"kept_share": _share(counts, of="resolved"), "kept_share_before": _share(before, of="resolved")}
    row |= {f"{name}_before": before.get(name, 0) for name in ("resolved", "kept")}
    return row | {name: stock.get(name, 0) for name in ("open", "desk", "between")}


def _received(counts: Mapping[str, int]) -> Table:
    return {code: {"received": count} for code, count in sorted(counts.items()) if count}


def _time(periods: Periods, subject: str, name: str) -> Row:
    counts = _histogram(_counts(periods.month, subject), name)
    before = _histogram(_counts(periods.before, subject), name)
    return {
        "count": sum(counts.values()),
        "median": quantile(counts, 0.5),
        "p90": quantile(counts, 0.9),
        "count_before": sum(before.values()),
        "median_before": quantile(before, 0.5),
    }


def _opds(periods: Periods) -> Table:
    """A row for each OPD that has any figure, and a total."""
    subjects = sorted({s for counters in periods for s in counters if s.startswith(OPD)})
    rows = {subject.removeprefix(OPD): _opd(periods, subject) for subject in subjects}
    rows = {code: row for code, row in rows.items() if any(row[name] for name in _ROW_COLUMNS)}
    return rows | ({TOTAL: _opd(_summed(periods, subjects), TOTAL)} if rows else {})


def _opd(periods: Periods, subject: str) -> Row:
    counts, stock = _counts(periods.month, subject), _counts(periods.stock, subject)
    row: Row = {name: stock.get(name, 0) for name in STOCK}
    row |= {name: counts.get(name, 0) for name in FLOW}
    before = _counts(periods.before, subject)
    row |= {f"{name}_before": before.get(name, 0) for name in ("done", "kept")}
    row |= {"kept_share": _share(counts), "kept_share_before": _share(before)}
    for name in ("first", "took", "wait"):
        row |= {f"{name}_{column}": figure for column, figure in _time(periods, subject, name).items()}
    satisfaction = survey_index(counts)
    row |= _rating(counts) | {"ikm": satisfaction.value if satisfaction else None}
    return row | {"ikm_answers": satisfaction.answers if satisfaction else 0}


def _share(counts: Mapping[str, int], of: str = "done") -> float | None:
    done = counts.get(of, 0)
    return counts.get("kept", 0) / done if done else None


def _rating(counts: Mapping[str, int]) -> Row:
    stars = {number: counts.get(f"star:{number}", 0) for number in range(1, 6)}
    ratings = sum(stars.values())
    return {"ratings": ratings, "rating": sum(n * count for n, count in stars.items()) / ratings if ratings else None}


def _team(counts: Mapping[str, int]) -> Row:
    row: Row = {f"opds{n}": counts.get(f"opds:{n}", 0) for n in range(5)}
    row |= {f"hands{n}": counts.get(f"hands:{n}", 0) for n in range(4)}
    received, handovers = counts.get("n", 0), counts.get("handovers", 0)
    row |= {
        "several": sum(counts.get(f"opds:{n}", 0) for n in range(2, 5)),
        "handed": sum(counts.get(f"hands:{n}", 0) for n in range(1, 4)),
    }
    return row | {"handovers": handovers, "per_ticket": handovers / received if received else None}


def _survey(satisfaction: Index | None) -> Table:
    if satisfaction is None:
        return {TOTAL: {"answers": 0, "index": None}}
    means: Table = {element: {"mean": mean} for element, mean in satisfaction.means.items()}
    return {TOTAL: {"answers": satisfaction.answers, "index": satisfaction.value}, **means}


def _histogram(counts: Mapping[str, int], name: str) -> dict[int, int]:
    return {int(bucket): count for bucket, count in _named(counts, name).items()}


def _named(counts: Mapping[str, int], name: str) -> dict[str, int]:
    """The counters called `name:key`, by key."""
    prefix = f"{name}:"
    return {key.removeprefix(prefix): count for key, count in counts.items() if key.startswith(prefix)}


def _counts(counters: Counters, subject: str) -> Mapping[str, int]:
    return counters.get(subject, {})


def _summed(periods: Periods, subjects: Iterable[str]) -> Periods:
    """The sum over these subjects, as a subject named `TOTAL`."""
    summands = tuple(subjects)
    return Periods(*({TOTAL: _sum(counters, summands)} for counters in periods))


def _sum(counters: Counters, subjects: Iterable[str]) -> dict[str, int]:
    total: dict[str, int] = {}
    for subject in subjects:
        for name, count in counters.get(subject, {}).items():
            total[name] = total.get(name, 0) + count
    return total
