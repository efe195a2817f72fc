"""The schemas of reports: what is sent, what the public sees of it, and what goes wrong."""

from chalicelib.domain.message import CHANNELS
from chalicelib.domain.outcome import STATES
from chalicelib.domain.photo import MOST
from chalicelib.domain.status import AssignmentStatus, TicketStatus
from chalicelib.domain.submission import ADDRESS, DESCRIPTION, EMAIL, NAME
from chalicelib.domain.ticket import Role, Visibility
from chalicelib.http.openapi_words import (
    COUNT,
    FLAG,
    INSTANT,
    LINKS,
    TEXT,
    Json,
    at_most,
    listed,
    maybe,
    object_of,
    one_of,
    ref,
)

LATE_BY: Json = {
    "anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}],
    "description": "Working days since it was due (0: the same day); null while it is not late.",
}
PROMISE: dict[str, Json] = {
    "state": one_of(STATES),
    "due": INSTANT,
    "due_text": TEXT,
    "late_by": LATE_BY,
    "stands_since": {**maybe(INSTANT), "description": "From when on the clock stands, while it does."},
    "stands_since_text": maybe(TEXT),
    "done_at": maybe(INSTANT),
    "done_at_text": maybe(TEXT),
    "text": TEXT,
}

PHOTO_IDS: Json = {
    "type": "array",
    "items": TEXT,
    "maxItems": MOST,
    "description": "Ids from `POST /v1/photos`, in the order in which they are shown.",
}

SUBMISSION_EXAMPLE = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
    "location": {"lat": -6.75123, "long": 111.03812, "address": "Depan balai desa"},
    "visibility": "anonymous",
}

_STATUS = one_of(TicketStatus)

_HEAD = {
    "id": {"type": "string", "description": "Ticket number.", "example": "PTI-7K3M-9QX2"},
    "visibility": one_of(Visibility),
    "status": _STATUS,
    "status_name": TEXT,
    "status_text": {"type": "string", "description": "What the status means for the citizen."},
    "links": LINKS,
}

SCHEMAS: Json = {
    "Submission": object_of(
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
                    "address": at_most(ADDRESS, "A landmark, in words."),
                },
            },
        },
        contact={
            "type": "object",
            "description": "Sealed apart from the ticket; opened for a stated reason only.",
            "properties": {
                "name": at_most(NAME),
                "phone": {"type": "string", "description": "Indonesian mobile number in any spelling."},
                "email": at_most(EMAIL),
                "notify": {
                    **listed({"enum": list(CHANNELS)}),
                    "description": "By which channels the reporter wants to hear of it; each needs its address. "
                    "Empty unless they said so. The answer's `messages` tells which of these there are here.",
                },
            },
        },
        visibility={**one_of(Visibility), "default": str(Visibility.PUBLIC)},
        attributes={
            "type": "object",
            "description": "Answers to the service's questions, by the question's code.",
            "additionalProperties": {"type": ["string", "number"]},
        },
        photos=PHOTO_IDS,
    ),
    "Created": object_of(
        {
            "ticket": ref("Ticket"),
            "secret": {"type": "string", "description": "Told only here."},
            "messages": {**listed({"enum": list(CHANNELS)}), "description": "How the reporter will be told the news."},
        }
    ),
    "Ticket": object_of(
        _HEAD,
        service=TEXT,
        service_name=TEXT,
        description=TEXT,
        location=object_of(
            {
                "area": maybe(TEXT),
                "place": TEXT,
                "lat": maybe({"type": "number"}),
                "long": maybe({"type": "number"}),
                "address": TEXT,
            }
        ),
        attributes={"type": "object", "additionalProperties": TEXT},
        answers=listed(object_of({"question": TEXT, "answer": TEXT})),
        received_at=INSTANT,
        received_at_text=TEXT,
        promise=maybe(object_of(PROMISE, now=maybe(TEXT))),
        assignments=listed(ref("Assignment")),
        coordinator=maybe(ref("Waiting")),
        merged_into={**maybe(TEXT), "description": "Of a duplicate: the ticket that it follows."},
        follows={**ref("Ticket"), "description": "Of a duplicate: where the work goes on, at the end of the links."},
        reports={"type": "integer", "description": "How many reports it stands for, itself included."},
        supporters={"type": "integer", "description": "How many said “me too”."},
        version={"type": "integer", "description": "For the reporter, with the secret: to send with a step."},
        options={**listed(TEXT), "description": "For the reporter, with the secret: the steps that are possible now."},
        photos=listed(ref("Photo")),
        timeline=listed(
            object_of(
                {
                    "type": TEXT,
                    "at": INSTANT,
                    "at_text": TEXT,
                    "text": TEXT,
                    "note": maybe(TEXT),
                    "photos": listed(ref("Photo")),
                }
            )
        ),
    ),
    "Assignment": object_of(
        {
            "opd": TEXT,
            "opd_name": TEXT,
            "role": one_of(Role),
            "role_name": TEXT,
            "status": one_of(AssignmentStatus),
            "waits_for": listed(TEXT),
            "status_name": TEXT,
            "status_text": TEXT,
            "required": FLAG,
            "why": TEXT,
            "due": INSTANT,
            "due_text": TEXT,
            "promise": maybe(object_of(PROMISE)),
            "late_by": LATE_BY,
            "answer_due": maybe(INSTANT),
            "answer_due_text": maybe(TEXT),
            "answer_text": maybe(TEXT),
        }
    ),
    "Waiting": object_of(
        {
            "why": TEXT,
            "due": INSTANT,
            "due_text": TEXT,
            "refer": maybe(object_of({"opd": TEXT, "opd_name": TEXT, "contact": TEXT})),
        }
    )
    | {"description": "The coordinator is deciding; `refer` seems to be responsible instead of the regency."},
    "Tickets": object_of({"tickets": listed(ref("Line")), "cursor": maybe(TEXT)}),
    "Line": object_of(
        {
            "id": TEXT,
            "status": _STATUS,
            "status_name": TEXT,
            "service": TEXT,
            "service_name": TEXT,
            "area": maybe(TEXT),
            "place": TEXT,
            "received_at": INSTANT,
            "received_at_text": TEXT,
            "links": LINKS,
        }
    ),
    "Health": object_of({"status": {"const": "ok"}, "version": TEXT, "stage": TEXT, "city": TEXT}),
    "Problem": object_of(
        {
            "type": {"type": "string", "description": "`urn:sedulur:problem:` and the code."},
            "title": TEXT,
            "status": COUNT,
            "detail": TEXT,
            "code": TEXT,
            "correlation": {"type": "string", "description": "Tell it to whoever runs this, to find what happened."},
            "errors": listed(
                object_of({"field": {"type": "string", "example": "contact.phone"}, "message": TEXT, "code": TEXT})
            ),
        },
        rule={"type": "string", "description": "Of a forbidden step: the rule that says no."},
        changes={
            **listed(object_of({"sequence": COUNT, "type": TEXT, "at": INSTANT, "at_text": TEXT, "text": TEXT})),
            "description": "Of an outdated one: what happened since, oldest first.",
        },
        version={**maybe(COUNT), "description": "Of an outdated one: the version that made."},
    )
    | {"description": "Problem details (RFC 9457)."},
}
