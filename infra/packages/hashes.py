"""`hash-packages`: SHA-256 of every file of a package that may ship, in `requirements-hashes.txt`.

What `infra deploy` uploads is made of wheels whose hash stands there, and of no others (`aws/release/package.py`).
pip's own `--require-hashes` does not do for it: where the machine that deploys is another than Lambda, Chalice
downloads wheels a second time, one by one and by name and version alone.
"""

import argparse
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.aws.failures import Refused
from infra.packages.requirements import PROJECT, Requirement, normal, shipped

FILE = "requirements-hashes.txt"
PYTHONS = ("3.11", "3.12", "3.13")
"""Versions that may deploy, whose wheels differ."""

NEWEST_GLIBC = (17, 28, 34)
"""Wheels are built for a minor version of glibc 2 and newer ones, and a machine takes the newest that it can load.
These are the versions that wheels are built for and Lambda's two Linuxes can load.
"""

HEADER = "# SHA-256 of the wheels that may ship. After a change of requirements.txt: `python -m infra hash-packages`\n"


def run(_: argparse.Namespace) -> int:
    known = dict(read(PROJECT))
    hashes: dict[Requirement, set[str]] = {requirement: set() for requirement in shipped()}
    for python, glibc in product(PYTHONS, NEWEST_GLIBC):
        print(f"  wheels for Python {python} and glibc 2.{glibc}", flush=True)
        for wheel, value in _downloaded(python, glibc):
            hashes[wheel].add(value)
    for requirement, former in known.items():
        if requirement in hashes and not former >= hashes[requirement]:
            print(f"  {requirement.name}=={requirement.version} has other files than when it was noted: ask why.")
    (PROJECT / FILE).write_text(HEADER + "".join(_lines(hashes)))
    print(f"{FILE} is written, with {sum(map(len, hashes.values()))} hashes of {len(hashes)} packages: please commit.")
    return 0


def read(project: Path) -> Mapping[Requirement, frozenset[str]]:
    """The hashes that each package may have; none if nobody has noted any."""
    file = project / FILE
    text = (file.read_text() if file.exists() else "").replace("\\\n", " ")
    return {
        Requirement(normal(name), version): frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))
        for name, version, rest in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(.*)$", text, re.MULTILINE)
    }


def unknown(wheels: Iterable[Path], known: Mapping[Requirement, frozenset[str]]) -> list[str]:
    """Names of the wheels whose hash is not noted, or is another one."""
    return sorted(wheel.name for wheel in wheels if _sha256(wheel) not in known.get(_requirement(wheel), ()))


def _downloaded(python: str, glibc: int) -> Iterator[tuple[Requirement, str]]:
    """Each wheel that a Linux with this version of Python and minor version of glibc takes, with its hash.

    Raises:
        Refused: pip cannot download one.
    """
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", folder]
        platforms = [*(f"manylinux_2_{minor}_x86_64" for minor in range(glibc, 16, -1)), "manylinux2014_x86_64"]
        target = ["--implementation", "cp", "--python-version", python]
        target += [option for platform in platforms for option in ("--platform", platform)]
        requirements = ["-r", str(PROJECT / "requirements.txt")]
        done = subprocess.run([*command, *target, *requirements], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refused(f"pip cannot download the wheels:\n{done.stderr.strip()}")
        yield from ((_requirement(wheel), _sha256(wheel)) for wheel in sorted(Path(folder).glob("*.whl")))


def _requirement(wheel: Path) -> Requirement:
    name, version, *_ = wheel.name.split("-")
    return Requirement(normal(name), version)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _lines(hashes: Mapping[Requirement, set[str]]) -> Iterator[str]:
    for requirement in sorted(hashes):
        options = "".join(f" \\\n    --hash=sha256:{value}" for value in sorted(hashes[requirement]))
        yield f"{requirement.name}=={requirement.version}{options}\n"
