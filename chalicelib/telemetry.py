"""Structured logs and business metrics, with the ticket and the correlation id of whatever is being worked on.

`logger` is Powertools' Logger, made at its first use. Neither logs nor metrics ever hold who reported or what was
written: bind numbers and codes only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from os import environ
from typing import TYPE_CHECKING, Any

from chalicelib import names, settings

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

    logger: Logger

NAMESPACE = "Sedulur"


def __getattr__(name: str) -> Any:
    if name != "logger":
        raise AttributeError(name)
    return _logger()


def meter(metric: str, count: int = 1) -> None:
    """Count something of the business: one line in CloudWatch's embedded metric format (EMF).

    TicketsReceived, TicketsDispatched, TicketsUnroutable, NoticesSent, NoticesFailed; by stage, service and function.
    What is bound to log lines stands in it too, so that the line also tells which ticket it was.
    """
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

    metrics = EphemeralMetrics(namespace=NAMESPACE, service=names.APP)
    metrics.add_metric(name=metric, unit=MetricUnit.Count, value=count)
    metrics.add_dimension(name="stage", value=settings.stage())
    metrics.add_dimension(name="function", value=environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"))
    for key, value in _logger().thread_safe_get_current_keys().items():
        metrics.add_metadata(key=key, value=value)
    metrics.flush_metrics()


@contextmanager
def bound(**keys: str) -> Iterator[None]:
    """Put these on each log line and metric of this thread inside: `ticket`, `correlation_id`."""
    outer = dict(_logger().thread_safe_get_current_keys())
    bind(**keys)
    try:
        yield
    finally:
        _logger().thread_safe_clear_keys()
        bind(**outer)


def bind(**keys: str) -> None:
    """Put these on each further log line and metric of this thread."""
    _logger().thread_safe_append_keys(**keys)


def warm_up() -> None:
    """Import what each request needs."""
    import aws_lambda_powertools.metrics  # noqa: F401 - for `meter`

    _logger()


@cache
def _logger() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger(service=names.APP, utc=True, use_rfc3339=True)
