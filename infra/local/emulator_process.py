"""The emulator's own process: serves until its standard input is closed (`python -m infra.local.emulator_process moto`)."""

import os
import signal
import sys
import threading


def main(kind: str) -> None:
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    {"moto": _moto, "ministack": _ministack}[kind]()


def _end_with_the_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGINT)


def _moto() -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"]), verbose=False)
    server.start()
    try:
        signal.pause()
    except KeyboardInterrupt:
        server.stop()


def _ministack() -> None:
    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main(sys.argv.pop(1))
