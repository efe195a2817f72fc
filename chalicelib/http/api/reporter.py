"""The reporter's part of the JSON API: what is done with the secret from the receipt, in the header `Ticket-Secret`."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.actions.registry import REPORTER
from chalicelib.domain.errors import WrongSecret
from chalicelib.http.core.action_body import action_taken, parse_action_body
from chalicelib.http.core.requests import Call
from chalicelib.http.core.responses import json_answer
from chalicelib.http.views.ticket_view import linked_view


def take_step(call: Call, number: str, name: str) -> Response:
    """Take the reporter's action of this name.

    Raises:
        WrongSecret: the header names none, or not that of this ticket.
    """
    secret = call.header("ticket-secret")
    if not secret:
        raise WrongSecret(number)
    with action_taken(call):
        case = wiring.reporter_actions().take(name, number, secret, parse_action_body(call, REPORTER[name]))
    return json_answer(call, linked_view(case, call.city, wiring.now(), call, secret))
