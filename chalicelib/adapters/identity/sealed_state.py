"""State that the client keeps and sends back: sealed, so that others can neither read nor make it, and short-lived."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken

from chalicelib.domain.access.sign_in import SignInOver

LIFETIME = 10 * 60
"""Seconds; equal to the lifetime of Cognito's own sessions (AuthSessionValidity)."""


def seal(key: bytes, content: Mapping[str, str]) -> str:
    """The content as a text that only `open_seal` with the same key can read, for the next ten minutes."""
    return Fernet(key).encrypt(json.dumps(content).encode()).decode()


def open_seal(key: bytes, sealed: str) -> dict[str, str]:
    """The content of a sealed text.

    Raises:
        SignInOver: `seal` did not make it with this key in the last ten minutes.
    """
    try:
        content: dict[str, str] = json.loads(Fernet(key).decrypt(sealed.encode(), ttl=LIFETIME))
    except (InvalidToken, ValueError) as error:
        raise SignInOver from error
    return content
