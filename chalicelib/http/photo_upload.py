"""Permission to upload a photo, and photos that come with a form from a browser without scripts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.sign_in import NotSignedIn
from chalicelib.domain.errors import Invalid, Problem, RateLimited
from chalicelib.domain.rate_limits.client_limits import PHOTOS
from chalicelib.http.core import bearer
from chalicelib.http.core.cookies import ACCESS, cookie
from chalicelib.http.core.form_body import Fields, Files
from chalicelib.http.core.requests import Call, block_of, json_object
from chalicelib.http.core.responses import json_answer

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes

PICKED, CARRIED, WITHOUT = "photo", "photos", "without_"
"""Fields of a form: the file, the ids of photos sent before, and the prefix of those to leave out."""


def begin_upload(call: Call) -> Response:
    """Where to post one photo, and with which fields.

    Raises:
        Invalid: a field is unknown or wrong.
        RateLimited: too many photos come from this address block.
    """
    body = json_object(call)
    kind, size = body.get("content_type"), body.get("size")
    problems = [*_unknown(body), *_kind_problems(kind), *_size_problems(size)]
    if problems:
        raise Invalid(tuple(problems))
    uploads = wiring.uploads()
    uploads.check(kind or "", size)
    if not _is_officer(call):
        wiring.allowance().take(PHOTOS, block_of(call.request))
    upload = uploads.begin(kind or "", size)
    view: ticket_shapes.Upload = {
        "id": upload.id,
        "url": upload.url,
        "fields": dict(upload.fields),
        "expires": upload.expires.isoformat(timespec="milliseconds"),
    }
    return json_answer(call, view, status=201)


def carried(fields: Fields) -> tuple[str, ...]:
    """The ids of the photos that the form carries, without those that were unticked."""
    unwanted = {text for name, text in fields.items() if name.startswith(WITHOUT)}
    return tuple(dict.fromkeys(photo for photo in fields.get(CARRIED, "").split() if photo not in unwanted))


def keep(fields: dict[str, str], files: Files, key: str, block: str = "") -> list[Problem]:
    """Store the photo that came with a form, so that no other error in the form loses it; returns the photo's problems.

    Its id is added to `fields`. `key` is a secret of this form: the same form sent again stores the same photo. `block`
    is the address block of somebody without an account, from whose allowance it takes.
    """
    ids = carried(fields)
    problems: list[Problem] = []
    picked = files.get(PICKED)
    if picked is not None:
        secret = f"{key}/{hashlib.sha256(picked.content).hexdigest()}"
        try:
            if block:
                wiring.allowance().take(PHOTOS, block)
            ids = tuple(dict.fromkeys((*ids, wiring.uploads().receive(picked.content, picked.kind, secret))))
        except Invalid as refused:
            problems = list(refused.problems)
        except RateLimited:
            problems = [Problem("photos", "photo_again")]
    fields[CARRIED] = " ".join(ids)
    return problems


def keep_or_refuse(fields: dict[str, str], files: Files, key: str) -> None:
    """As `keep`.

    Raises:
        Invalid: the photo is refused; the ids are in `fields` all the same.
    """
    if problems := keep(fields, files, key):
        raise Invalid(tuple(problems))


def _is_officer(call: Call) -> bool:
    """Whether somebody who is signed in asks, by API or from the console: officers are not limited."""
    token = cookie(call, ACCESS)
    try:
        wiring.actor_of(token) if token else bearer.actor(call)
    except NotSignedIn:
        return False
    return True


def _unknown(body: dict[str, Any]) -> list[Problem]:
    return [Problem(name, "field_unknown") for name in body if name not in ("content_type", "size")]


def _kind_problems(kind: object) -> list[Problem]:
    return [] if isinstance(kind, str) else [Problem("content_type", "photo_kind")]


def _size_problems(size: object) -> list[Problem]:
    is_whole = isinstance(size, int) and not isinstance(size, bool)
    return [] if size is None or is_whole else [Problem("size", "photo_size")]
