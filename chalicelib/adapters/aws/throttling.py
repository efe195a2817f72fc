"""Recognises errors after which the same request may be sent again: AWS is overloaded or out of reach."""

from collections.abc import Iterator

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's, not Python's

CODES = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionInProgressException",
    }
)
"""Error codes of DynamoDB and KMS, and cancellation reasons of transactions."""


def is_overload(error: BaseException) -> bool:
    """Whether the error or one of its causes is an overload, after botocore's own retries."""
    return any(_is_overload(each) for each in _chain(error))


def _is_overload(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        reasons = error.response.get("CancellationReasons", ())
        return bool(CODES & {error.response["Error"]["Code"], *(reason.get("Code") for reason in reasons)})
    return isinstance(error, ConnectionError | HTTPClientError)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
