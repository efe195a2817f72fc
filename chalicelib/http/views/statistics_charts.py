"""The figures of a period as the templates show them: with names, sorted, and as charts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import texts, wiring
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import ZONES, Calendar
from chalicelib.domain.statistics.counters import HIDDEN, NOWHERE
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS, grade
from chalicelib.domain.statistics.tables import (
    AREAS,
    CHANNELS,
    DAYS,
    FLOW,
    MONTHS,
    OPDS,
    REPORTS,
    SERVICES,
    STATUSES,
    SURVEY,
    TOTAL,
    VILLAGES,
    VISIBILITIES,
)
from chalicelib.flow.statistics.reports import Statistics, Tables
from chalicelib.http.views.history import opd_name
from chalicelib.pages.charts import ChartText, Figure, NamedRow, by_size, days, stacked_bars
from chalicelib.pages.page_visit import Visit

MONDAY = datetime(2024, 1, 1).date()  # noqa: DTZ001 - a day, in no zone
BACK = {1: 24, 3: 8, 12: 3}
"""How many periods the form offers, by their length in months."""
ACTIVITY = (*FLOW, "first_count", "ratings", "ikm_answers")
"""Columns of which at least one is filled in for every OPD that did something in the period."""


def chosen(visit: Visit) -> tuple[str, str]:
    """Period and area of the query, by the parameters of the page's form or of the API."""
    query = visit.query
    return query.get("bulan") or query.get("month", ""), query.get("wilayah") or query.get("area", "")


def values(visit: Visit, statistics: Statistics, path: str) -> dict[str, Any]:
    """The values of the templates; `board` is None where there are too few reports to show anything."""
    catalogue = visit.catalogue
    teller = ChartText(visit.language, office_day(visit.city.calendar))
    return choices(visit, path, statistics.month) | {
        "statistics": statistics,
        "month": period_name(statistics.month, visit.language),
        "place": catalogue.place_name(statistics.area) or catalogue.city.name,
        "say": teller,
        "board": _board(statistics.tables, teller, visit.language, catalogue)
        if statistics.tables is not None
        else None,
    }


def choices(visit: Visit, path: str, period: Period | None = None) -> dict[str, Any]:
    """What the form offers: months, quarters and years, each the running one first; kecamatan."""
    running = Period(f"{visit.city.calendar.day(wiring.now()):%Y-%m}")
    return {
        "path": path,
        "periods": [
            (
                texts.say(visit.language, f"statistics.length_{length}"),
                [(each.code, period_name(each, visit.language)) for each in _offered(running.around(length), period)],
            )
            for length in BACK
        ],
        "districts": _districts(visit.catalogue),
    }


def period_name(period: Period, language: str) -> str:
    """`November 2026`, `triwulan IV 2026`, `tahun 2026`."""
    if period.is_month:
        return date_format.month(period.first, language)
    numeral = ("", "I", "II", "III", "IV")[period.number]
    return texts.say(language, f"statistics.period_{period.length}", number=numeral, year=period.code[:4])


def office_day(calendar: Calendar) -> int:
    """Minutes of a working day, measured on a Monday without holidays."""
    start = datetime.combine(MONDAY, datetime.min.time(), ZONES[calendar.zone])
    return replace(calendar, holidays=frozenset()).minutes_between(start, start + timedelta(days=1))


def _board(tables: Tables, teller: ChartText, language: str, catalogue: Catalogue) -> dict[str, Any]:
    names = _names(catalogue, language)
    rows: list[NamedRow] = [(code, opd_name(code, catalogue), row) for code, row in tables[OPDS].items()]
    opds = [each for each in rows if each[0] != TOTAL]
    active = [each for each in opds if _any(each[2], ACTIVITY)]
    return {
        "tables": tables,
        "is_empty": not active and not _any(tables[REPORTS][TOTAL], ("received", "resolved")),
        "charts": {name: teller.bars(tables[name], names[name]) for name in names if name in tables},
        "days": days(tables[DAYS], teller) if tables.get(DAYS) else None,
        "months": teller.in_order(tables.get(MONTHS, {}), lambda code: period_name(Period(code), language)),
        "now": stacked_bars([each for each in opds if each[2].get("open")]),
        "opds": by_size(active, "done"),
        "total": tables[OPDS].get(TOTAL),
        "survey": _survey(tables.get(SURVEY, {}), teller, language),
    }


def _any(row: Mapping[str, Figure], columns: Iterable[str]) -> bool:
    return any(row.get(name) for name in columns)


def _names(catalogue: Catalogue, language: str) -> Mapping[str, Mapping[str, str]]:
    """What the rows of each chart are called."""

    def names_of(key: str, codes: tuple[str, ...]) -> dict[str, str]:
        return {code: texts.say(language, f"statistics.{key}_{code}") for code in codes}

    special = {HIDDEN: texts.say(language, "statistics.confidential_row")}
    places = {code: area.name for code, area in catalogue.areas.items()}
    statuses = texts.section_of("status")
    return {
        SERVICES: {code: service.name[language] for code, service in catalogue.services.items()} | special,
        AREAS: places | special | {NOWHERE: texts.say(language, "statistics.none_row")},
        VILLAGES: places,
        CHANNELS: names_of("channel", ("web", "api")),
        STATUSES: {code: texts.say(language, f"status.{code}") for code in statuses},
        VISIBILITIES: names_of("visibility", ("public", "anonymous", "confidential")),
    }


def _survey(table: Mapping[str, Mapping[str, Any]], teller: ChartText, language: str) -> dict[str, Any] | None:
    if not table:
        return None
    total = table[TOTAL]
    if total["index"] is None:
        return {"answers": teller.count(total["answers"]), "index": None}
    letter = grade(total["index"])
    return {
        "answers": teller.count(total["answers"]),
        "index": teller.mean(total["index"], 2),
        "grade": letter,
        "word": texts.say(language, f"satisfaction.grade_{letter.lower()}"),
        "means": [
            (
                texts.say(language, f"survey.{name}"),
                teller.mean(table[name]["mean"], 2),
                round(table[name]["mean"] * 25),
            )
            for name in ELEMENTS
        ],
    }


def _offered(running: Period, chosen: Period | None) -> list[Period]:
    """Periods to choose from, the running one first; the chosen one is among them, however old it is."""
    periods = [running]
    while len(periods) < BACK[running.length]:
        periods.append(periods[-1].before)
    is_other = chosen and chosen.length == running.length and chosen not in periods
    return [*periods, chosen] if chosen and is_other else periods


def _districts(catalogue: Catalogue) -> list[tuple[str, str]]:
    return sorted(
        ((code, area.name) for code, area in catalogue.areas.items() if area.kind == "kecamatan"),
        key=lambda each: each[1],
    )
