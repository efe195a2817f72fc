"""A secret of the stage in memory."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.flow.ports.stage_secrets import Keyring

STAGE_SECRET = b"the secret of an invented stage."


@dataclass
class MemoryStageSecret:
    """Gives this keyring at any time; a test rotates by replacing it."""

    keyring: Keyring = Keyring(STAGE_SECRET)  # noqa: RUF009 - immutable

    def __call__(self, at: datetime) -> Keyring:
        return self.keyring
