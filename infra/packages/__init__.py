"""What ships and where it comes from: `hash-packages`, `sbom`, `audit-packages`."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    """Add the commands; the modules that do the work are imported when they run."""
    hashing = _command(
        subparsers, "hash-packages", "renew the hashes of what ships, after a change of requirements.txt"
    )
    hashing.set_defaults(module="infra.packages.hashes")
    sbom = _command(subparsers, "sbom", "what ships, as a CycloneDX document")
    sbom.set_defaults(module="infra.packages.sbom")
    sbom.add_argument("file", type=Path, nargs="?", help="write it there instead of printing it")
    audit = _command(subparsers, "audit-packages", "whether a package that ships is known to be vulnerable")
    audit.set_defaults(module="infra.packages.audit")


def _command(subparsers: Any, name: str, purpose: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=purpose, description=purpose)
    parser.set_defaults(run=_run)
    return parser


def _run(options: argparse.Namespace) -> int:
    from infra.aws.failures import as_message

    return as_message(import_module(options.module).run)(options)
