"""The reporter's part of the JSON API: what is said with the secret from the receipt, in the header `Ticket-Secret`."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import WrongSecret
from chalicelib.http import told
from chalicelib.http.answers import json_answer
from chalicelib.http.requests import Call
from chalicelib.http.views import linked_view


def take_step(call: Call, number: str, action: str) -> Response:
    """message, confirm, dispute, withdraw, rate. WrongSecret, and what the rules say."""
    secret, dialogue = call.header("ticket-secret"), wiring.dialogue()
    if not secret:
        raise WrongSecret(number)
    take = {
        "message": dialogue.message,
        "confirm": dialogue.confirm,
        "dispute": dialogue.dispute,
        "withdraw": dialogue.withdraw,
        "rate": dialogue.rate,
    }[action]
    with told.step(call):
        case = take(number, secret, told.told(call, told.BY_REPORTER[action]))
    return json_answer(call, linked_view(case, wiring.city(), wiring.now(), call, secret))
