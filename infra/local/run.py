"""`make run`: starts the local system, prints its addresses and every notice, and ends by Ctrl-C."""

import signal
import sys
import threading
import time
import traceback
from contextlib import redirect_stdout
from typing import TextIO

from chalicelib import names
from infra.local.demo_accounts import PASSWORD
from infra.local.emulator.emulator_handle import EmulatorFailed
from infra.local.environment import BUILD, RunSettings, WrongSetting, from_environment
from infra.local.pump.message_outbox import SentMessage
from infra.local.pump.notice_inbox import DeliveredNotice
from infra.local.system import LocalSystem

LINES = 4
"""Number of lines of each e-mail that are printed."""


def run() -> int:
    """Serve until Ctrl-C or SIGTERM; return the exit code, 1 if the system could not start."""
    began = time.monotonic()
    stop_requested = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop_requested.set())
    try:
        _serve(from_environment(), began, stop_requested)
    except (WrongSetting, EmulatorFailed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _serve(settings: RunSettings, began: float, stop_requested: threading.Event) -> None:
    terminal = Terminal(sys.stdout)
    BUILD.mkdir(parents=True, exist_ok=True)
    log = BUILD / "sedulur.log"
    with (
        log.open("w", buffering=1) as lines,
        redirect_stdout(lines),
    ):  # the functions print their logs
        system = LocalSystem(
            settings, on_notice=terminal.notice, on_message=terminal.message, on_failure=terminal.failure
        )
        with system:
            terminal.welcome(system, settings, time.monotonic() - began, str(log))
            stop_requested.wait()
            terminal.say("\nStopping …")
    terminal.say("Stopped.")


class Terminal:
    """Prints for the person who started the system; safe to share among threads."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        with self._lock:
            print(text, file=self._out, flush=True)

    def welcome(self, system: LocalSystem, settings: RunSettings, seconds: float, log: str) -> None:
        kept = "kept for the next run (PERSIST=1)" if settings.persist else "gone when this ends"
        self.say(
            f"""Sedulur is ready after {seconds:.1f} s.

  report a problem   {system.url}/lapor
  console of staff   {system.url}/petugas
  notices, queues    {system.url}/_local
  AWS ({settings.emulator})         {system.endpoint}
  functions' logs    {log}
  data               {kept}

Report from a shell:
  curl -s {system.url}/v1/tickets -H 'Content-Type: application/json' -d '{{
    "service": "lampu-jalan", "description": "Lampu jalan di depan balai desa padam sejak kemarin",
    "location": {{"area": "33.18.10.2001"}}}}'

Sign in as coordinator, leader, auditor or an OPD (its code in lower case: dishub, dputr, kec-01 …);
the password of all of them is {PASSWORD}. For the API, which takes the access_token as a bearer:
  curl -s {system.url}/v1/sessions -H 'Content-Type: application/json' -d '{{
    "username": "dishub", "password": "{PASSWORD}"}}'

Look into its AWS from another shell:
  export AWS_ENDPOINT_URL={system.endpoint} AWS_REGION={names.REGION}
  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

Ctrl-C stops it. Notices appear here as they go out.
"""
        )

    def notice(self, notice: DeliveredNotice) -> None:
        """Print a notice with the first lines of its e-mail."""
        body = [line for line in notice.forms.get("email", "").splitlines() if line.strip()]
        first = "".join(f"\n    {line}" for line in body[:LINES])
        self.say(f"→ {notice.audience} · {notice.ticket} · {notice.subject}{first}")

    def message(self, message: SentMessage) -> None:
        """Print a message to a reporter, without the address."""
        self.say(f"→ reporter · {message.channel} · {message.subject or message.text}")

    def failure(self, name: str, error: Exception) -> None:
        """Print an error by its type, since its text may hold what a citizen wrote."""
        self.say(f"✗ {name}: {type(error).__name__} (it is tried again; where: see the log)")
        print("".join(traceback.format_tb(error.__traceback__)), end="")
