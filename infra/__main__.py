"""`python -m infra …`: what an admin does with Sedulur, one module per area of work."""

import argparse
import sys
from importlib import import_module

from infra.terminal import InputClosed

COMMANDS = ("infra.city", "infra.aws", "infra.local", "infra.packages")
"""Packages with a function `register(subparsers)`; each command sets `run`, a function of its arguments, and may set
`after_interrupt`, what somebody should know who has stopped it by Ctrl-C.
"""


INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the number of SIGINT."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0, 1 if something is wrong, 2 for wrong usage, 130 after Ctrl-C."""
    advice = ""
    try:
        options = command_line().parse_args(arguments)
        advice = getattr(options, "after_interrupt", "")
        return int(options.run(options) or 0)
    except InputClosed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        sys.stdout.flush()
        print(f"\nInterrupted. {advice}".rstrip(), file=sys.stderr)
        return INTERRUPTED


def command_line() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="python -m infra", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="command")
    for package in COMMANDS:
        import_module(package).register(subparsers)
    return parser


if __name__ == "__main__":
    sys.exit(main())
