"""Notices that did not arrive, as data: the lines of the list, and the decision on one."""

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


def notice(delivery: Delivery, call: Call) -> shapes.UndeliveredNotice:
    """One line of the list; `notice`, its name within the ticket, is what a decision sends back."""
    catalogue = call.catalogue
    return {
        "ticket": delivery.ticket,
        "notice": name_of(delivery),
        "event": delivery.event,
        "audience": delivery.audience,
        "audience_name": audience_name(delivery.audience, catalogue, call.language),
        "reason": delivery.reason,
        "reason_text": reason_text(delivery.reason, call.language),
        "tries": delivery.tries,
        **instant("at", delivery.at, catalogue, call.language),
        **call.links_of(delivery.ticket),
    }


def name_of(delivery: Delivery) -> str:
    """The notice's name within its ticket: `<sequence of the event>/<audience>`."""
    return delivery.notice.partition("/")[2]


def reason_text(reason: str, language: str) -> str:
    """Why it did not arrive, in plain words."""
    key = f"desk.reason_{reason}"
    return texts.say(language, key) if texts.known(key) else texts.say(language, "desk.reason_other", code=reason)


def decision(call: Call) -> tuple[str, str]:
    """The notice's name, and `send` (the default) or `drop`.

    Raises:
        Invalid: a field is unknown, missing or wrong.
        Unreadable: the body is no JSON object, or too large.
    """
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


def cursor_of(params: Mapping[str, str]) -> str | None:
    """The cursor, the only parameter of such a list.

    Raises:
        Invalid: there are other parameters.
    """
    if wrong := tuple(Problem(name, "field_unknown") for name in params if name != "cursor"):
        raise Invalid(wrong)
    return params.get("cursor") or None


def next_page(path: str, cursor: str | None, call: Call) -> Mapping[str, str]:
    """The header that leads to the next page, if there is one."""
    return {"Link": f'<{call.link(path, cursor=cursor)}>; rel="next"'} if cursor else {}
