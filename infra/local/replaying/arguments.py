"""Command-line arguments of `replay`."""

from argparse import ArgumentParser
from pathlib import Path


def replay_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `replay`."""
    parser.add_argument("file", type=Path, help="JSON lines: `teks`, optional `service` and `area`")
    parser.add_argument("--url", required=True, help="base URL of the installation, e.g. http://127.0.0.1:8000")
    parser.add_argument("--stage", default="local", help="stage whose ledger records when notices went out")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N lines")
    parser.add_argument("--concurrency", type=int, default=4, metavar="N", help="reports on their way at once")
    parser.add_argument("--area", metavar="CODE", help="place of reports without `area` (default: the first desa)")
    parser.add_argument("--patience", type=float, default=60, metavar="SECONDS", help="wait that long for each report")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
