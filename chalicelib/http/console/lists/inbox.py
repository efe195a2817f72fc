"""The inboxes of the console: an OPD's, and the coordinator's desk; 25 lines a page, the soonest due first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalice.app import Response

from chalicelib import texts, wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.tickets.inbox import COORDINATOR, MOST, InboxLine
from chalicelib.http.console.session.staff_view import Staff
from chalicelib.http.views.history import opd_name, opd_names
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.http.views.report_view import service_name
from chalicelib.http.views.routing_hints import Guess, guess_of
from chalicelib.pages.time_left import Remaining, remaining

DESK = "/petugas/meja"
INBOX = "/petugas"

OPD_VIEWS: Mapping[str, str] = {
    "semua": "all",
    "terlambat": "late",
    "segera": "due_soon",
    "belum-diterima": "unaccepted",
    "saya": "mine",
    "pengesahan": "validation",
    "menunggu-warga": "waiting_citizen",
    "menunggu-opd": "waiting_opd",
}
DESK_VIEWS: Mapping[str, str] = {
    "semua": "all",
    "terlambat": "late",
    "tanpa-opd": "unroutable",
    "dikembalikan": "returned",
    "dibantah": "disputed",
    "menunggu-warga": "waiting_citizen",
}
"""What `saring` in the address may be, and the view of `flow.desk.inbox` that it asks for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people read it."""

    number: str
    service: str
    place: str
    role: str
    status: str
    left: Remaining
    reason: str
    person: str
    waits_for: str
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its name in the address, and how many lines it shows (`200+`: more than are counted)."""

    code: str
    is_chosen: bool
    count: str


def show(staff: Staff, box: str) -> Response:
    """One page of a box by one query, and on the first page how many lines each filter has: for nothing where the whole
    box lies before us, else by one query more.
    """
    query, views = staff.visit.query, DESK_VIEWS if box == COORDINATOR else OPD_VIEWS
    chosen = query.get("saring", "") if query.get("saring") in views else "semua"
    cursor = query.get("cursor") or None
    page = wiring.inbox().page(staff.actor, views[chosen], cursor, box=box)
    is_whole = views[chosen] == "all" and cursor is None and page.cursor is None
    counts = {} if cursor else wiring.inbox().counts(staff.actor, box, whole=page if is_whole else None)
    now = wiring.now()
    return staff.page(
        "kotak.html", box=box, at=DESK if box == COORDINATOR else INBOX, boxes=boxes_of(staff),
        cursor=page.cursor, is_paged=bool(cursor), chosen=chosen,
        lines=[line_of(line, now, staff, box) for line in page.lines],
        filters=[Filter(code, code == chosen, _counted(counts.get(view))) for code, view in views.items()],
        count=_counted(counts.get(views[chosen])), lost=_lost(staff.actor) if box == COORDINATOR else "",
        title=_title(staff, box),
    )  # fmt: skip


def _lost(actor: Actor) -> str:
    """How many notices did not arrive; nothing where all did."""
    found = wiring.notice_resend().count(actor)
    return _counted(found) if found else ""


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return f"{MOST}+" if count > MOST else str(count)


def boxes_of(staff: Staff) -> dict[str, str]:
    """The OPD inboxes that the person may read, by name: one's own, or all for who sees everything."""
    actor, catalogue = staff.actor, staff.catalogue
    own = {code: opd_name(code, catalogue) for code in sorted(actor.opds)}
    if not actor.roles:
        return own
    by_name = sorted(catalogue.opds.items(), key=lambda each: each[1].name)
    others = {code: opd.name for code, opd in by_name if not opd.is_external}
    return own | {code: name for code, name in others.items() if code not in own}


def line_of(line: InboxLine, now: datetime, staff: Staff, box: str = "") -> Line:
    """`box`: the OPD whose inbox it is; its working days tell how late it is."""
    catalogue, language = staff.catalogue, staff.visit.language
    status = f"assignment.{line.status}" if line.role else f"status.{line.status}"
    return Line(
        line.ticket, service_name(line.service, catalogue, language), catalogue.place_name(line.area),
        texts.say(language, f"assignment.{line.role}") if line.role else "", texts.say(language, status),
        remaining(line.due, now, calendar_of(box), language, paused=line.is_paused),
        texts.say(language, f"console.desk_{line.reason}") if line.reason else "", line.person,
        _waits(line, catalogue, language),
        tuple(guess_of(hint, line.area, catalogue, language) for hint in line.hints),
    )  # fmt: skip


def _waits(line: InboxLine, catalogue: Catalogue, language: str) -> str:
    """Whom it waits for, in one sentence."""
    if line.ticket_status == "incomplete":
        return texts.say(language, "console.waits_citizen")
    return (
        texts.say(language, "console.waits_opd", opd=opd_names(list(line.waits_for), catalogue))
        if line.waits_for
        else ""
    )


def _title(staff: Staff, box: str) -> str:
    return staff.visit.say("console.desk") if box == COORDINATOR else opd_name(box, staff.catalogue)
