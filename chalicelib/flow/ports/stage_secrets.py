"""Secrets of the stage, from which use cases derive what nobody outside may compute."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.values import value


@value
class Keyring:
    """A secret at an instant; `former` is the one before, as long as a request made with it may still be repeated."""

    current: bytes
    former: bytes | None = None


class StageSecret(Protocol):
    """A random secret of the stage, which only its functions know."""

    def __call__(self, at: datetime) -> Keyring: ...
