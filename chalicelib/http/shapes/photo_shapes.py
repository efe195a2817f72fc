"""Photos, and the permission to upload one."""

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domain.tickets.photo import PhotoState, Verdict
from chalicelib.http.shapes.field_shapes import Instant
from chalicelib.http.shapes.schema_notes import Doc, one_of

STATES = (*PhotoState, Verdict.HIDDEN, Verdict.REJECTED)


class Picture(TypedDict):
    url: Annotated[str | None, Doc("The picture as JPEG, for an hour at most; null while there is none.")]
    thumbnail: Annotated[str | None, Doc("A small one.")]
    width: int | None
    height: int | None
    thumbnail_width: int | None
    thumbnail_height: int | None


class Photo(Picture):
    id: str
    opd: Annotated[str | None, Doc("Whose photo it is; null for the reporter's.")]
    opd_name: str | None
    state: Annotated[str, one_of(STATES, "`waiting`: on its way, or being looked at.")]
    alt: Annotated[str, Doc("What to read out in its place.")]
    text: Annotated[str, Doc("Why there is no picture; empty where there simply is one.")]


class Doubts(TypedDict):
    flags: Annotated[list[str], Doc("Why the proof is doubtful.")]
    flags_text: list[str]
    verdict: Annotated[Verdict | None, Doc("What the coordinator said of it.")]
    doubtful: Annotated[bool, Doc("It waits for the coordinator's verdict.")]


class StaffPhoto(Photo, Doubts):
    pass


class Upload(TypedDict):
    id: Annotated[str, Doc("For `photos` of a report or a step.")]
    url: Annotated[str, Doc("Where to post it, as `multipart/form-data`.")]
    fields: Annotated[dict[str, str], Doc("To send first, as they are; the file comes last, as `file`.")]
    expires: Instant
