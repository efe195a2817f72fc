"""Settings of the local system, and the environment of its code: never real AWS, whatever the shell has set."""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chalicelib import names

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "local"
CHALICE = ROOT / ".chalice" / "config.json"
HOST = "127.0.0.1"
PORT, AWS_PORT = 8000, 4599
"""Of the system and its emulator, unless the environment names others."""
STAGE = "local"
CITY = "pati"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
"""Of the emulator too: with them ministack checks the addresses that are signed for browsers."""
EMULATORS = ("moto", "ministack")


class WrongSetting(Exception):
    """An environment variable holds what cannot be used; the message says which and what to do."""


class PortTaken(WrongSetting):
    """Another program listens on the port."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} on {HOST} is taken by another program. "
            f"Stop it, or choose another: {variable}={port + 1} make run"
        )


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings of one run. Port 0 stands for a free one; `persist` (ministack only) keeps the data in `state`."""

    port: int = PORT
    aws_port: int = AWS_PORT
    emulator: str = "moto"
    persist: bool = False
    state: Path = BUILD / "state"


def from_environment() -> RunSettings:
    """Read PORT, AWS_PORT, EMULATOR, PERSIST and STATE.

    Raises:
        WrongSetting: One of them cannot be used; the message says which and what to do.
    """
    emulator = os.environ.get("EMULATOR") or "moto"
    persist = os.environ.get("PERSIST", "") not in {"", "0"}
    if emulator not in EMULATORS:
        raise WrongSetting(f"EMULATOR={emulator} is unknown: choose {' or '.join(EMULATORS)}")
    if persist and emulator == "moto":
        raise WrongSetting("PERSIST=1 needs EMULATOR=ministack: moto keeps nothing")
    state = Path(os.environ.get("STATE") or BUILD / "state")
    return RunSettings(_port("PORT", PORT), _port("AWS_PORT", AWS_PORT), emulator, persist, state)


def _port(variable: str, default: int) -> int:
    value = os.environ.get(variable) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 2**16:
        raise WrongSetting(f"{variable}={value} is no port: give a number from 1 to 65535")
    return int(value)


def free_port(port: int, variable: str) -> int:
    """Return the port itself if nothing listens on it; for 0, a free one.

    Raises:
        PortTaken: Another program listens on it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError as refused:
            raise PortTaken(port, variable) from refused
        return int(probe.getsockname()[1])


def local_endpoint() -> str:
    """The address at which `make run` has its emulator."""
    return f"http://{HOST}:{os.environ.get('AWS_PORT') or AWS_PORT}"


def environment(endpoint: str) -> dict[str, str | None]:
    """The variables that `app.py` and the AWS SDK read; None removes one that would lead elsewhere."""
    return {
        **json.loads(CHALICE.read_text())["environment_variables"],
        "SEDULUR_STAGE": STAGE,
        "SEDULUR_CITY": CITY,
        "SEDULUR_MESSAGES": "sms email",
        "AWS_REGION": names.REGION,
        "AWS_DEFAULT_REGION": names.REGION,
        "AWS_ENDPOINT_URL": endpoint,
        **CREDENTIALS,
        "AWS_SESSION_TOKEN": None,
        "AWS_PROFILE": None,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": None,
    }


@contextmanager
def environment_variables(values: Mapping[str, str | None]) -> Iterator[None]:
    """Set these environment variables, where None removes one, and restore them afterwards."""
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
