"""Processor time of fresh Python processes, run in turns with a reference so that noise affects both."""

import os
import statistics
import subprocess
import sys
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

IN_LAMBDA = {"AWS_LAMBDA_FUNCTION_NAME": "bench"}
"""Makes the app warm itself up when it is imported, as in Lambda."""

EXIT = "\nimport os\nos._exit(0)"
"""Ends the process without the clean-up, which is no part of its start."""


class Program:
    """A Python program; each run is a new process that ends after the last line."""

    def __init__(
        self, code: str, *, python: Sequence[str] = (sys.executable,), extra: Mapping[str, str] | None = None
    ) -> None:
        self._command = [*python, "-c", code + EXIT]
        self._environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **ENVIRONMENT}
        self._environment |= {"PYTHONPATH": str(ROOT), **(extra or {})}

    def seconds(self) -> float:
        """User and system time of one run.

        Raises:
            CalledProcessError: The program fails.
        """
        process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment)
        _, status, spent = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._command)
        return spent.ru_utime + spent.ru_stime


def ratios(programs: Sequence[Program], reference: Program, runs: int) -> list[float]:
    """Ratio of each program to the reference: the median over rounds in which each runs once."""
    for program in (*programs, reference):
        program.seconds()  # a first run does work that later ones do not
    rounds = [[reference.seconds(), *(program.seconds() for program in programs)] for _ in range(runs)]
    return [statistics.median(each[n + 1] / each[0] for each in rounds) for n in range(len(programs))]
