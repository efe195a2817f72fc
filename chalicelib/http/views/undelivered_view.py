"""What did not arrive, as data: the list's lines, and what is decided about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.flow.ports.delivery import Delivery
from chalicelib.http.core.requests import Call, json_object
from chalicelib.http.views.history import audience_name
from chalicelib.http.views.report_view import instant

if TYPE_CHECKING:
    from chalicelib.http.shapes import desk_shapes as shapes

SEND, DROP = "send", "drop"


def notice(line: Delivery, call: Call) -> shapes.UndeliveredNotice:
    """`notice` is its name within the ticket: what to send back to decide about it."""
    catalogue = call.catalogue
    return {
        "ticket": line.ticket,
        "notice": name_of(line),
        "event": line.event,
        "audience": line.audience,
        "audience_name": audience_name(line.audience, catalogue, call.language),
        "reason": line.reason,
        "reason_text": reason_text(line.reason, call.language),
        "tries": line.tries,
        **instant("at", line.at, catalogue, call.language),
        **call.links_of(line.ticket),
    }


def name_of(line: Delivery) -> str:
    """Its name within its ticket: `<sequence of the event>/<audience>`."""
    return line.notice.partition("/")[2]


def reason_text(reason: str, language: str) -> str:
    """Why it did not arrive, in plain words."""
    key = f"desk.reason_{reason}"
    return texts.say(language, key) if texts.known(key) else texts.say(language, "desk.reason_other", code=reason)


def decision(call: Call) -> tuple[str, str]:
    """The notice, and `send` (also where nothing is said) or `drop`. Invalid, and what makes it unreadable."""
    body = json_object(call)
    wrong = [Problem(name, "field_unknown") for name in body if name not in ("notice", "action")]
    name, action = body.get("notice") or "", body.get("action") or SEND
    if not isinstance(name, str) or not name:
        wrong.append(Problem("notice", "missing"))
    if action not in (SEND, DROP):
        wrong.append(Problem("action", "filter_unknown"))
    if wrong:
        raise Invalid(tuple(wrong))
    return str(name), str(action)


def cursor_of(given: Mapping[str, str]) -> str | None:
    """The only thing that may be asked of such a list. Invalid."""
    if wrong := tuple(Problem(name, "field_unknown") for name in given if name != "cursor"):
        raise Invalid(wrong)
    return given.get("cursor") or None


def next_page(path: str, cursor: str | None, call: Call) -> Mapping[str, str]:
    """The header that leads to the next page, if there is one."""
    return {"Link": f'<{call.link(path, cursor=cursor)}>; rel="next"'} if cursor else {}
