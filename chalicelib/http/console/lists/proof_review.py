"""Proof review: photos that the proof check doubts, its reasons, the earlier picture and the coordinator's actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.actions.available import photo_options
from chalicelib.domain.tickets.inbox import PROOF, InboxLine
from chalicelib.domain.tickets.photo import Photo
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.console.ticket.context import TicketPage
from chalicelib.http.views.photo_views import SHORT, distinct_photos, doubt, staff_photo_views
from chalicelib.http.views.report_view import service_name
from chalicelib.pages.action_forms import ActionForm
from chalicelib.pages.time_left import Remaining, remaining

if TYPE_CHECKING:
    from chalicelib.http.shapes.ticket_shapes import StaffPhoto

LIST = "/petugas/bukti"


@dataclass(frozen=True, slots=True)
class ReviewablePhoto:
    """A photo on which the reader can act. `like`: the ticket where it was used before; `earlier`: its pictures."""

    photo: StaffPhoto
    like: str
    earlier: Sequence[StaffPhoto]
    forms: tuple[ActionForm, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One doubtful photo of the list. `like` is the ticket where the picture was used before, if it was."""

    number: str
    service: str
    place: str
    left: Remaining
    photo: str
    thumbnail: str
    url: str
    reasons: tuple[str, ...]


def show(staff: Staff) -> Response:
    """The photos that wait for the coordinator's verdict, the soonest due first: one query a page."""
    page = wiring.inbox().page(staff.actor, "all", staff.visit.query.get("cursor") or None, box=PROOF)
    lines = [_line(line, staff) for line in page.lines]
    return staff.page("bukti.html", shows=bool(lines), lines=lines, cursor=page.cursor)


def reviewable_photos(
    page: TicketPage, shown: Iterable[StaffPhoto], form: Callable[[str, str], ActionForm]
) -> list[ReviewablePhoto]:
    """The photos on which the reader can act, the doubtful first; with the earlier picture, if it is known."""
    known = {photo.id: photo for photo in page.case.photos}
    reviewable = [
        ReviewablePhoto(
            view,
            photo.like,
            _earlier(photo, page),
            tuple(form(step, photo.id) for step in offered),
        )
        for view in shown
        if (photo := known.get(view["id"])) and (offered := photo_options(page.case, photo, page.actor))
    ]
    return sorted(reviewable, key=lambda each: not each.photo["doubtful"])


def _earlier(photo: Photo, page: TicketPage) -> list[StaffPhoto]:
    """The picture that was used before; all pictures of that ticket where it is gone or its id was not stored."""
    if not (photo.like and photo.is_doubtful):
        return []
    case = wiring.staff_actions().read(photo.like, page.actor)
    views = staff_photo_views(case, page.catalogue, page.language)
    pictures = [view for view in distinct_photos(views) if view["thumbnail"] and view["id"] != photo.id]
    return [view for view in pictures if view["id"] == photo.like_photo] or pictures


def _line(line: InboxLine, staff: Staff) -> Line:
    catalogue, language = staff.catalogue, staff.visit.language
    return Line(
        line.ticket, service_name(line.service, catalogue, language), catalogue.place_name(line.area),
        remaining(line.due, wiring.now(), staff.visit.city.calendar, language), line.photo,
        wiring.photo_url(line.photo, "thumb", SHORT), wiring.photo_url(line.photo, "clean", SHORT),
        tuple(doubt(flag, language) for flag in line.reason.split(",") if flag),
    )  # fmt: skip
