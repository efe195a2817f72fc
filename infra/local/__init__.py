"""Sedulur on this machine: `make run`, and `replay`, which sends reports to an installation.

`python -m infra run` is the whole system: an embedded AWS (moto, or ministack for thousands of tickets), HTTP and a
pump that carries events as the Pipe and the queue triggers do. Nothing of this package is deployed.
"""

from argparse import ArgumentParser, Namespace
from typing import Any

from infra.local.replaying.arguments import replay_arguments


def register(subparsers: Any) -> None:
    """Add the commands `run` and `replay`."""
    running: ArgumentParser = subparsers.add_parser("run", help="the whole system on this machine (make run)")
    running.set_defaults(run=_run)
    replaying: ArgumentParser = subparsers.add_parser("replay", help="send reports from JSON lines and follow them")
    replay_arguments(replaying)
    replaying.set_defaults(run=_replay)


def _run(_: Namespace) -> int:
    from infra.local.run import run

    return run()


def _replay(options: Namespace) -> int:
    from infra.local.replay import replay

    return int(replay(options))
