"""This API as an OpenAPI 3.1 document, made of the same tables that the code runs on."""

import chalicelib
from chalicelib.http.errors import BUSY, TABLE, UNEXPECTED
from chalicelib.http.openapi_catalogue import CATALOGUE_SCHEMAS
from chalicelib.http.openapi_desk import DESK_PATHS, DESK_SCHEMAS
from chalicelib.http.openapi_parts import header, ok, operation, query, refused
from chalicelib.http.openapi_photos import PHOTO_PATHS, PHOTO_SCHEMAS
from chalicelib.http.openapi_schemas import SCHEMAS, SUBMISSION_EXAMPLE
from chalicelib.http.openapi_sessions import AS_STAFF, BEARER, PATHS, SIGN_IN_SCHEMAS
from chalicelib.http.openapi_staff import STAFF_PATHS, STAFF_SCHEMAS
from chalicelib.http.openapi_statistics import STATISTICS_PATHS, STATISTICS_SCHEMAS
from chalicelib.http.openapi_words import Json, ref
from chalicelib.http.requests import JSON_BYTES, KEY

_FILTERS = {
    "service": "Code of a service.",
    "kecamatan": "Kemendagri code of a kecamatan: its own reports and those of its villages.",
    "area": "Kemendagri code of a desa or kelurahan.",
    "status": "Status of the ticket.",
    "opd": "Code of an OPD that has a part in it.",
}


def document(server: str) -> Json:
    """The document for a reader who came by `server`, the base path."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sedulur",
            "version": chalicelib.__version__,
            "description": "Report to a regency once; every department with a part in it knows, until it is done.",
        },
        "servers": [{"url": server}],
        "paths": _paths(),
        "components": {
            "schemas": SCHEMAS
            | CATALOGUE_SCHEMAS
            | PHOTO_SCHEMAS
            | SIGN_IN_SCHEMAS
            | STAFF_SCHEMAS
            | DESK_SCHEMAS
            | STATISTICS_SCHEMAS,
            "parameters": _parameters(),
            "responses": _problems(),
            "securitySchemes": {"staff": BEARER},
        },
    }


def _paths() -> Json:
    return (
        PATHS
        | PHOTO_PATHS
        | STAFF_PATHS
        | DESK_PATHS
        | STATISTICS_PATHS
        | {
            "/v1/tickets": {"post": _create_ticket(), "get": _list_tickets()},
            "/v1/tickets/{number}": {"get": _show_ticket()},
            "/v1/services": {"get": _catalogue("listServices", "What can be reported.", "Services")},
            "/v1/opds": {"get": _catalogue("listOpds", "Departments, and institutions outside the regency.", "Opds")},
            "/v1/areas": {"get": _catalogue("listAreas", "Kecamatan, desa and kelurahan.", "Areas")},
            "/v1/openapi.json": {"get": operation("showOpenapi", "This document.", {"200": ok({"type": "object"})})},
            "/v1/events/schema": {
                "get": operation(
                    "showEventsSchema", "A JSON Schema of each type of event.", {"200": ok({"type": "object"})}
                )
            },
            "/v1/health": {"get": operation("showHealth", "Whether this is up.", {"200": ok(ref("Health"))})},
        }
    )


def _create_ticket() -> Json:
    created = ok(ref("Created"), "The ticket is open, or was opened by the first request with this key.")
    created["headers"] = {
        "Location": header("Address of the ticket in this API."),
        "Idempotent-Replay": header("`true` if this repeats the answer to an earlier request."),
    }
    told = operation("createTicket", "Report something.", {"201": created} | refused(400, 409, 413, 415, 422))
    told["parameters"].append({"$ref": "#/components/parameters/Idempotency-Key"})
    told["requestBody"] = {
        "required": True,
        "description": f"At most {JSON_BYTES} bytes of UTF-8.",
        "content": {"application/json": {"schema": ref("Submission"), "example": SUBMISSION_EXAMPLE}},
    }
    return told


def _list_tickets() -> Json:
    page = ok(ref("Tickets"))
    page["headers"] = {"Link": header("Address of the next page, `rel=next`; absent on the last.")}
    told = operation("listTickets", "Public tickets, newest first, 25 a page.", {"200": page} | refused(422))
    told["description"] = "At most one filter. Confidential tickets are in no list."
    told["parameters"] += [query(name, text) for name, text in _FILTERS.items()]
    told["parameters"].append(query("cursor", "`cursor` of the page before."))
    return told


def _show_ticket() -> Json:
    told = operation("showTicket", "One ticket.", {"200": ok(_as_seen())} | refused(401, 404))
    told["security"] = [{}, *AS_STAFF]
    told["description"] = (
        "To staff with a token: `StaffTicket`, or `unknown-ticket` if their OPD has no part in it. "
        "Of a confidential ticket only `id`, `visibility` and the status are told, unless its secret is given. "
        "A number that cannot exist (`mistyped-number`) is told from one that nobody has (`unknown-ticket`)."
    )
    told["parameters"] += [
        {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}, "example": "PTI-7K3M-9QX2"},
        {"name": "Ticket-Secret", "in": "header", "description": "The reporter's proof.", "schema": {"type": "string"}},
    ]
    return told


def _as_seen() -> Json:
    return {"anyOf": [ref("Ticket"), ref("StaffTicket")]}


def _catalogue(name: str, summary: str, schema: str) -> Json:
    answers = {"200": ok(ref(schema)), "304": {"description": "Unchanged since the ETag in `If-None-Match`."}}
    answers["200"]["headers"] = {"ETag": header("Version of the list.")}
    return operation(name, summary, answers)


def _problems() -> Json:
    """One response per status that errors are answered with, naming its codes."""
    codes: dict[int, list[str]] = {}
    for status, code in [*TABLE.values(), UNEXPECTED, BUSY]:
        codes.setdefault(status, []).append(code)
    return {
        str(status): {
            "description": f"`code`: {', '.join(f'`{code}`' for code in sorted(set(told)))}",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status, told in sorted(codes.items())
    }


def _parameters() -> Json:
    return {
        "Accept-Language": {
            "name": "Accept-Language",
            "in": "header",
            "description": "`id` (the default) or `en`: the language of names, sentences and messages.",
            "schema": {"type": "string"},
        },
        "Idempotency-Key": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": (
                "A new random key for each intention, sent again with each repeat: the first answer is repeated, with "
                "its status 201. The secret is derived from the key, so nobody may be able to guess it: 128 random "
                "bits or more. Without a key every request opens a ticket."
            ),
            "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
        },
    }


if __name__ == "__main__":  # the committed copy: python -m chalicelib.http.openapi > docs/openapi.json
    import json
    import sys

    sys.stdout.write(json.dumps(document("/"), indent=2, ensure_ascii=False) + "\n")
