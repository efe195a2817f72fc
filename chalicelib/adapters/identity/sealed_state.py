"""What is handed out to come back: sealed, so that it can be neither read nor made by others, and for a while only."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken

from chalicelib.domain.access.sign_in import SignInOver

GOOD_FOR = 10 * 60
"""Seconds: as long as Cognito's own sessions (AuthSessionValidity)."""


def seal(key: bytes, content: Mapping[str, str]) -> str:
    """The content as a text that `open_seal` reads with this key for the next ten minutes, and nobody else."""
    return Fernet(key).encrypt(json.dumps(content).encode()).decode()


def open_seal(key: bytes, sealed: str) -> dict[str, str]:
    """SignInOver unless `seal` made it with this key, lately."""
    try:
        content: dict[str, str] = json.loads(Fernet(key).decrypt(sealed.encode(), ttl=GOOD_FOR))
    except (InvalidToken, ValueError) as error:
        raise SignInOver from error
    return content
