"""What goes wrong with processes: one dies between two calls of a port, or another is quicker in between."""

from collections.abc import Callable
from typing import Any


class Killed(BaseException):
    """The process ends here: nothing after it runs, no `except Exception` sees it."""


def kill() -> None:
    raise Killed


class Fate:
    """Lets the calls of all ports that share it pass, until one was told to be struck."""

    def __init__(self) -> None:
        self._left, self._after = 0, False
        self._context: Callable[[], None] = kill
        self.struck = ""
        """The call before or after which it struck last."""

    @property
    def is_armed(self) -> bool:
        return self._left > 0

    def arm(self, nth: int, context: Callable[[], None], *, after: bool) -> None:
        """At the nth call from now on the deed happens, before it or after it took effect."""
        self._left, self._context, self._after, self.struck = nth, context, after, ""

    def disarm(self) -> None:
        self._left = 0

    def call(self, name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._left -= 1
        strikes = self._left == 0
        if strikes and not self._after:
            self._strike(f"before {name}")
        answer = method(*args, **kwargs)
        if strikes and self._after:
            self._strike(f"after {name}")
        return answer

    def _strike(self, where: str) -> None:
        self.struck = where
        self._context()


class Fragile:
    """A port of which every call goes through the fate."""

    def __init__(self, port: Any, fate: Fate) -> None:
        self._port, self._fate = port, fate

    def __getattr__(self, name: str) -> Any:
        method, fate = getattr(self._port, name), self._fate

        def called(*args: Any, **kwargs: Any) -> Any:
            return fate.call(name, method, *args, **kwargs) if fate.is_armed else method(*args, **kwargs)

        self.__dict__[name] = called
        return called
