"""The brake of the report form: whose allowance a form takes from, and what a form carries that has to wait.

Requests of this machine are never limited, so `make run` shows puzzles but does not insist on them.
"""

from collections.abc import Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import RateLimited
from chalicelib.domain.rate_limits.client_limits import Sender
from chalicelib.http.core.cookies import cookie, lasting
from chalicelib.http.core.requests import block_of, read, sender_of
from chalicelib.http.core.responses import with_cookie

DEVICE = "perangkat"
"""The cookie that makes a device known. It says nothing but that the device has reported before, and since when."""

YEAR = 365 * 24 * 3600

BY_ITSELF = 5
"""How often a form that has to wait is sent again by its script; afterwards somebody must press the button."""

LONGEST_WAIT = 120
"""Seconds that a script waits by itself."""


def sender_of_form(request: Request, key: str, fields: Mapping[str, str]) -> Sender | None:
    """Whose allowance the form takes from; None if nobody's.

    Raises:
        RateLimited: its puzzle is not solved, and it was not open long enough either.
    """
    if not block_of(request):
        return None
    admission = wiring.admission()
    limit = admission.limit(key, fields.get("puzzle", ""), fields.get("solution", ""))
    return sender_of(request, limit, admission.device(cookie(read(request), DEVICE)))


def puzzle_of(key: str, fields: Mapping[str, str], limited: RateLimited | None) -> dict[str, Any]:
    """The values of the template about the puzzle: the one that the form had if it is still good, else a new one.

    A form that was refused for a solution that is not worth enough gets a more difficult one.
    """
    puzzle, solution = fields.get("puzzle", ""), fields.get("solution", "")
    admission = wiring.admission()
    if not admission.is_usable(key, puzzle) or (limited and solution):
        puzzle, solution = admission.puzzle(key, *([limited.bits] if limited and limited.bits else [])), ""
    tries = min(_tries(fields), BY_ITSELF) + 1 if limited else 0
    resends = limited is not None and tries <= BY_ITSELF and limited.retry_after <= LONGEST_WAIT
    wait = limited.retry_after if limited else 0
    return {"puzzle": puzzle, "solution": solution, "tries": tries, "wait": wait, "resends": resends}


def remember_device(request: Request, response: Response) -> Response:
    """Give the browser a device token, if it has none."""
    call = read(request)
    if cookie(call, DEVICE):
        return response
    return with_cookie(response, lasting(call, DEVICE, wiring.admission().new_device(), YEAR))


def _tries(fields: Mapping[str, str]) -> int:
    text = fields.get("tries", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
