"""The brake of the report form: whose allowance a form takes from, and what a form carries that has to wait.

Requests of this machine are never limited, so `make run` shows puzzles but does not insist on them.
"""

from collections.abc import Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import RateLimited
from chalicelib.domain.intake.submission import Submission
from chalicelib.domain.rate_limits.client_limits import Sender
from chalicelib.domain.tickets.ticket import Visibility
from chalicelib.http.core.cookies import cookie, lasting
from chalicelib.http.core.requests import block_of, read, sender_of
from chalicelib.http.core.responses import with_cookie

DEVICE = "perangkat"
"""The cookie that makes a device known. It says nothing but that the device has reported before, and since when."""

RECENT = "terakhir"
"""The cookie by which the same report is not taken twice in a day."""

DAY, YEAR = 24 * 3600, 365 * 24 * 3600

BY_ITSELF = 30
"""How often a form that has to wait is sent again by its script; afterwards somebody must press the button."""

LONGEST_PAUSE = 3
"""Seconds between two of these tries, which begin with one second and become longer, if there seems to be room."""

LONGEST_WAIT = 120
"""Seconds that a script waits by itself if there is none."""


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
    """The values of the template about the puzzle: that of the form if it is still good, else a new one.

    Work that was done stays good: a form that only has to wait for room is sent again with the same solution.
    """
    puzzle, solution = fields.get("puzzle", ""), fields.get("solution", "")
    admission = wiring.admission()
    bits, least = admission.bits_of(key, puzzle), limited.bits if limited else 0
    if not bits or (solution and bits < least):
        puzzle, solution = admission.puzzle(key, *([least] if least else [])), ""
    return {"puzzle": puzzle, "solution": solution, **_resending(fields, limited)}


def _resending(fields: Mapping[str, str], limited: RateLimited | None) -> dict[str, Any]:
    """How often the form was sent, in how many seconds it is sent again, and whether by its script."""
    if limited is None:
        return {"tries": 0, "wait": 0, "resends": False}
    tries = min(_tries(fields), BY_ITSELF) + 1
    wait = max(limited.retry_after, min(tries, LONGEST_PAUSE))
    return {"tries": tries, "wait": wait, "resends": tries <= BY_ITSELF and wait <= LONGEST_WAIT}


def same_report(request: Request, submission: Submission, key: str) -> str:
    """The number of a report with the same content that this browser sent within a day; else empty."""
    call = read(request)
    return wiring.recent_reports().earlier(cookie(call, RECENT), cookie(call, DEVICE), submission.report, key)


def remember_report(request: Request, response: Response, submission: Submission, key: str, number: str) -> Response:
    """Give the browser a device token, if it has none, and let it remember the report for a day if it is public."""
    call = read(request)
    device, recent = cookie(call, DEVICE), cookie(call, RECENT)
    if not device:
        device = wiring.admission().new_device()
        with_cookie(response, lasting(call, DEVICE, device, YEAR))
    if submission.report.visibility is Visibility.PUBLIC:
        recent = wiring.recent_reports().remember(recent, device, submission.report, key, number)
        with_cookie(response, lasting(call, RECENT, recent, DAY))
    return response


def _tries(fields: Mapping[str, str]) -> int:
    text = fields.get("tries", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
