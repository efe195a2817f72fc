"""For leaders and auditors: what each OPD has in hand, what is late the longest, and who looked at whom."""

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring, words
from chalicelib.domain import dates
from chalicelib.flow.desk_ports import Look
from chalicelib.flow.overview import Late, Load
from chalicelib.http.console_door import Staff
from chalicelib.http.console_inbox import Line, line_of
from chalicelib.http.history import opd_name


@dataclass(frozen=True, slots=True)
class Row:
    opd: str
    name: str
    open: int
    late: int
    due_soon: int
    waiting: int


@dataclass(frozen=True, slots=True)
class LateLine:
    opd: str
    line: Line


@dataclass(frozen=True, slots=True)
class Read:
    """`number` is empty for a search by phone."""

    at: str
    person: str
    actor: str
    reason: str
    number: str


def show(staff: Staff) -> Response:
    """Two reads of the counters, and a query for each OPD that is late with anything."""
    language, catalogue, now = staff.visit.language, wiring.city().catalogue, wiring.now()
    seen = wiring.overviews().now(staff.actor)
    rows = [_row(load, opd_name(load.opd, catalogue)) for load in seen.loads]
    return staff.page(
        "pimpinan.html", busy=[row for row in rows if row.open], idle=[r.name for r in rows if not r.open],
        worst=[_late(late, language) for late in seen.worst],
        late=sum(load.late for load in seen.loads), due_soon=sum(load.due_soon for load in seen.loads),
        open=sum(load.open for load in seen.loads),
        at=dates.moment(now, catalogue.city.zone, language),
    )  # fmt: skip


def show_reads(staff: Staff) -> Response:
    """The latest first, by one query a page."""
    cursor = staff.visit.query.get("cursor") or None
    page = wiring.search().looks(staff.actor, cursor)
    reads = [_read(look, staff.visit.language) for look in page.lines]
    return staff.page("pembacaan.html", reads=reads, cursor=page.cursor, is_paged=bool(cursor))


def _row(load: Load, name: str) -> Row:
    return Row(load.opd, name, load.open, load.late, load.due_soon, load.waiting)


def _late(late: Late, language: str) -> LateLine:
    return LateLine(opd_name(late.opd, wiring.city().catalogue), line_of(late.line, wiring.now(), language))


def _read(look: Look, language: str) -> Read:
    catalogue, key = wiring.city().catalogue, f"actor.{look.actor}"
    actor = words.say(language, key) if words.known(key) else opd_name(look.actor, catalogue)
    return Read(dates.short(look.at, catalogue.city.zone, language), look.person, actor, look.reason, look.ticket)
