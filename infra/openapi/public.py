"""The operations that everybody may call, by the names of the views."""

from collections.abc import Mapping

from chalicelib.domain.tickets.photo import MAX_PHOTOS
from chalicelib.http.core.requests import JSON_BYTES
from chalicelib.http.shapes.catalogue_shapes import Areas, Opds, Services
from chalicelib.http.shapes.field_shapes import Health
from chalicelib.http.shapes.staff_shapes import StaffTicket
from chalicelib.http.shapes.statistics_shapes import Statistics
from chalicelib.http.shapes.ticket_shapes import (
    ConfidentialTicket,
    Created,
    Flagged,
    Supported,
    Ticket,
    Tickets,
    Upload,
)
from infra.openapi import bodies
from infra.openapi.operation import CURSOR, KEY, NEXT_PAGE, Answer, Body, Operation, query, secret
from infra.openapi.schemas import Shape

REPLAY = "Idempotent-Replay"
FILTERS = {
    "service": "Code of a service.",
    "kecamatan": "Kemendagri code of a kecamatan: its own reports and those of its villages.",
    "area": "Kemendagri code of a desa or kelurahan.",
    "status": "Status of the ticket.",
    "opd": "Code of an OPD that has an assignment in it.",
}
PERIOD = (
    query("month", "As `2026-11`, a quarter as `2026-Q4`, a year as `2026`; the running month if it is left out."),
    query("area", "Kemendagri code of a kecamatan; figures are then rounded to multiples of five in public."),
)


def _catalogue(summary: str, shape: Shape) -> Operation:
    unchanged = Answer(description="Unchanged since the ETag in `If-None-Match`.")
    return Operation(summary, {200: Answer(shape, headers={"ETag": "Version of the list."}), 304: unchanged})


def _statistics(summary: str, answer: Answer) -> Operation:
    return Operation(
        summary,
        {200: answer},
        refusals=(401, 422),
        description="Small counts are protected unless a leader, coordinator or auditor asks with a token.",
        parameters=PERIOD,
        access="public or staff",
    )


PUBLIC: Mapping[str, Operation] = {
    "create_ticket": Operation(
        "Report something.",
        {
            201: Answer(
                Created,
                "The ticket is open, or was opened by the first request with this key.",
                {
                    "Location": "Address of the ticket in this API.",
                    REPLAY: "`true` if this repeats the answer to an earlier request.",
                },
            )
        },
        refusals=(400, 409, 413, 415, 422, 429),
        parameters=(KEY,),
        body=Body(bodies.Submission, f"At most {JSON_BYTES} bytes of UTF-8.", bodies.SUBMISSION_EXAMPLE),
    ),
    "show_ticket": Operation(
        "One ticket.",
        {200: Answer(Ticket | ConfidentialTicket | StaffTicket)},
        refusals=(401, 404),
        description=(
            "To staff with a token: `StaffTicket`, or `unknown-ticket` if their OPD has no assignment in it. "
            "Of a ticket that is confidential, or whose content is held, hidden or withdrawn (`publication`), only "
            "the head is told, unless its secret is given. Without it, personal data are covered in every text. "
            "A number that cannot exist (`mistyped-number`) is told from one that nobody has (`unknown-ticket`)."
        ),
        parameters=(secret("The reporter's proof."),),
        access="public or staff",
    ),
    "list_tickets": Operation(
        "Public tickets, newest first, 25 a page.",
        {200: Answer(Tickets, headers=NEXT_PAGE)},
        refusals=(422,),
        description="At most one filter. Tickets whose content the public may not read are in no list.",
        parameters=(*(query(name, text) for name, text in FILTERS.items()), CURSOR),
    ),
    "support_ticket": Operation(
        "“Saya juga”: somebody else is troubled by the same.",
        {200: Answer(Supported, headers={REPLAY: "`true` where this key was counted already."})},
        refusals=(400, 404, 409, 429),
        description="While the report is open; no name is kept, only a hash of the key.",
        parameters=(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 16, "maxLength": 128},
                "description": "Random, and the same for the same person: it counts once for a ticket.",
            },
        ),
    ),
    "flag_ticket": Operation(
        "“Laporkan isi ini”: something is wrong with the published content.",
        {200: Answer(Flagged, headers={REPLAY: "`true` where it was flagged for this reason before."})},
        refusals=(400, 404, 413, 415, 422),
        description="The coordinator checks it within a working day; it stays public until then.",
        body=Body(bodies.Flag),
    ),
    "begin_upload": Operation(
        "The right to send one photo.",
        {201: Answer(Upload)},
        refusals=(400, 413, 415, 422, 429),
        description=(
            f"Photos go straight to the store: post each to `url`, then name its id. At most {MAX_PHOTOS} with a "
            "report, answer, proof, message or dispute. What nothing names is deleted. "
            "A photo belongs to whoever names it first."
        ),
        body=Body(bodies.PhotoToSend),
    ),
    "list_services": _catalogue("What can be reported.", Services),
    "list_opds": _catalogue("Departments, and institutions outside the regency.", Opds),
    "list_areas": _catalogue("Kecamatan, desa and kelurahan.", Areas),
    "show_statistics": _statistics("The figures of a month, a quarter or a year.", Answer(Statistics)),
    "download_statistics": _statistics(
        "The same as CSV.", Answer(str, "Lines of `month,area,table,row,column,value`.", media_type="text/csv")
    ),
    "show_openapi": Operation("This document.", {200: Answer(dict)}),
    "show_events_schema": Operation("A JSON Schema of each type of event.", {200: Answer(dict)}),
    "show_health": Operation("Whether this is up.", {200: Answer(Health)}),
}
