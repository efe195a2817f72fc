"""An inbox as data: the parameters of the query, its lines, and in words which OPD a report could be for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain.city.catalogue import VILLAGE_OFFICE, Catalogue
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.inbox import CHECK, COORDINATOR, MAX_COUNTED, PROOF, InboxLine, InboxPage
from chalicelib.domain.tickets.ticket import Hint
from chalicelib.http.core.requests import Call
from chalicelib.http.views.history import opd_name
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.http.views.report_view import instant, service_name, what_and_where

if TYPE_CHECKING:
    from chalicelib.http.shapes import desk_shapes as shapes


FIELDS = ("opd", "view", "cursor", "counts")
NAMED = (COORDINATOR, PROOF, CHECK)
"""Inboxes that belong to no OPD."""


@dataclass(frozen=True, slots=True)
class InboxQuery:
    """`box`: code of an OPD, or one of `NAMED`; empty if the person has none. `counts`: with the size of each view."""

    box: str
    view: str
    cursor: str | None
    counts: bool = False


def inbox_query(params: Mapping[str, str], catalogue: Catalogue, own: Sequence[str]) -> InboxQuery:
    """The query's parameters; by default the first of the person's `own` inboxes.

    Raises:
        Invalid: a parameter is unknown or wrong. Which views there are is checked by the use case.
    """
    box = params.get("opd", "")
    box = next(iter(own), "") if not box else box.lower() if box.lower() in NAMED else box.upper()
    wrong = [Problem(name, "field_unknown") for name in params if name not in FIELDS]
    if box and box not in NAMED and box not in catalogue.opds:
        wrong.append(Problem("opd", "opd_unknown"))
    if params.get("counts", "false") not in ("true", "false"):
        wrong.append(Problem("counts", "filter_unknown"))
    if wrong:
        raise Invalid(tuple(wrong))
    return InboxQuery(box, params.get("view") or "all", params.get("cursor") or None, params.get("counts") == "true")


def inbox_view(query: InboxQuery, page: InboxPage, catalogue: Catalogue, call: Call, now: datetime) -> shapes.Inbox:
    """One page of the inbox."""
    return {
        "opd": query.box,
        "view": query.view,
        "tickets": [_line(line, query, catalogue, call, now) for line in page.lines],
        "cursor": page.cursor,
    }


def next_page(query: InboxQuery, page: InboxPage, call: Call) -> Mapping[str, str]:
    """The header that leads to the next page, if there is one."""
    if page.cursor is None:
        return {}
    return {"Link": f'<{call.link("/v1/inbox", opd=query.box, view=query.view, cursor=page.cursor)}>; rel="next"'}


def _line(line: InboxLine, query: InboxQuery, catalogue: Catalogue, call: Call, now: datetime) -> shapes.InboxLine:
    """`status` is the ticket's, as in every view; the status of the OPD's own assignment is in `assignment`."""
    language = call.language
    return {
        "id": line.ticket,
        "status": line.ticket_status,
        "status_name": texts.say(language, f"status.{line.ticket_status}"),
        **what_and_where(line.service, line.area, catalogue, language),
        **instant("due", line.due, catalogue, language),
        "late": line.due < now and not line.is_paused,
        "late_by": late_by(line, query.box, now),
        "paused": line.is_paused,
        "reason": line.reason or None,
        "photo": line.photo or None,
        "hints": [_hint(hint, line, catalogue, language) for hint in line.hints],
        "assignment": _assignment(line, query, language) if line.role else None,
        **call.links_of(line.ticket),
    }


def late_by(line: InboxLine, box: str, now: datetime) -> int | None:
    """Working days since the line was due, of the inbox's OPD; None while it is not late or its clock is paused."""
    if line.is_paused or now <= line.due:
        return None
    return calendar_of(box).days_between(line.due, now)


def counts_view(counts: Mapping[str, int]) -> dict[str, shapes.ViewCount]:
    """By view; `more` is true where there are more lines than are counted."""
    return {view: {"count": min(count, MAX_COUNTED), "more": count > MAX_COUNTED} for view, count in counts.items()}


def _hint(hint: Hint, line: InboxLine, catalogue: Catalogue, language: str) -> shapes.InboxHint:
    """A hint of which OPD it could be; `opd` is None where the office depends on a place that is not known."""
    guess = guess_of(hint, line.area, catalogue, language)
    return {
        "service": hint.service,
        "service_name": guess.service,
        "opd": guess.opd or None,
        "opd_name": guess.name,
        "percent": guess.percent,
    }


def _assignment(line: InboxLine, query: InboxQuery, language: str) -> shapes.OwnAssignment:
    return {
        "opd": query.box,
        "role": line.role,
        "role_name": texts.say(language, f"assignment.{line.role}"),
        "status": line.status,
        "status_name": texts.say(language, f"assignment.{'waiting' if line.waits_for else line.status}"),
        "person": line.person or None,
        "waits_for": list(line.waits_for),
    }


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible service and its OPD; `opd` is empty where the office depends on a place that is not known."""

    service: str
    opd: str
    name: str
    percent: int


def guess_of(hint: Hint, area: str | None, catalogue: Catalogue, language: str) -> Guess:
    """The hint in words; for a village matter, with the village office of the area."""
    service = service_name(hint.service, catalogue, language)
    if hint.opd != VILLAGE_OFFICE:
        return Guess(service, hint.opd, opd_name(hint.opd, catalogue), hint.percent)
    office = catalogue.village_office(area)
    name = opd_name(office, catalogue) if office else texts.say(language, "console.village_office")
    return Guess(service, office or "", name, hint.percent)
