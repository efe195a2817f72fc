"""The emulator's own process, which serves until its standard input is closed."""

import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moto.server import ThreadedMotoServer


def main(kind: str) -> None:
    """Serve until the parent process ends. `kind` is `moto` or `ministack`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` makes it ignored
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    {"moto": _moto, "ministack": _ministack}[kind]()


def _end_with_the_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGINT)


def moto_server(host: str, port: int) -> "ThreadedMotoServer":
    """Serve moto with our changes to it, from a thread of this process."""
    from moto import backends
    from moto.server import ThreadedMotoServer

    from infra.local.emulator import moto_accounts, moto_connections, moto_requests, moto_table

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # without a line for each request
    moto_connections.install()
    moto_requests.install()
    for service in ("cloudformation", "dynamodb", "dynamodbstreams", "kms", "s3", "sns", "sqs"):
        backends.get_backend(service)  # while the parent imports the app, not at the first request
    moto_table.install()
    moto_accounts.install()
    server = ThreadedMotoServer(host, port, verbose=False)
    server.start()
    return server


def _moto() -> None:
    moto_server(os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"]))
    with suppress(KeyboardInterrupt):
        signal.pause()  # nothing is kept, so nothing has to be stopped


def _ministack() -> None:
    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main(sys.argv.pop(1))
