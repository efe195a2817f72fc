"""Staff's and the reporter's part of the API, as the OpenAPI document describes it."""

from collections.abc import Iterable

from chalicelib.domain.actions.action import Action
from chalicelib.domain.actions.registry import STAFF, of_target
from chalicelib.domain.actions.target import Target
from chalicelib.domain.inbox import COORDINATOR, PROOF
from chalicelib.domain.status import AssignmentStatus, TicketStatus
from chalicelib.domain.step_input import LONGEST
from chalicelib.domain.ticket import DISPUTED, RETURNED, UNROUTABLE, Circle, Role
from chalicelib.flow.inbox import VIEWS
from chalicelib.http.openapi_parts import header, ok, operation, query, refused
from chalicelib.http.openapi_schemas import LATE_BY, PHOTO_IDS, SCHEMAS
from chalicelib.http.openapi_sessions import AS_STAFF
from chalicelib.http.openapi_words import COUNT, FLAG, INSTANT, LINKS, TEXT, Json, listed, maybe, object_of, one_of, ref

_FIELDS: Json = {
    "opd": {"type": "string", "description": "Whom to call in; or whose a returned part is instead."},
    "role": {**one_of(Role), "description": "By default `support`; `lead` by the coordinator where nobody leads."},
    "to": {
        "type": "string",
        "description": "refer: code of an institution outside the regency; merge: number of the ticket to follow.",
    },
    "reference": {"type": "string", "maxLength": 100, "description": "The institution's own number."},
    "after": {"type": "array", "items": TEXT, "description": "OPDs that come first; none: it waits no more."},
    "photos": PHOTO_IDS,
    "stars": {"type": "integer", "minimum": 1, "maximum": 5},
    "until": {
        "type": "string",
        "description": "The last day (ISO 8601, also by an instant of it), until the end of office hours; the next "
        "working day if it is none.",
    },
    "days": {"type": "integer", "minimum": 1, "description": "Working days more; only one of the two."},
}
_WORDS: Json = {"type": "string", "maxLength": LONGEST}
_SAID: Json = {
    "text": {**_WORDS, "description": "The words of the step."},
    "reason": {**_WORDS, "description": "The same; only one of the two."},
    "version": {
        "type": "integer",
        "minimum": 0,
        "description": "`version` of the ticket that was seen: the step is refused if something happened since.",
    },
}
_WHO: Json = {"actor": TEXT, "actor_name": TEXT, "by": maybe(TEXT)}
_EVENT: Json = {"sequence": COUNT, "type": TEXT, "at": INSTANT, "at_text": TEXT, "text": TEXT}
_TOLD: Json = {"note": maybe(TEXT), "circle": maybe(one_of(Circle)), "photos": listed(ref("StaffPhoto"))}
_PART: Json = {"person": maybe(TEXT), "after": listed(TEXT), "options": listed(TEXT), "notes": listed(ref("Note"))}
_OWN_PART: Json = {
    "opd": TEXT,
    "role": one_of(Role),
    "role_name": TEXT,
    "status": one_of(AssignmentStatus),
    "status_name": TEXT,
    "person": maybe(TEXT),
    "waits_for": listed(TEXT),
}
_HINT: Json = {
    "service": TEXT,
    "service_name": TEXT,
    "opd": {**maybe(TEXT), "description": "Null where the office depends on a place that is not known."},
    "opd_name": TEXT,
    "percent": COUNT,
}
_LINE: Json = {
    "id": TEXT,
    "status": one_of(TicketStatus),
    "status_name": TEXT,
    "service": TEXT,
    "service_name": TEXT,
    "area": maybe(TEXT),
    "place": TEXT,
    "due": INSTANT,
    "due_text": TEXT,
    "late": FLAG,
    "late_by": LATE_BY,
    "paused": {**FLAG, "description": "Its clock stands: the citizen is asked, or another OPD comes first."},
    "reason": {**maybe(TEXT), "description": "Why it lies on the coordinator's desk; the flags of a proof, by commas."},
    "photo": {**maybe(TEXT), "description": "In the inbox `proof`: the doubtful photo."},
    "hints": {**listed(object_of(_HINT)), "description": "Whose it could be, best first."},
    "assignment": maybe(object_of(_OWN_PART)),
    "links": LINKS,
}
_GUESS: Json = {"service": TEXT, "opd": TEXT, "opd_name": TEXT, "score": {"type": "number"}}
_DESK: Json = {
    "reason": one_of((UNROUTABLE, RETURNED, DISPUTED)),
    "due": INSTANT,
    "due_text": TEXT,
    "guesses": listed(object_of(_GUESS)),
}


def _staff_ticket() -> Json:
    """The public ticket, and what stays among the OPDs."""
    public = {name: each for name, each in SCHEMAS["Ticket"]["properties"].items() if name != "follows"}
    own = {
        "version": COUNT,
        "options": {**listed(TEXT), "description": "Steps on the ticket that the reader could take now."},
        "assignments": listed(object_of(SCHEMAS["Assignment"]["properties"] | _PART)),
        "desk": maybe(object_of(_DESK)),
        "lead_offered_to": maybe(TEXT),
        "hand_overs": COUNT,
        "rating": maybe(COUNT),
        "duplicates": {**listed(TEXT), "description": "Numbers of the reports that follow this one."},
        "room": listed(ref("Note")),
        "photos": listed(ref("StaffPhoto")),
        "timeline": listed(object_of(_EVENT | _WHO | _TOLD)),
    }
    return object_of(public | own) | {"description": "What the OPDs of a ticket see of it; who reported is not in it."}


STAFF_SCHEMAS: Json = {
    "StaffTicket": _staff_ticket(),
    "Note": object_of({**_EVENT, **_WHO, "circle": one_of(Circle)}),
    "Inbox": object_of(
        {"opd": TEXT, "view": one_of(VIEWS), "tickets": listed(object_of(_LINE)), "cursor": maybe(TEXT)},
        counts={
            "type": "object",
            "additionalProperties": object_of({"count": COUNT, "more": FLAG}),
            "description": "By view, where `counts` was asked for; `more`: there are more than are counted.",
        },
    ),
    "Supported": object_of({"id": TEXT, "supporters": COUNT}),
    "Identity": object_of({"contact": object_of({"name": TEXT, "phone": TEXT, "email": TEXT})}),
}

_NUMBER: Json = {
    "name": "number", "in": "path", "required": True, "schema": TEXT, "example": "PTI-7K3M-9QX2",
}  # fmt: skip
_OPD: Json = {"name": "opd", "in": "path", "required": True, "schema": TEXT, "description": "Whose part it is."}
_SECRET: Json = {
    "name": "Ticket-Secret", "in": "header", "schema": TEXT, "description": "The reporter's, for the reporter's steps.",
}  # fmt: skip
_REFUSALS = refused(400, 401, 403, 404, 409, 413, 415, 422)


def _inbox() -> Json:
    page = ok(ref("Inbox"))
    page["headers"] = {"Link": header("Address of the next page, `rel=next`; absent on the last.")}
    read = operation("showInbox", "What waits for one's OPD, by due date.", {"200": page} | refused(401, 403, 422))
    read["description"] = (
        "25 a page, what is due first at the top, what waits for somebody else at the end. Every view is exact: `late` "
        "and `due_soon` leave out what waits, `mine` is what one has accepted and not finished."
    )
    read["parameters"] += [
        query("opd", f"Code of an OPD, `{COORDINATOR}` or `{PROOF}`; by default one's own."),
        {**query("view", "What to show of it."), "schema": {**one_of(VIEWS), "default": "all"}},
        query("cursor", "`cursor` of the page before."),
        {**query("counts", "How many lines each view has."), "schema": {**FLAG, "default": False}},
    ]
    return read | {"security": AS_STAFF}


def _step(name: str, summary: str, fields: tuple[str, ...], *path: Json, status: str = "200") -> Json:
    done = ok(ref("StaffTicket"), "The ticket as it is now.")
    taken = operation(name, summary, {status: done} | _REFUSALS) | {"security": AS_STAFF}
    taken["parameters"] += [_NUMBER, *path]
    return taken | {"requestBody": _body(fields)}


def _body(fields: tuple[str, ...]) -> Json:
    told = {"type": "object", "properties": {name: _FIELDS[name] for name in fields} | _SAID}
    return {"required": False, "content": {"application/json": {"schema": told | {"additionalProperties": False}}}}


def _action(actions: tuple[str, ...]) -> Json:
    return {"name": "action", "in": "path", "required": True, "schema": one_of(actions)}


def _segments(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(each.segment for each in actions)


def _all(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in actions for name in each.fields))


def _on_ticket() -> Json:
    """One address for two kinds of people, told apart by the action."""
    by_staff = [each for each in of_target(Target.TICKET) if not each.has_own_route]
    by_reporter = of_target(Target.REPORTERS_TICKET)
    every = (*by_staff, *by_reporter)
    taken = _step("stepOnTicket", "Take a step on a ticket.", _all(every), _action(_segments(every)), _SECRET)
    done = {"anyOf": [ref("StaffTicket"), ref("Ticket")]}
    taken["responses"]["200"] = ok(done, "The ticket as it is now, as its reader may see it.")
    staff, reporter = ", ".join(_segments(by_staff)), ", ".join(_segments(by_reporter))
    taken["description"] = (
        f"{_fields_of(every)} By staff with a token: {staff}. By the reporter: {reporter}. `dispute` by the reporter "
        "of a duplicate: that what it follows is not done, or, while that is in work, that it is not the same."
    )
    return taken | {"security": [*AS_STAFF, {}]}


def _fields_of(actions: Iterable[Action]) -> str:
    fields = "; ".join(f"{each.segment}: {', '.join(each.fields)}" for each in actions if each.fields)
    return f"Fields that belong to some actions only: {fields}."


def _on_part() -> Json:
    every = of_target(Target.ASSIGNMENT)
    taken = _step("stepOnPart", "Take a step on an OPD's part.", _all(every), _OPD, _action(_segments(every)))
    return taken | {"description": _fields_of(every)}


def _on_photo() -> Json:
    photo = {"name": "photo", "in": "path", "required": True, "schema": TEXT, "description": "Id of the photo."}
    every = of_target(Target.PHOTO)
    taken = _step("stepOnPhoto", "The coordinator's word on a photo.", _all(every), photo, _action(_segments(every)))
    return taken | {
        "description": "`accept`: good as proof. `reject` (with a reason): the part is open again. `hide` (with a "
        "reason): the public does not see it."
    }


def _identity() -> Json:
    read = _step("readIdentity", "Read who reported, for a reason that stays in the history.", ())
    read["responses"]["200"] = ok(ref("Identity"), "Empty if no contact was given.")
    return read | {"description": "Of an anonymous report by the coordinator only."}


def _support() -> Json:
    """By anybody."""
    done = ok(ref("Supported"))
    done["headers"] = {"Idempotent-Replay": header("`true` where this key was counted already.")}
    taken = operation("supportTicket", "“Saya juga”: somebody else is troubled by the same.", {"200": done})
    taken["responses"] |= refused(400, 404, 409)
    key = {"type": "string", "minLength": 16, "maxLength": 128}
    taken["parameters"] += [
        _NUMBER,
        {
            "name": "Idempotency-Key", "in": "header", "required": True, "schema": key,
            "description": "Random, and the same for the same person: it counts once for a ticket.",
        },
    ]  # fmt: skip
    return taken | {"description": "While the report is open; no name is kept, only a hash of the key."}


STAFF_PATHS: Json = {
    "/v1/inbox": {"get": _inbox()},
    "/v1/tickets/{number}/assignments": {
        "post": _step("assign", "Give a part to an OPD, or call one in.", STAFF["call_in"].fields, status="201")
    },
    "/v1/tickets/{number}/assignments/{opd}/{action}": {"post": _on_part()},
    "/v1/tickets/{number}/photos/{photo}/{action}": {"post": _on_photo()},
    "/v1/tickets/{number}/room": {"post": _step("writeInRoom", "Write to the OPDs; `@CODE` tells that OPD.", ())},
    "/v1/tickets/{number}/identity": {"post": _identity()},
    "/v1/tickets/{number}/support": {"post": _support()},
    "/v1/tickets/{number}/{action}": {"post": _on_ticket()},
}
