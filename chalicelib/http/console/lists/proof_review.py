"""The coordinator's look at photos: doubtful proof with the reasons, beside the earlier picture, and the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.actions.available import of_photo
from chalicelib.domain.tickets.inbox import PROOF, InboxLine
from chalicelib.domain.tickets.photo import Photo
from chalicelib.http.console.session.staff_view import Staff
from chalicelib.http.console.ticket.context import TicketPage
from chalicelib.http.views.photo_views import SHORT, doubt, each_once, staff_photo_views
from chalicelib.http.views.report_view import service_name
from chalicelib.pages.action_forms import ActionForm
from chalicelib.pages.time_left import Remaining, remaining

if TYPE_CHECKING:
    from chalicelib.http.shapes.photo_shapes import StaffPhoto

LIST = "/petugas/bukti"


@dataclass(frozen=True, slots=True)
class Judged:
    """A photo that the reader can do something about. `earlier` are pictures of the ticket where it was used before."""

    photo: StaffPhoto
    like: str
    earlier: Sequence[StaffPhoto]
    acts: tuple[ActionForm, ...]


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
    """What waits for the coordinator's word, the soonest due first: one query a page."""
    page = wiring.inbox().page(staff.actor, "all", staff.visit.query.get("cursor") or None, box=PROOF)
    lines = [_line(line, staff) for line in page.lines]
    return staff.page("bukti.html", shows=bool(lines), lines=lines, cursor=page.cursor)


def judged(look: TicketPage, shown: Iterable[StaffPhoto], act: Callable[[str, str], ActionForm]) -> list[Judged]:
    """The photos that the person can do something about, the doubtful first; with the earlier picture, if known."""
    known = {photo.id: photo for photo in look.case.photos}
    found = [
        Judged(
            view,
            photo.like,
            _earlier(photo, look),
            tuple(act(step, photo.id) for step in offered),
        )
        for view in shown
        if (photo := known.get(view["id"])) and (offered := of_photo(look.case, photo, look.actor))
    ]
    return sorted(found, key=lambda each: not each.photo["doubtful"])


def _earlier(photo: Photo, look: TicketPage) -> list[StaffPhoto]:
    """The picture that was used before; all of that ticket where it is not there, or was not noted yet."""
    if not (photo.like and photo.is_doubtful):
        return []
    case = wiring.staff_actions().read(photo.like, look.actor)
    views = staff_photo_views(case, look.catalogue, look.language)
    found = [view for view in each_once(views) if view["thumbnail"] and view["id"] != photo.id]
    return [view for view in found if view["id"] == photo.like_photo] or found


def _line(line: InboxLine, staff: Staff) -> Line:
    catalogue, language = staff.catalogue, staff.visit.language
    return Line(
        line.ticket, service_name(line.service, catalogue, language), catalogue.place_name(line.area),
        remaining(line.due, wiring.now(), staff.visit.city.calendar, language), line.photo,
        wiring.photo_url(line.photo, "thumb", SHORT), wiring.photo_url(line.photo, "clean", SHORT),
        tuple(doubt(flag, language) for flag in line.reason.split(",") if flag),
    )  # fmt: skip
