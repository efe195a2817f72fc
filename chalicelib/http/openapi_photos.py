"""Photos, as the OpenAPI document describes them."""

from chalicelib.domain.photo import KINDS, LARGEST, MOST, PhotoState, Verdict
from chalicelib.http.openapi_parts import ok, operation, refused
from chalicelib.http.openapi_words import COUNT, FLAG, INSTANT, TEXT, Json, listed, maybe, object_of, one_of, ref

_STATES = (*PhotoState, Verdict.HIDDEN, Verdict.REJECTED)
_KINDS: Json = {"content_type": {"type": "string", "enum": list(KINDS)}}
_SIZE: Json = {"type": "integer", "minimum": 1, "maximum": LARGEST, "description": "Of the file, in bytes."}

SHOWN: Json = {
    "id": TEXT,
    "opd": {**maybe(TEXT), "description": "Whose photo it is; null for the reporter's."},
    "opd_name": maybe(TEXT),
    "state": {**one_of(_STATES), "description": "`waiting`: on its way, or being looked at."},
    "alt": {"type": "string", "description": "What to read out in its place."},
    "text": {"type": "string", "description": "Why there is no picture; empty where there simply is one."},
    "url": {**maybe(TEXT), "description": "The picture as JPEG, for an hour at most; null while there is none."},
    "thumbnail": {**maybe(TEXT), "description": "A small one."},
    "width": maybe(COUNT),
    "height": maybe(COUNT),
    "thumbnail_width": maybe(COUNT),
    "thumbnail_height": maybe(COUNT),
}

DOUBTS: Json = {
    "flags": {**listed(TEXT), "description": "Why the proof is doubtful."},
    "flags_text": listed(TEXT),
    "verdict": {**maybe(one_of(Verdict)), "description": "What the coordinator said of it."},
    "doubtful": {**FLAG, "description": "It waits for the coordinator's verdict."},
}

PHOTO_SCHEMAS: Json = {
    "Photo": object_of(SHOWN),
    "StaffPhoto": object_of(SHOWN | DOUBTS),
    "Upload": object_of(
        {
            "id": {"type": "string", "description": "For `photos` of a report or a step."},
            "url": {"type": "string", "description": "Where to post it, as `multipart/form-data`."},
            "fields": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "To send first, as they are; the file comes last, as `file`.",
            },
            "expires": INSTANT,
        }
    ),
}


def _begin() -> Json:
    told = operation(
        "beginUpload", "The right to send one photo.", {"201": ok(ref("Upload"))} | refused(400, 413, 415, 422)
    )
    told["description"] = (
        f"Photos go straight to the store: post each to `url`, then name its id. At most {MOST} with a report, answer, "
        "proof, message or dispute. What nothing names is deleted. A photo belongs to whoever names it first."
    )
    told["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": object_of(_KINDS, size=_SIZE) | {"additionalProperties": False}}},
    }
    return told


PHOTO_PATHS: Json = {"/v1/photos": {"post": _begin()}}
