"""The pages of figures: the public one, the leaders', and the monthly report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalice.app import Response

from chalicelib import wiring, words
from chalicelib.domain import dates
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.counts import HIDDEN, NOWHERE
from chalicelib.domain.figures import (
    AREAS,
    CHANNELS,
    DAYS,
    OPDS,
    SERVICES,
    STATUSES,
    SURVEY,
    TOTAL,
    VILLAGES,
    VISIBILITIES,
    Month,
)
from chalicelib.domain.satisfaction import ELEMENTS, grade
from chalicelib.domain.worktime import ZONES, Calendar
from chalicelib.flow.figures import Statistics, Tables
from chalicelib.http import answers
from chalicelib.http.console_door import Staff
from chalicelib.http.history import opd_name
from chalicelib.http.html import html_answer
from chalicelib.pages import figures
from chalicelib.pages.visit import Visit

MONDAY = datetime(2024, 1, 1).date()  # noqa: DTZ001 - a day, in no zone
MONTHS_BACK = 24


def show(visit: Visit) -> Response:
    """The public page of a month."""
    told = wiring.figures().month(_month(visit), visit.query.get("wilayah", ""))
    values = _values(visit, told, "/statistik")
    return html_answer(visit, "statistik.html", cache_control=answers.CATALOGUE, **values)


def show_leaders(staff: Staff, template: str) -> Response:
    """The leaders' page, or the report to print."""
    told = wiring.figures().month(_month(staff.visit), staff.visit.query.get("wilayah", ""), staff.actor)
    values = _values(staff.visit, told, staff.visit.path)
    return staff.page(template, now=wiring.now(), **values)


def _month(visit: Visit) -> str:
    return visit.query.get("bulan", "")


def _values(visit: Visit, told: Statistics, path: str) -> dict[str, Any]:
    """What the templates show; `board` is None where there is too little to be shown."""
    catalogue = wiring.city().catalogue
    running = Month(f"{wiring.city().calendar.day(wiring.now()):%Y-%m}")
    teller = figures.Teller(visit.language, office_day(wiring.city().calendar))
    return {
        "path": path,
        "told": told,
        "month": month_name(told.month, visit.language),
        "months": [(month.code, month_name(month, visit.language)) for month in _months(running)],
        "later": told.month.after.code if told.month.first < running.first else "",
        "districts": _districts(catalogue),
        "place": catalogue.place_name(told.area),
        "say": teller,
        "board": _board(told.tables, teller, visit, catalogue) if told.tables is not None else None,
    }


def _board(tables: Tables, teller: figures.Teller, visit: Visit, catalogue: Catalogue) -> dict[str, Any]:
    language = visit.language
    names = _names(catalogue, language)
    charts = {name: teller.bars(tables[name], names[name]) for name in names if name in tables}
    opds = [(code, opd_name(code, catalogue), row) for code, row in tables[OPDS].items() if code != TOTAL]
    return {
        "charts": charts,
        "days": figures.days(tables[DAYS], teller) if tables[DAYS] else None,
        "opds": sorted(opds, key=lambda each: each[1]),
        "opds_total": tables[OPDS].get(TOTAL),
        "survey": _survey(tables.get(SURVEY, {}), teller, language),
        "tables": tables,
    }


def _names(catalogue: Catalogue, language: str) -> Mapping[str, Mapping[str, str]]:
    """What the rows of each chart are called."""

    def spoken(key: str, codes: tuple[str, ...]) -> dict[str, str]:
        return {code: words.say(language, f"statistics.{key}_{code}") for code in codes}

    special = {HIDDEN: words.say(language, "statistics.confidential_row")}
    places = {code: area.name for code, area in catalogue.areas.items()}
    statuses = words.section_of("status")
    return {
        SERVICES: {code: service.name[language] for code, service in catalogue.services.items()} | special,
        AREAS: places | special | {NOWHERE: words.say(language, "statistics.none_row")},
        VILLAGES: places,
        CHANNELS: spoken("channel", ("web", "api")),
        STATUSES: {code: words.say(language, f"status.{code}") for code in statuses},
        VISIBILITIES: spoken("visibility", ("public", "anonymous", "confidential")),
    }


def _survey(table: Mapping[str, Mapping[str, Any]], teller: figures.Teller, language: str) -> dict[str, Any] | None:
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
        "word": words.say(language, f"statistics.grade_{letter.lower()}"),
        "means": [
            (
                words.say(language, f"survey.{name}"),
                teller.mean(table[name]["mean"], 2),
                round(table[name]["mean"] * 25),
            )
            for name in ELEMENTS
        ],
    }


def office_day(calendar: Calendar) -> int:
    """Minutes of a working day: of a Monday without holidays."""
    start = datetime.combine(MONDAY, datetime.min.time(), ZONES[calendar.zone])
    return replace(calendar, holidays=frozenset()).minutes_between(start, start + timedelta(days=1))


def month_name(month: Month, language: str) -> str:
    """`November 2026`."""
    return dates.month(month.first, language)


def _months(running: Month) -> list[Month]:
    """The running one first."""
    found = [running]
    while len(found) < MONTHS_BACK:
        found.append(found[-1].before)
    return found


def _districts(catalogue: Catalogue) -> list[tuple[str, str]]:
    return sorted(
        ((code, area.name) for code, area in catalogue.areas.items() if area.kind == "kecamatan"),
        key=lambda each: each[1],
    )
