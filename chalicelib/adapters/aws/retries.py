"""What our clients repeat within one call beside, or instead of, what botocore repeats by itself.

Handlers of its event `needs-retry`: seconds until the next attempt, or None for no opinion. Botocore asks all handlers
and follows the first that has one.
"""

from typing import Any

from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError

_CONFLICT_TRIES = 6

SEND_TRIES = 4
"""Attempts to send one thing that certainly did not arrive. With their pauses they end within a function's time."""

_NEVER_LEFT = (ConnectTimeoutError, EndpointConnectionError)

_THROTTLED = frozenset(
    {
        "RequestLimitExceeded",
        "Throttled",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
"""Error codes of SNS and SES: the request was counted and dropped."""


def wait_out_conflict(response: Any, attempts: int, **_: Any) -> float | None:
    """Seconds until botocore retries a transaction that conflicted with another one on the same item; None: no retry.

    DynamoDB cancels it with the reason TransactionConflict, which botocore does not count as transient. If a
    condition failed as well, a retry would not change the result.
    """
    if response is None or attempts >= _CONFLICT_TRIES:
        return None
    codes = {reason.get("Code") for reason in response[1].get("CancellationReasons", ())}
    if "TransactionConflict" not in codes or "ConditionalCheckFailed" in codes:
        return None
    return float(0.02 * 2**attempts)


def repeat_what_did_not_arrive(
    response: Any, attempts: int, caught_exception: Exception | None, **_: Any
) -> float | None:
    """Seconds until botocore sends a letter again that AWS certainly did not take; None: no retry.

    An answer that was lost, or an error of the server, does not say whether the letter is on its way.
    """
    if attempts >= SEND_TRIES:
        return None
    code = response[1].get("Error", {}).get("Code") if response else None
    return float(0.1 * 2**attempts) if isinstance(caught_exception, _NEVER_LEFT) or code in _THROTTLED else None
