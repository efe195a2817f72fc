"""Structured logs and business metrics, with the ticket and the correlation id of whatever is being worked on.

`logger` is Powertools' Logger, made at its first use. Neither logs nor metrics ever hold who reported or what was
written: bind numbers and codes only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from logging import StreamHandler
from os import environ
from threading import Lock
from typing import TYPE_CHECKING, Any, TextIO

from chalicelib import names, settings

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

    logger: Logger

NAMESPACE = "Sedulur"

_making = Lock()


def __getattr__(name: str) -> Any:
    if name != "logger":
        raise AttributeError(name)
    return _logger()


def meter(metric: str, count: int = 1, **about: str) -> None:
    """Count something of the business: one line in CloudWatch's embedded metric format (EMF), by Powertools.

    TicketsReceived, TicketsDispatched, TicketsUnroutable, NoticesSent, NoticesFailed, MessagesSent,
    MessagesFailed, DeadlineRuns, DeadlineSteps, DeadlinesFailed, DigestsSent; by stage, service and function.
    `about` and what is bound to log lines stand in it too, so that the line also tells which ticket it was.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    from aws_lambda_powertools.metrics import MetricUnit, single_metric

    dimensions = {
        "stage": settings.stage(),
        "service": names.APP,
        "function": environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"),
    }
    with single_metric(metric, MetricUnit.Count, count, namespace=NAMESPACE, default_dimensions=dimensions) as line:
        for key, text in (_logger().thread_safe_get_current_keys() | about).items():
            line.add_metadata(key, text)


@contextmanager
def bound(**keys: str) -> Iterator[None]:
    """Put these on each log line and metric of this thread inside: `ticket`, `correlation_id`."""
    outer = dict(_logger().thread_safe_get_current_keys())
    bind(**keys)
    try:
        yield
    finally:
        _logger().thread_safe_clear_keys()
        if outer:
            bind(**outer)


def bind(**keys: str) -> None:
    """Put these on each further log line and metric of this thread."""
    _logger().thread_safe_append_keys(**keys)


def outline(error: BaseException | None) -> list[dict[str, Any]]:
    """Types and places of an error, its causes and its members, outermost first; for log lines.

    No messages: they may quote what a citizen wrote.
    """
    from traceback import extract_tb

    chain: list[dict[str, Any]] = []
    while error is not None:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
        chain.append({"type": f"{type(error).__module__}.{type(error).__qualname__}", "at": frames})
        for member in getattr(error, "exceptions", ()):
            chain += outline(member)
        error = error.__cause__ or error.__context__
    return chain


def warm_up() -> None:
    """Make what each request needs."""
    _logger()


def _logger() -> "Logger":
    """Made once, whoever asks first: two threads that make one at the same time leave it half made.

    docs/upstream.md
    """
    with _making:
        return _made()


@cache
def _made() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger(service=names.APP, utc=True, use_rfc3339=True, logger_handler=_ToStdout())


class _ToStdout(StreamHandler[TextIO]):
    """To standard output as it is at that moment, as metrics are."""

    @property
    def stream(self) -> TextIO:
        return sys.stdout

    @stream.setter
    def stream(self, _: TextIO) -> None:
        pass
