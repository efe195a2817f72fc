"""The bodies of the API as JSON Schema (2020-12, as OpenAPI 3.1 has it)."""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.status import AssignmentStatus, TicketStatus
from chalicelib.domain.submission import ADDRESS, DESCRIPTION, EMAIL, NAME
from chalicelib.domain.ticket import Role, Visibility

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
INSTANT: Json = {"type": "string", "format": "date-time"}


def _object(required: dict[str, Json], **optional: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": [str(value) for value in values]}


def _maybe(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _at_most(characters: int, description: str = "") -> Json:
    return {"type": "string", "maxLength": characters} | ({"description": description} if description else {})


SUBMISSION_EXAMPLE = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
    "location": {"lat": -6.75123, "long": 111.03812, "address": "Depan balai desa"},
    "visibility": "anonymous",
}

_STATUS = _one_of(TicketStatus)
_LINKS = _object({"self": TEXT, "page": TEXT})

_HEAD = {
    "id": {"type": "string", "description": "Ticket number.", "example": "PTI-7K3M-9QX2"},
    "visibility": _one_of(Visibility),
    "status": _STATUS,
    "status_name": TEXT,
    "status_text": {"type": "string", "description": "What the status means for the citizen."},
    "links": _LINKS,
}

SCHEMAS: Json = {
    "Submission": _object(
        {
            "service": {"type": "string", "description": "Code from `/v1/services`; `lainnya` if none fits."},
            "description": {"type": "string", "minLength": DESCRIPTION[0], "maxLength": DESCRIPTION[1]},
            "location": {
                "type": "object",
                "description": "`lat` and `long` (WGS84 degrees), or `area`, or both.",
                "properties": {
                    "lat": {"type": "number"},
                    "long": {"type": "number"},
                    "area": {"type": "string", "description": "Kemendagri code from `/v1/areas`."},
                    "address": _at_most(ADDRESS, "A landmark, in words."),
                },
            },
        },
        contact={
            "type": "object",
            "description": "Sealed apart from the ticket, and shown to nobody.",
            "properties": {
                "name": _at_most(NAME),
                "phone": {"type": "string", "description": "Indonesian mobile number in any spelling."},
                "email": _at_most(EMAIL),
            },
        },
        visibility={**_one_of(Visibility), "default": str(Visibility.PUBLIC)},
        attributes={
            "type": "object",
            "description": "Answers to the service's questions, by the question's code.",
            "additionalProperties": {"type": ["string", "number"]},
        },
    ),
    "Created": _object({"ticket": _ref("Ticket"), "secret": {"type": "string", "description": "Told only here."}}),
    "Ticket": _object(
        _HEAD,
        service=TEXT,
        service_name=TEXT,
        description=TEXT,
        location=_object(
            {
                "area": _maybe(TEXT),
                "place": TEXT,
                "lat": _maybe({"type": "number"}),
                "long": _maybe({"type": "number"}),
                "address": TEXT,
            }
        ),
        attributes={"type": "object", "additionalProperties": TEXT},
        answers=_list(_object({"question": TEXT, "answer": TEXT})),
        received_at=INSTANT,
        received_at_text=TEXT,
        assignments=_list(_ref("Assignment")),
        coordinator=_maybe(_ref("Waiting")),
        timeline=_list(_object({"type": TEXT, "at": INSTANT, "at_text": TEXT, "text": TEXT, "note": _maybe(TEXT)})),
    ),
    "Assignment": _object(
        {
            "opd": TEXT,
            "opd_name": TEXT,
            "role": _one_of(Role),
            "role_name": TEXT,
            "status": _one_of(AssignmentStatus),
            "waits_for": _list(TEXT),
            "status_name": TEXT,
            "status_text": TEXT,
            "required": FLAG,
            "why": TEXT,
            "due": INSTANT,
            "due_text": TEXT,
        }
    ),
    "Waiting": _object(
        {
            "why": TEXT,
            "due": INSTANT,
            "due_text": TEXT,
            "refer": _maybe(_object({"opd": TEXT, "opd_name": TEXT, "contact": TEXT})),
        }
    )
    | {"description": "The coordinator is deciding; `refer` seems to be responsible instead of the regency."},
    "Tickets": _object({"tickets": _list(_ref("Line")), "cursor": _maybe(TEXT)}),
    "Line": _object(
        {
            "id": TEXT,
            "status": _STATUS,
            "status_name": TEXT,
            "service": TEXT,
            "service_name": TEXT,
            "area": _maybe(TEXT),
            "place": TEXT,
            "received_at": INSTANT,
            "received_at_text": TEXT,
            "links": _LINKS,
        }
    ),
    "Services": _object({"groups": _list(_object({"code": TEXT, "name": TEXT})), "services": _list(_ref("Service"))}),
    "Service": _object(
        {
            "code": TEXT,
            "name": TEXT,
            "description": TEXT,
            "group": TEXT,
            "dimension": TEXT,
            "lead": _maybe(TEXT),
            "support": _list(TEXT),
            "phase": _one_of(("planned", "pilot", "live")),
            "adopted_from": _maybe(TEXT),
            "refer": _maybe(TEXT),
            "call": _list(TEXT),
            "deadline": _object({"name": TEXT, "working_days": {"type": "integer"}, "source": TEXT}),
            "questions": _list(_ref("Question")),
        }
    ),
    "Question": _object(
        {
            "code": TEXT,
            "label": TEXT,
            "kind": _one_of(("choice", "text", "number")),
            "required": FLAG,
            "choices": _list(_object({"code": TEXT, "label": TEXT, "call": _list(TEXT)})),
        }
    ),
    "Opds": _object(
        {
            "opds": _list(
                _object(
                    {
                        "code": TEXT,
                        "name": TEXT,
                        "kind": TEXT,
                        "external": FLAG,
                        "confirmed": FLAG,
                        "contact": _maybe(TEXT),
                    }
                )
            )
        }
    ),
    "Areas": _object(
        {"areas": _list(_object({"code": TEXT, "name": TEXT, "kind": TEXT, "parent": TEXT, "post_code": TEXT}))}
    ),
    "Health": _object({"status": {"const": "ok"}, "version": TEXT, "stage": TEXT, "city": TEXT}),
    "Problem": _object(
        {
            "type": {"type": "string", "description": "`urn:sedulur:problem:` and the code."},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "code": TEXT,
            "correlation": {"type": "string", "description": "Tell it to whoever runs this, to find what happened."},
            "errors": _list(
                _object({"field": {"type": "string", "example": "contact.phone"}, "message": TEXT, "code": TEXT})
            ),
        }
    )
    | {"description": "Problem details (RFC 9457)."},
}
