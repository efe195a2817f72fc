"""Whether an error only means "not now": AWS is overloaded or out of reach, and the same request may come again."""

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
"""Of DynamoDB and KMS, and the reasons of a cancelled transaction."""


def is_overload(error: BaseException) -> bool:
    """Whether the error or one of its causes says so, once botocore's own tries are used up."""
    return any(_says_later(each) for each in _chain(error))


def _says_later(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        reasons = error.response.get("CancellationReasons", ())
        return bool(CODES & {error.response["Error"]["Code"], *(reason.get("Code") for reason in reasons)})
    return isinstance(error, ConnectionError | HTTPClientError)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
