"""Structured logs and business metrics, with the ticket and the correlation id that are being processed.

`logger` is Powertools' Logger, created at its first use. Neither logs nor metrics may contain who reported or what was
written: bind only numbers and codes.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from json import JSONEncoder
from logging import StreamHandler
from os import environ
from threading import Lock
from typing import TYPE_CHECKING, Any, TextIO

from chalicelib import names, settings

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger
    from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

    logger: Logger

NAMESPACE = "Sedulur"

_logger_lock = Lock()


def __getattr__(name: str) -> Any:
    if name != "logger":
        raise AttributeError(name)
    return _logger()


def meter(metric: str, count: int = 1, **about: str) -> None:
    """Count a business metric: one line in CloudWatch's embedded metric format (EMF), made by Powertools.

    Metrics: TicketsReceived, TicketsDispatched, TicketsUnroutable, NoticesSent, NoticesFailed, MessagesSent,
    MessagesFailed, DeadlineRuns, DeadlineSteps, DeadlinesFailed, DigestsSent, SignInsRefused, TokensRefused,
    ActionsForbidden. Dimensions: stage, service, function. The line also holds `about` and the keys bound to log lines,
    such as the ticket.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    counted = {metric: {"Unit": "Count", "Value": [float(count)]}}
    dimensions = {
        "stage": settings.stage(),
        "service": names.APP,
        "function": environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"),
    }
    about = _logger().thread_safe_get_current_keys() | about
    print(_encode(_emf().serialize_metric_set(counted, dimensions, about)))


@contextmanager
def bound(**keys: str) -> Iterator[None]:
    """Add these keys (`ticket`, `correlation_id`) to this thread's log lines and metrics within the `with` block."""
    outer = dict(_logger().thread_safe_get_current_keys())
    bind(**keys)
    try:
        yield
    finally:
        _logger().thread_safe_clear_keys()
        if outer:
            bind(**outer)


def bind(**keys: str) -> None:
    """Add these keys to this thread's further log lines and metrics."""
    _logger().thread_safe_append_keys(**keys)


def outline(error: BaseException | None) -> list[dict[str, Any]]:
    """Types and code locations of an error, its causes and the members of a group, outermost first, for log lines.

    Messages are left out, because they may quote what a citizen wrote.
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
    """Create the logger, which each request needs."""
    _logger()


def _logger() -> "Logger":
    """The one logger. The lock is needed because two threads that create it at once leave it half initialised
    (docs/upstream.md).
    """
    with _logger_lock:
        return _create_logger()


@cache
def _create_logger() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger(service=names.APP, utc=True, use_rfc3339=True, logger_handler=_ToStdout())


@cache
def _emf() -> "AmazonCloudWatchEMFProvider":
    """The one maker of EMF lines. It keeps nothing of them, so threads can share it. `single_metric`, which would write
    the same lines, makes a new one for each.
    """
    from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

    return AmazonCloudWatchEMFProvider(namespace=NAMESPACE)


_encode = JSONEncoder(separators=(",", ":")).encode


class _ToStdout(StreamHandler[TextIO]):
    """Writes to the current `sys.stdout`, as metrics do, even after it was replaced."""

    @property
    def stream(self) -> TextIO:
        return sys.stdout

    @stream.setter
    def stream(self, _: TextIO) -> None:
        pass
