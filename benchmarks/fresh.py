"""CPU time of a fresh Python process, as a ratio to another one's: both run in turns, so that noise hits both."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]

ENVIRONMENT = {
    "SEDULUR_STAGE": "local",
    "SEDULUR_CITY": "pati",
    "AWS_REGION": "ap-southeast-3",
    "AWS_DEFAULT_REGION": "ap-southeast-3",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def cpu_seconds(command: Sequence[str], *, at: Path = ROOT, extra: Mapping[str, str] | None = None) -> float:
    """User and system time of one run; CalledProcessError with its output if it fails."""
    before = os.times()
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | ENVIRONMENT | (extra or {})
    subprocess.run(command, cwd=at, env=environment, check=True)
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return round(spent, 4)
