"""Faults of processes: one dies between two calls of a port, or another one is quicker in between."""

from collections.abc import Callable
from typing import Any


class Killed(BaseException):
    """The process dies here: nothing after it runs, no `except Exception` catches it."""


def kill() -> None:
    raise Killed


class FaultInjector:
    """Lets the calls of all ports that share it pass, except the one for which it was armed."""

    def __init__(self) -> None:
        self._left, self._after = 0, False
        self._context: Callable[[], None] = kill
        self.struck = ""
        """The call before or after which the last fault happened."""

    @property
    def is_armed(self) -> bool:
        return self._left > 0

    def arm(self, nth: int, context: Callable[[], None], *, after: bool) -> None:
        """Call `context` at the nth call from now on, before that call or `after` it took effect."""
        self._left, self._context, self._after, self.struck = nth, context, after, ""

    def disarm(self) -> None:
        self._left = 0

    def call(self, name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._left -= 1
        strikes = self._left == 0
        if strikes and not self._after:
            self._strike(f"before {name}")
        result = method(*args, **kwargs)
        if strikes and self._after:
            self._strike(f"after {name}")
        return result

    def _strike(self, where: str) -> None:
        self.struck = where
        self._context()


class FaultyPort:
    """A port whose calls all go through the fault injector."""

    def __init__(self, port: Any, injector: FaultInjector) -> None:
        self._port, self._injector = port, injector

    def __getattr__(self, name: str) -> Any:
        method, injector = getattr(self._port, name), self._injector

        def called(*args: Any, **kwargs: Any) -> Any:
            return injector.call(name, method, *args, **kwargs) if injector.is_armed else method(*args, **kwargs)

        self.__dict__[name] = called
        return called
