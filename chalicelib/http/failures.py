"""Unexpected errors, told to those who keep the system running."""

from traceback import extract_tb

from chalicelib import telemetry


def note(error: Exception, correlation: str) -> None:
    """Log where the error and its causes came from, without their messages: they may quote what a citizen wrote."""
    telemetry.logger.error("unexpected error", correlation_id=correlation, chain=outline(error))


def outline(error: BaseException | None) -> list[dict[str, object]]:
    """The types and places of an error and its causes, outermost first."""
    chain: list[dict[str, object]] = []
    while error is not None and len(chain) < 8:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
        chain.append({"error": f"{type(error).__module__}.{type(error).__qualname__}", "at": frames})
        error = error.__cause__ or error.__context__
    return chain
