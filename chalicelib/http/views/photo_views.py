"""Photos as they are shown: a picture with signed addresses, or words on why there is none (yet).

No text that anybody typed and no file name appears in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib import texts, wiring
from chalicelib.domain import events
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.photos.visibility import visible_photos
from chalicelib.domain.tickets.photo import PROOF_EVENTS, Photo, PhotoState, Verdict
from chalicelib.domain.tickets.ticket import Case, Readers
from chalicelib.domain.values import value
from chalicelib.http.views.history import opd_name

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes

V = TypeVar("V", bound="shapes.Photo")
"""A photo as the public and its reporter see it, or as staff do."""
Shown = Mapping[int, Sequence[V]]
"""Photos by the sequence of the event that brought them."""

LONG, SHORT = timedelta(hours=1), timedelta(minutes=5)
"""How long a signed address works at least: of a photo that is public, and of one that only some may see."""

THUMB = 400
"""Pixels of the small picture's longer side."""


_NO_PICTURE: shapes.Picture = {
    "url": None, "thumbnail": None, "width": None, "height": None, "thumbnail_width": None, "thumbnail_height": None,
}  # fmt: skip


@value
class _Reader:
    """Who looks at the photos, by the groups of readers that they belong to: the public, the reporter, or staff."""

    reader_groups: AbstractSet[Readers]
    catalogue: Catalogue
    language: str
    is_public: bool  # anybody may see the pictures: their addresses may live as long as a cached page

    @property
    def is_staff(self) -> bool:
        return Readers.STAFF in self.reader_groups

    def has_sent(self, photo: Photo) -> bool:
        """Whether the reader is told what is wrong with the photo: the reporter of their own ones, staff of all."""
        return self.is_staff or (Readers.REPORTER in self.reader_groups and not photo.opd)

    def say(self, key: str, **params: object) -> str:
        return texts.say(self.language, f"photo.{key}", **params)


def photo_views(
    case: Case, reader_groups: AbstractSet[Readers], catalogue: Catalogue, language: str
) -> Shown[shapes.Photo]:
    """The photos that these readers may see; their addresses are signed here, without a network call."""
    if Readers.STAFF in reader_groups:
        return staff_photo_views(case, catalogue, language)
    is_public = case.ticket.is_public and reader_groups == {Readers.PUBLIC}
    return _shown(case, _Reader(reader_groups, catalogue, language, is_public), lambda view, _photo: view)


def staff_photo_views(case: Case, catalogue: Catalogue, language: str) -> Shown[shapes.StaffPhoto]:
    """All photos of the ticket, with the results of the proof check and the review."""
    reader = _Reader(frozenset(Readers), catalogue, language, is_public=False)
    return _shown(case, reader, lambda view, photo: {**view, **_doubts(photo, reader)})


def of_report(case: Case, shown: Shown[V]) -> list[V]:
    """The photos that came with the report."""
    received = next((event for event in case.events if event.type == events.TicketReceived.type), None)
    return list(shown.get(received.sequence, ())) if received else []


def photos_of_event(event: Event, shown: Shown[V]) -> list[V]:
    """The photos that came with an event; none for `ticket.received`, whose photos `of_report` returns."""
    return [] if event.type == events.TicketReceived.type else list(shown.get(event.sequence, ()))


def photo_values(case: Case, shown: Shown[V]) -> dict[str, Any]:
    """The keys `photos` and `timeline` of a ticket's view, as `before_and_after` reads them."""
    timeline = [{"type": event.type, "photos": photos_of_event(event, shown)} for event in case.events]
    return {"photos": of_report(case, shown), "timeline": timeline}


def distinct_photos(shown: Shown[V]) -> list[V]:
    """All photos in order, each once: the event that validates work names its proof again."""
    return list({view["id"]: view for sequence in sorted(shown) for view in shown[sequence]}.values())


def doubt(flag: str, language: str) -> str:
    """Why the proof check doubts a photo, in one sentence."""
    key = f"photo.flag_{flag}"
    return texts.say(language, key if texts.known(key) else "photo.flag_other")


def has_pictures(view: Mapping[str, Any]) -> bool:
    """Whether the view of a ticket holds any picture."""
    photos = [*view.get("photos", ()), *(photo for each in view.get("timeline", ()) for photo in each["photos"])]
    return any(photo["thumbnail"] for photo in photos)


def before_and_after(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The report's pictures beside those of each OPD that has finished, from the view of a ticket.

    Empty where one of the two is missing.
    """
    before = [photo for photo in view.get("photos", ()) if photo["thumbnail"]]
    after: dict[str, list[shapes.Photo]] = {}
    for each in view.get("timeline", ()):
        own = [photo for photo in each["photos"] if photo["thumbnail"]]
        if own and each["type"] in PROOF_EVENTS:
            after[own[0]["opd"]] = own
    return [{"before": before, "after": own, "opd_name": own[0]["opd_name"]} for own in after.values() if before]


def _shown(case: Case, reader: _Reader, finish: Callable[[shapes.Photo, Photo], V]) -> Shown[V]:
    if not any(event.data.photos for event in case.events):
        return {}
    happened = {event.sequence: event for event in case.events}
    visible = visible_photos(case, reader.reader_groups, wiring.now())
    shown = {
        sequence: [finish(view, photo) for view, photo in _views(photos, happened[sequence], reader)]
        for sequence, photos in visible.items()
    }
    return {sequence: views for sequence, views in shown.items() if views}


def _views(photos: tuple[Photo, ...], event: Event, reader: _Reader) -> Iterator[tuple[shapes.Photo, Photo]]:
    for number, photo in enumerate(photos, 1):
        alt = _alt(photo, event, number, reader)
        if _has_picture(photo, reader):
            yield _view(photo, alt, reader, _picture(photo, reader)), photo
        elif photo.state is PhotoState.WAITING or reader.has_sent(photo):
            yield _view(photo, alt, reader, _NO_PICTURE), photo


def _has_picture(photo: Photo, reader: _Reader) -> bool:
    return photo.is_shown or (reader.is_staff and photo.state is PhotoState.CLEAN)


def _view(photo: Photo, alt: str, reader: _Reader, picture: shapes.Picture) -> shapes.Photo:
    state = photo.verdict if photo.verdict in (Verdict.REJECTED, Verdict.HIDDEN) else photo.state
    return {
        "id": photo.id,
        "opd": photo.opd or None,
        "opd_name": opd_name(photo.opd, reader.catalogue) if photo.opd else None,
        "state": str(state),
        "alt": alt,
        "text": _text(str(state), photo, alt, reader),
        **picture,
    }


def _picture(photo: Photo, reader: _Reader) -> shapes.Picture:
    lifetime = LONG if reader.is_public else SHORT
    scale = min(1, THUMB / max(photo.width, photo.height, 1))
    return {
        "url": wiring.photo_url(photo.id, "clean", lifetime),
        "thumbnail": wiring.photo_url(photo.id, "thumb", lifetime),
        "width": photo.width,
        "height": photo.height,
        "thumbnail_width": max(1, round(photo.width * scale)),
        "thumbnail_height": max(1, round(photo.height * scale)),
    }


def _doubts(photo: Photo, reader: _Reader) -> shapes.Doubts:
    """What only staff see of a proof: the flags of the check and the coordinator's verdict."""
    return {
        "flags": list(photo.flags),
        "flags_text": [doubt(flag, reader.language) for flag in photo.flags],
        "verdict": photo.verdict or None,
        "doubtful": photo.is_doubtful,
    }


def _alt(photo: Photo, event: Event, number: int, reader: _Reader) -> str:
    if event.type == events.TicketReceived.type:
        return reader.say("alt_report", number=number)
    day = date_format.day(event.at, reader.catalogue.city.zone, reader.language)
    if not photo.opd:
        return reader.say("alt_reporter", number=number, day=day)
    return reader.say("alt_opd", number=number, opd=opd_name(photo.opd, reader.catalogue), day=day)


def _text(state: str, photo: Photo, alt: str, reader: _Reader) -> str:
    """The photo's state in one sentence; empty where the picture is there."""
    if state == PhotoState.CLEAN:
        return ""
    if state in (PhotoState.REFUSED, PhotoState.MISSING):
        reason = photo.reason or state
        code = reason if texts.known(f"photo.why_{reason}") else "other"
        return reader.say("refused", alt=alt, why=reader.say(f"why_{code}"))
    return reader.say(f"is_{state}", alt=alt)
