"""A stage that is built once, in a process of moto's own, and copied for each module of tests.

The process forks: the copy serves what was built, on a port of its own. Whatever a module does to its copy, no other
module sees it, and no copy grows by what other modules left.
"""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from infra.local.environment import HOST, ROOT

STOP_SECONDS = 15


class Copies:
    """A context manager. Build the stage at `endpoint` before the first `copy`; moto's output goes to `log`."""

    endpoint: str

    def __init__(self, log: Path) -> None:
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.stage.stage_copies"],
                cwd=ROOT,
                stdin=subprocess.PIPE,  # closed when this process ends, however it does
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self.endpoint = self._read_words()[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A copy of the stage at `endpoint`: its endpoint, which is gone afterwards."""
        self._send("copy")
        endpoint, pid = self._read_words()
        yield endpoint
        self._send(f"end {pid}")
        assert self._read_words() == ["ended", pid]

    def _send(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _read_words(self) -> list[str]:
        words = self._process.stdout.readline().split()
        assert words, f"moto ended: {self._log.read_text()}"
        return words


def main() -> None:
    """Serve the stage, and fork for each line `copy` of standard input, until that is closed."""
    from infra.local.emulator.emulator_process import moto_server

    server = moto_server(HOST, 0)._server
    alive, ours = os.pipe()  # closed when this process ends: no copy outlives it
    _print_line(f"http://{HOST}:{server.port}")
    for line in sys.stdin:
        match line.split():
            case ["copy"]:
                gc.freeze()  # memory that is never collected is never written to and stays shared
                if os.fork() == 0:
                    os.close(ours)
                    _serve(server.app, alive)
            case ["end", pid]:
                os.kill(int(pid), signal.SIGKILL)
                os.waitpid(int(pid), 0)
                _print_line(f"ended {pid}")


def _serve(app: Any, alive: int) -> None:
    from moto.moto_server.werkzeug_app import MotoRequestHandler
    from werkzeug.serving import make_server

    server = make_server(HOST, 0, app, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _print_line(f"http://{HOST}:{server.port} {os.getpid()}")
    os.read(alive, 1)
    os._exit(0)


def _print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
