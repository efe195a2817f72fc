"""`deploy`, `status`, `destroy`, `subscribe`, `redrive`: one stage on AWS."""

import argparse


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands (loaded when one is run: starting the CLI is quick)."""
