"""Inboxes in the console: an OPD's, and the coordinator's desk; 25 lines a page, the soonest due first.

Many assignments can be accepted at once, each by an action of its own with its rules and its event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalice.app import Response

from chalicelib import texts, wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.errors import ForbiddenStep, MistypedNumber, NotAllowed, Outdated, UnknownTicket
from chalicelib.domain.tickets.inbox import COORDINATOR, MAX_COUNTED, InboxLine
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http import errors
from chalicelib.http.console.staff_view import HOME, Staff
from chalicelib.http.core.form_body import Fields
from chalicelib.http.errors import NotFound
from chalicelib.http.views.history import opd_name, opd_names
from chalicelib.http.views.inbox_view import Guess, guess_of
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.http.views.report_view import service_name
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
"""Value of `saring` in the address to the view of `flow.desk.inbox`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an inbox in words."""

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
    """One page of an inbox by one query, with the number of lines of each filter on the first page.

    Counting takes no query where the page holds the whole inbox, and one query otherwise.
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
    """The number of undelivered notices as text; empty where there are none."""
    count = wiring.notice_resend().count(actor)
    return _counted(count) if count else ""


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    return f"{MAX_COUNTED}+" if count > MAX_COUNTED else str(count)


def boxes_of(staff: Staff) -> dict[str, str]:
    """Code and name of the OPD inboxes that the person may read: their own first, then all others with a role."""
    actor, catalogue = staff.actor, staff.catalogue
    own = {code: opd_name(code, catalogue) for code in sorted(actor.opds)}
    if not actor.roles:
        return own
    by_name = sorted(catalogue.opds.items(), key=lambda each: each[1].name)
    others = {code: opd.name for code, opd in by_name if not opd.is_external}
    return own | {code: name for code, name in others.items() if code not in own}


def line_of(line: InboxLine, now: datetime, staff: Staff, box: str = "") -> Line:
    """A line in words; `box` is the OPD whose inbox it is and whose calendar says how late it is."""
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
    """Whom the line waits for, in one sentence; empty where it does not wait."""
    if line.ticket_status == "incomplete":
        return texts.say(language, "console.waits_citizen")
    return (
        texts.say(language, "console.waits_opd", opd=opd_names(list(line.waits_for), catalogue))
        if line.waits_for
        else ""
    )


def _title(staff: Staff, box: str) -> str:
    return staff.visit.say("console.desk") if box == COORDINATOR else opd_name(box, staff.catalogue)


MOST = 25
"""Most assignments of one form: the lines of a page."""
CHOSEN = "pilih_"
"""Prefix of the checkboxes' names, before the ticket number."""


@dataclass(frozen=True, slots=True)
class Refused:
    number: str
    reason: str


def accept(staff: Staff, fields: Fields) -> Response:
    """Accept the chosen assignments, by one query and one transaction each, and list the refused ones with the reason.

    Sending the form twice accepts nothing twice.

    Raises:
        NotFound: the OPD is none of the person's.
    """
    opd = fields.get("opd", "")
    if opd not in staff.actor.opds:
        raise NotFound
    chosen = [name.removeprefix(CHOSEN) for name in fields if name.startswith(CHOSEN)][:MOST]
    refused = [refusal for number in chosen if (refusal := _accept_one(staff, number, opd))]
    if refused:
        return staff.page("terima.html", refused=refused, accepted=len(chosen) - len(refused), opd=opd)
    news = ("accept" if len(chosen) == 1 else "accept_many") if chosen else "accept_none"
    return staff.go(HOME, opd=opd if len(staff.actor.opds) > 1 else None, saring="belum-diterima", kabar=news)


def _accept_one(staff: Staff, number: str, opd: str) -> Refused | None:
    step_input = StepInput(correlation=staff.call.correlation)
    try:
        number = parse_number(number, staff.catalogue.city.prefix)
        wiring.staff_actions().take("accept", number, staff.actor, step_input, opd)
    except (ForbiddenStep, MistypedNumber, NotAllowed, Outdated, UnknownTicket) as refusal:
        return Refused(number, _reason(refusal, staff.visit.language))
    return None


def _reason(refusal: Exception, language: str) -> str:
    return errors.explain(refusal, language).detail
