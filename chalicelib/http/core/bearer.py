"""Who calls the API: an access token in the header `Authorization: Bearer …` (RFC 6750)."""

import re

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import NotSignedIn, TokenMissing
from chalicelib.http.core.requests import Call

_BEARER = re.compile(r"bearer +([\w.~+/=-]+)", re.IGNORECASE | re.ASCII)


def actor(call: Call) -> Actor:
    """The member of staff whose token it is.

    Raises:
        TokenMissing: there is no token.
        NotSignedIn: it is not valid.
    """
    return wiring.actor_of(token(call))


def token(call: Call) -> str:
    """The token as it came, not verified.

    Raises:
        TokenMissing: there is none.
        NotSignedIn: the header is no token of this form.
    """
    header = call.header("authorization")
    if not header:
        raise TokenMissing
    match = _BEARER.fullmatch(header)
    if match is None:
        raise NotSignedIn
    return match[1]
