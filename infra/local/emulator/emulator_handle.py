"""An emulated AWS on this machine, in a process of its own that ends with this one, however this one ends."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from chalicelib import names
from infra.local.environment import BUILD, HOST, ROOT

START_SECONDS = 30
STOP_SECONDS = 15


class EmulatorFailed(Exception):
    """The emulator did not start; its log says why."""


class Emulator:
    """moto or ministack on a port of 127.0.0.1. ministack keeps its data in the folder `state`, if there is one."""

    def __init__(self, kind: str, port: int, *, state: Path | None = None) -> None:
        self.endpoint = f"http://{HOST}:{port}"
        self.log = BUILD / f"{kind}-{port}.log"
        self._kind = kind
        self._port = port
        self._state = state

    def __enter__(self) -> Self:
        """Start the emulator without waiting for it, so that other work fits in before `wait_until_ready`."""
        BUILD.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.emulator.emulator_process", self._kind],
                cwd=ROOT,
                env={**os.environ, **self._environment()},
                stdin=subprocess.PIPE,  # closed when this process ends, however it does
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for this process alone, which ends the emulator in its turn
            )
        return self

    def wait_until_ready(self) -> None:
        """Wait until the emulator answers.

        Raises:
            EmulatorFailed: It ended, or did not answer within START_SECONDS.
        """
        give_up = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise EmulatorFailed(f"{self._kind} did not start: see {self.log}")
            time.sleep(0.02)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.returncode == 0:
            self.log.unlink()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.endpoint}/_ready", timeout=5).close()  # noqa: S310 - our own http address
        except urllib.error.HTTPError as answer:
            answer.close()
            return True
        except OSError:
            return False
        return True

    def _environment(self) -> dict[str, str]:
        persist = "1" if self._state else "0"
        state = self._state or BUILD / "state"
        return {
            "GATEWAY_PORT": str(self._port),
            "BIND_HOST": HOST,
            "MINISTACK_REGION": names.REGION,
            "MINISTACK_ACCOUNT_ID": "123456789012",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
            "PERSIST_STATE": persist,
            "STATE_DIR": str(state),
            "S3_PERSIST": persist,
            "S3_DATA_DIR": str(state / "s3"),
        }
