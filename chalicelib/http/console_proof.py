"""The coordinator's look at photos: doubtful proof with the reasons, beside the earlier picture, and the steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.inbox import PROOF, InboxLine
from chalicelib.domain.permissions import Actor, may
from chalicelib.domain.photo import PROVES, Photo, PhotoState, Verdict
from chalicelib.domain.steps import ON_PHOTO
from chalicelib.domain.ticket import Case, Circle
from chalicelib.http.console_door import Staff
from chalicelib.http.photo_view import SHORT, View, doubt, each_once, photo_views
from chalicelib.http.report_view import service_name
from chalicelib.pages.acts import Act
from chalicelib.pages.remaining import Remaining, remaining

LIST = "/petugas/bukti"

ACTIONS: Mapping[str, str] = {step: action for action, (step, _) in ON_PHOTO.items()}
"""The steps of the console on a photo, to the actions of the API."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A photo that the reader can do something about. `earlier` are pictures of the ticket where it was used before."""

    photo: View
    like: str
    earlier: Sequence[View]
    acts: tuple[Act, ...]


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
    lines = [_line(line, staff.visit.language) for line in page.lines]
    return staff.page("bukti.html", shows=bool(lines), lines=lines, cursor=page.cursor)


def steps(photo: Photo, case: Case, actor: Actor) -> tuple[str, ...]:
    """What this person could do about the photo now, as steps of the console."""
    is_proof = any(event.sequence == photo.sequence and event.type in PROVES for event in case.events)
    is_clean = photo.state is PhotoState.CLEAN
    possible = {
        "accept_proof": is_clean and photo.is_doubtful,
        "reject_proof": is_clean and is_proof and photo.verdict is not Verdict.REJECTED,
        "hide_photo": is_clean and photo.verdict not in (Verdict.REJECTED, Verdict.HIDDEN),
    }
    return tuple(step for step, can in possible.items() if can and may(actor, case.ticket, step))


def judged(
    case: Case, actor: Actor, shown: Iterable[View], act: Callable[[str, str], Act], language: str
) -> list[Judged]:
    """The photos that the person can do something about, the doubtful first; with the earlier picture, if known."""
    known = {photo.id: photo for photo in case.photos}
    found = [
        Judged(view, photo.like, _earlier(photo, actor, language), tuple(act(step, photo.id) for step in offered))
        for view in shown
        if (photo := known.get(view["id"])) and (offered := steps(photo, case, actor))
    ]
    return sorted(found, key=lambda each: not each.photo["doubtful"])


def _earlier(photo: Photo, actor: Actor, language: str) -> list[View]:
    """The picture that was used before; all of that ticket where it is not there, or was not noted yet."""
    if not (photo.like and photo.is_doubtful):
        return []
    case = wiring.work().read(photo.like, actor)
    views = photo_views(case, frozenset(Circle), wiring.city().catalogue, language)
    found = [view for view in each_once(views) if view["thumbnail"] and view["id"] != photo.id]
    return [view for view in found if view["id"] == photo.like_photo] or found


def _line(line: InboxLine, language: str) -> Line:
    catalogue, store = wiring.city().catalogue, wiring.photos()
    return Line(
        line.ticket, service_name(line.service, catalogue, language), catalogue.place_name(line.area),
        remaining(line.due, wiring.now(), wiring.city().calendar, language), line.photo,
        store.url(line.photo, "thumb", SHORT), store.url(line.photo, "clean", SHORT),
        tuple(doubt(flag, language) for flag in line.reason.split(",") if flag),
    )  # fmt: skip
