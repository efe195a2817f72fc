"""The operations of staff, and of the reporter with the secret, by the names of the views."""

from collections.abc import Mapping

from chalicelib.domain.actions.registry import STAFF as STAFF_ACTIONS
from chalicelib.domain.tickets.inbox import CHECK, COORDINATOR, PROOF
from chalicelib.flow.desk.inbox import VIEWS
from chalicelib.http.shapes.desk_shapes import FoundByPhone, Inbox, Overview, Reads, Undelivered
from chalicelib.http.shapes.staff_shapes import Identity, StaffTicket
from chalicelib.http.shapes.ticket_shapes import Ticket, Tickets
from infra.openapi import bodies
from infra.openapi.actions import (
    ASSIGNMENT_FIELDS,
    REPORTER_STEPS,
    STAFF_STEPS,
    Fields,
    actions_of,
    fields_of,
    in_words,
)
from infra.openapi.operation import (
    CURSOR,
    FLAG,
    NEXT_PAGE,
    Answer,
    Body,
    Operation,
    StepBody,
    query,
    secret,
)
from infra.openapi.schemas import Shape

STEP_REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422)
DESK_REFUSALS = (401, 403, 422)
TICKET_AFTER_STEP = Answer(StaffTicket, "The ticket as it is now.")


def _step(
    summary: str, fields: Fields = (), description: str = "", answer: Answer = TICKET_AFTER_STEP, status: int = 200
) -> Operation:
    return Operation(
        summary,
        {status: answer},
        refusals=STEP_REFUSALS,
        description=description,
        body=StepBody(fields),
        access="staff",
    )


def _on_ticket() -> Operation:
    """One address for staff and reporters; the action tells who takes it."""
    table = actions_of("step_on_ticket")
    staff, reporter = ", ".join(STAFF_STEPS), ", ".join(REPORTER_STEPS)
    return Operation(
        "Take a step on a ticket.",
        {200: Answer(StaffTicket | Ticket, "The ticket as it is now, as its reader may see it.")},
        refusals=STEP_REFUSALS,
        description=(
            f"{in_words(table)} By staff with a token: {staff}. By the reporter: {reporter}. `dispute` by the "
            "reporter of a duplicate: that what it follows is not done, or, while that is in work, that it is not the "
            "same."
        ),
        parameters=(secret("The reporter's, for the reporter's steps."),),
        body=StepBody(fields_of(table)),
        access="public or staff",
    )


def _on_assignment() -> Operation:
    table = actions_of("step_on_assignment")
    return _step("Take a step on an OPD's assignment.", fields_of(table), in_words(table))


def _list(summary: str, shape: Shape) -> Operation:
    return Operation(
        summary,
        {200: Answer(shape, headers=NEXT_PAGE)},
        refusals=DESK_REFUSALS,
        parameters=(CURSOR,),
        access="staff",
    )


STAFF: Mapping[str, Operation] = {
    "show_inbox": Operation(
        "What waits for one's OPD, by due date.",
        {200: Answer(Inbox, headers=NEXT_PAGE)},
        refusals=DESK_REFUSALS,
        description=(
            "25 a page, what is due first at the top, what waits for somebody else at the end. Every view is exact: "
            "`late` and `due_soon` leave out what waits, `mine` is what one has accepted and not finished."
        ),
        parameters=(
            query("opd", f"Code of an OPD, `{COORDINATOR}`, `{PROOF}` or `{CHECK}`; by default one's own."),
            query("view", "What to show of it.", {"type": "string", "enum": list(VIEWS), "default": "all"}),
            CURSOR,
            query("counts", "How many lines each view has.", FLAG),
        ),
        access="staff",
    ),
    "assign": _step("Assign an OPD, or call one in.", ASSIGNMENT_FIELDS, status=201),
    "step_on_assignment": _on_assignment(),
    "step_on_photo": _step(
        "The coordinator's word on a photo.",
        description=(
            "`accept`: good as proof. `reject` (with a reason): the work is open again. `hide` (with a reason): the "
            "public does not see it."
        ),
    ),
    "write_in_room": _step("Write to the OPDs; `@CODE` tells that OPD."),
    "read_identity": _step(
        "Read who reported, for a reason that stays in the history and that the reporter reads.",
        STAFF_ACTIONS["identity"].fields,
        "Of an anonymous report by the coordinator only; of a confidential one by an OPD once the coordinator has "
        "taken `allow-identity`; of a withdrawn one by the coordinator for the purpose `law`.",
        answer=Answer(Identity, "Empty if no contact was given."),
    ),
    "step_on_ticket": _on_ticket(),
    "search": Operation(
        "Find tickets by number or by place.",
        {200: Answer(Tickets, headers=NEXT_PAGE)},
        refusals=(*DESK_REFUSALS, 404),
        description=(
            "An OPD finds by place where it has an assignment, confidential tickets among them. Who sees all finds the "
            "public ones of everybody, with `confidential` those alone, and with `opd` all of one OPD."
        ),
        parameters=(
            CURSOR,
            query("number", "A ticket number in any spelling."),
            query("area", "Kemendagri code of a kecamatan, desa or kelurahan."),
            query("opd", "Code of an OPD; by default one's own, if any."),
            query("confidential", "Only these.", FLAG),
        ),
        access="staff",
    ),
    "search_by_phone": Operation(
        "Find the tickets of a phone number.",
        {200: Answer(FoundByPhone)},
        refusals=(*DESK_REFUSALS, 400, 413, 415),
        description=(
            "By the coordinator. In the body, since addresses are logged. As telling as reading who reported: the "
            "reason is recorded, with who asked, the number is not. 50 at most, the latest first."
        ),
        body=Body(bodies.PhoneSearch),
        access="staff",
    ),
    "list_undelivered": _list("Notices and messages that did not arrive, the longest first.", Undelivered),
    "decide_on_notice": Operation(
        "Send again what did not arrive, or drop it.",
        {200: Answer(StaffTicket)},
        refusals=(*DESK_REFUSALS, 400, 404, 409, 413, 415),
        description="By the coordinator. Asked twice, it is sent once; what arrived already is not sent.",
        body=Body(bodies.NoticeDecision),
        access="staff",
    ),
    "show_overview": Operation(
        "What each OPD has in hand, and what is late the longest.",
        {200: Answer(Overview)},
        refusals=DESK_REFUSALS,
        access="staff",
    ),
    "list_reads": _list("Who read who reported, and who searched by phone, the latest first.", Reads),
}
