"""Search, what did not arrive, the overview and the reads, as the OpenAPI document describes them."""

from chalicelib.domain.step_input import LONGEST
from chalicelib.http.openapi_parts import header, ok, operation, query, refused
from chalicelib.http.openapi_sessions import AS_STAFF
from chalicelib.http.openapi_words import COUNT, FLAG, INSTANT, LINKS, TEXT, Json, listed, maybe, object_of, one_of, ref
from chalicelib.http.undelivered_view import DROP, SEND

_WHAT: Json = {"service": TEXT, "service_name": TEXT, "area": maybe(TEXT), "place": TEXT}
_FOUND: Json = {"id": TEXT, **_WHAT, "received_at": INSTANT, "received_at_text": TEXT, "links": LINKS}
_NOTICE: Json = {
    "ticket": TEXT,
    "notice": {**TEXT, "description": "Its name within the ticket, to decide about it."},
    "event": TEXT,
    "audience": {**TEXT, "description": "OPD code, `coordinator`, `leaders`, or `reporter` with the channel."},
    "audience_name": TEXT,
    "reason": {**TEXT, "description": "Code of the delivery service."},
    "reason_text": TEXT,
    "tries": COUNT,
    "at": INSTANT,
    "at_text": TEXT,
    "links": LINKS,
}
_LOAD: Json = {
    "opd": TEXT,
    "opd_name": TEXT,
    "open": COUNT,
    "late": COUNT,
    "due_soon": COUNT,
    "waiting": {**COUNT, "description": "For another OPD: their clocks stand."},
}
_LATE: Json = {
    "id": TEXT, "opd": TEXT, "opd_name": TEXT, **_WHAT, "person": maybe(TEXT), "due": INSTANT, "due_text": TEXT,
    "links": LINKS,
}  # fmt: skip
_OVERVIEW: Json = {
    "at": INSTANT,
    "at_text": TEXT,
    "reports": object_of({"open": COUNT, "desk": COUNT, "between": COUNT}),
    "opds": listed(object_of(_LOAD)),
    "worst": listed(object_of(_LATE)),
}
_READ: Json = {
    "at": INSTANT,
    "at_text": TEXT,
    "by": {**TEXT, "description": "User name."},
    "actor": TEXT,
    "reason": TEXT,
    "ticket": {**maybe(TEXT), "description": "Whose reporter it was; null for a search by phone."},
}

DESK_SCHEMAS: Json = {
    "FoundByPhone": object_of({"tickets": listed(object_of(_FOUND))}),
    "Undelivered": object_of({"notices": listed(object_of(_NOTICE)), "cursor": maybe(TEXT)}),
    "Overview": object_of(_OVERVIEW),
    "Reads": object_of({"reads": listed(object_of(_READ)), "cursor": maybe(TEXT)}),
}

_BODIES: dict[str, dict[str, Json]] = {
    "phone": {
        "phone": {"type": "string", "description": "A whole mobile number, in any spelling."},
        "reason": {"type": "string", "maxLength": LONGEST, "description": "Recorded with who asked, for the auditors."},
    },
    "notice": {
        "notice": {**TEXT, "example": "2/DISHUB"},
        "action": {**one_of((SEND, DROP)), "default": SEND, "description": "Send it again, or never more."},
    },
}


def _search() -> Json:
    read = _listing("search", "Find tickets by number or by place.", "Tickets", 404)
    read["description"] = (
        "An OPD finds by place what it has a part in, confidential tickets among them. Who sees all finds the public "
        "ones of everybody, with `confidential` those alone, and with `opd` all of one OPD."
    )
    read["parameters"] += [
        query("number", "A ticket number in any spelling."),
        query("area", "Kemendagri code of a kecamatan, desa or kelurahan."),
        query("opd", "Code of an OPD; by default one's own, if any."),
        {**query("confidential", "Only these."), "schema": {**FLAG, "default": False}},
    ]
    return read


def _search_by_phone() -> Json:
    found = operation("searchByPhone", "Find the tickets of a phone number.", _answers("FoundByPhone", 400, 413, 415))
    found["description"] = (
        "By the coordinator. In the body, since addresses are logged. As telling as reading who reported: the reason "
        "is recorded, with who asked, the number is not. 50 at most, the latest first."
    )
    return found | _sends("phone", "phone", "reason")


def _decide() -> Json:
    answers = _answers("StaffTicket", 400, 404, 409, 413, 415)
    decided = operation("decideOnNotice", "Send again what did not arrive, or drop it.", answers)
    decided["description"] = "By the coordinator. Asked twice, it is sent once; what arrived already is not sent."
    decided["parameters"] += [{"name": "number", "in": "path", "required": True, "schema": TEXT}]
    return decided | _sends("notice", "notice")


def _overview() -> Json:
    read = operation("showOverview", "What each OPD has in hand, and what is late the longest.", _answers("Overview"))
    return read | {"security": AS_STAFF}


def _listing(name: str, summary: str, schema: str, *more: int) -> Json:
    answers = _answers(schema, *more)
    answers["200"]["headers"] = {"Link": header("Address of the next page, `rel=next`; absent on the last.")}
    read = operation(name, summary, answers) | {"security": AS_STAFF}
    read["parameters"] += [query("cursor", "`cursor` of the page before.")]
    return read


def _answers(schema: str, *more: int) -> Json:
    return {"200": ok(ref(schema))} | refused(401, 403, 422, *more)


def _sends(body: str, *required: str) -> Json:
    schema = {"type": "object", "required": list(required), "properties": _BODIES[body], "additionalProperties": False}
    return {
        "security": AS_STAFF,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


DESK_PATHS: Json = {
    "/v1/search": {"get": _search(), "post": _search_by_phone()},
    "/v1/undelivered": {
        "get": _listing(
            "listUndelivered", "Notices and messages that did not arrive, the longest first.", "Undelivered"
        )
    },
    "/v1/tickets/{number}/notices": {"post": _decide()},
    "/v1/overview": {"get": _overview()},
    "/v1/reads": {
        "get": _listing("listReads", "Who read who reported, and who searched by phone, the latest first.", "Reads")
    },
}
