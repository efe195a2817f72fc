"""Time of `GET /v1/health` on `make run`, relative to the stock `chalice local`."""

import http.client
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.fresh import ENVIRONMENT, ROOT
from infra.local.environment import HOST, free_port

READY_SECONDS = 60
MILLI = 1000


def figures(requests: int) -> Iterator[Figure]:
    port, aws_port = free_port(0, "PORT"), free_port(0, "AWS_PORT")
    own_server = [sys.executable, "-m", "infra", "run"]
    with _serving(own_server, port, {"PORT": str(port), "AWS_PORT": str(aws_port)}):
        own_p50 = _p50(port, requests)
    port = free_port(0, "PORT")
    chalice = shutil.which("chalice", path=str(Path(sys.executable).parent)) or "chalice"
    stock_server = [chalice, "local", "--no-autoreload", "--port", str(port)]
    with _serving(stock_server, port, {}):
        stock_p50 = _p50(port, requests)
    yield Figure("GET /v1/health on `make run`, p50", own_p50 / stock_p50, 0.1, "stock `chalice local`", "x")
    yield Figure("  in milliseconds", own_p50 * MILLI, None, f"{stock_p50 * MILLI:.1f} ms", " ms")


def _p50(port: int, requests: int) -> float:
    """The median time of so many requests on one connection, in seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    taken = []
    for _ in range(requests):
        began = time.perf_counter()
        connection.request("GET", "/v1/health")
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - began)
        assert answer.status == http.client.OK
    connection.close()
    return statistics.median(taken)


@contextmanager
def _serving(command: list[str], port: int, extra: dict[str, str]) -> Iterator[None]:
    """Run a server on the port while the block runs, with further environment variables.

    Raises:
        TimeoutError: It does not answer within READY_SECONDS.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            _p50(port, 1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")
