"""Who calls the API: an access token in the header `Authorization: Bearer …` (RFC 6750)."""

import re

from chalicelib import wiring
from chalicelib.domain.account import NotSignedIn
from chalicelib.domain.permissions import Actor
from chalicelib.http.requests import Call

_BEARER = re.compile(r"bearer +([\w.~+/=-]+)", re.IGNORECASE | re.ASCII)


def actor(call: Call) -> Actor:
    """The member of staff whose token it is. NotSignedIn."""
    return wiring.actor_of(token(call))


def token(call: Call) -> str:
    """The token as it came, not verified. NotSignedIn."""
    found = _BEARER.fullmatch(call.header("authorization"))
    if found is None:
        raise NotSignedIn
    return found[1]
