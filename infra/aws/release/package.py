"""The package that Lambda gets: like Chalice's own, but with bytecode, without what is never loaded, reproducible.

Lambda cannot write bytecode, so without it every cold start compiles everything anew. It is marked "unchecked":
Lambda neither reads the sources nor compares times. Equal sources give equal bytes: a repeated deploy changes nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chalicelib.adapters.aws.clients import SERVICES
from infra.packages import hashes
from infra.packages.requirements import Requirement

PROJECT = Path(__file__).parents[3]
RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
"""Lambda runs the Python version that deploys: Chalice chooses it so, and bytecode fits a single version."""

NEVER_LOADED = (
    "PIL/_avif.*", "PIL/_imagingft.*", "PIL/_imagingtk.*",
    *(f"pillow.libs/lib{name}*" for name in ("avif", "brotli", "freetype", "harfbuzz", "png16")),
)  # fmt: skip
"""Pillow's codec of AVIF and its fonts, a quarter of what photos need: four formats are decoded, no text is drawn."""

_TASK_ROOT = "/var/task"
_FILE_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the earliest that the format can express."""


class CannotBuild(Exception):
    """The package could not be built; the message says why."""


def build(project: Path = PROJECT, target: Path | None = None, cache: Path | None = None) -> Path:
    """Build the package of a project's `app.py`, `chalicelib` and requirements; return the zip's path.

    The requirements for Lambda are installed once for each content of `requirements.txt`, below `build/` of `cache`
    (by default the project).

    Raises:
        CannotBuild: A requirement cannot be downloaded or has no wheel for Lambda, or a source cannot be compiled.
    """
    target = target or project / "build" / "package.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(dependencies(project, cache), target)
    with TemporaryDirectory() as folder:
        tree = Path(folder)
        _copy_application(project, tree)
        _compile(tree)
        _add(tree, target)
    return target


def dependencies(project: Path = PROJECT, cache: Path | None = None) -> Path:
    """The path of a zip of the compiled requirements for Lambda's Python, which is built if it is not there.

    Raises:
        CannotBuild: A requirement cannot be downloaded or has no wheel for Lambda, or a source cannot be compiled.
    """
    requirements = project / "requirements.txt"
    pinned = requirements.read_bytes() + repr((SERVICES, NEVER_LOADED, sorted(_hashes().items()))).encode()
    fingerprint = hashlib.sha256(pinned).hexdigest()[:16]
    archive = (cache or project) / "build" / f"requirements-{fingerprint}-{RUNTIME}.zip"
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=archive.parent) as folder:
            tree, unfinished = Path(folder, "tree"), Path(folder, archive.name)
            _install(requirements, tree)
            for path in list(_never_loaded(tree)):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            _compile(tree)
            _add(tree, unfinished)
            unfinished.rename(archive)
    return archive


def _hashes() -> Mapping[Requirement, frozenset[str]]:
    """The hashes that wheels may have: this project's, wherever the package is built."""
    return hashes.read(PROJECT)


def _install(requirements: Path, folder: Path) -> None:
    """Install wheels that fit Lambda, whatever this machine is, as Chalice does; none whose hash is not noted.

    Raises:
        CannotBuild: A requirement cannot be downloaded, has no wheel for Lambda, or is another file than was noted.
    """
    from chalice.deploy.packager import (
        DependencyBuilder,
        MissingDependencyError,
        NoSuchPackageError,
        PackageDownloadError,
    )
    from chalice.utils import OSUtils

    class Checked(DependencyBuilder):
        """Looks at each wheel before it is unpacked, wherever Chalice has it from."""

        def _install_wheels(self, src_dir: str, dst_dir: str, wheels: set[Any]) -> None:
            _refuse_unknown([Path(src_dir, wheel.filename) for wheel in wheels])
            super()._install_wheels(src_dir, dst_dir, wheels)

    folder.mkdir(parents=True)
    abi = f"cp{sys.version_info.major}{sys.version_info.minor}"
    try:
        Checked(OSUtils()).build_site_packages(abi, str(requirements), str(folder))
    except MissingDependencyError as missing:
        names = ", ".join(sorted(package.identifier for package in missing.missing))
        raise CannotBuild(f"No wheel for Lambda ({RUNTIME}) of: {names}") from missing
    except (NoSuchPackageError, PackageDownloadError) as problem:
        raise CannotBuild(f"pip cannot download the requirements: {problem}") from problem
    shutil.rmtree(folder / "chalice", ignore_errors=True)  # Chalice adds the part that runs in Lambda itself


def _refuse_unknown(wheels: Iterable[Path]) -> None:
    """Check the hash of each wheel.

    Raises:
        CannotBuild: One is not noted in `requirements-hashes.txt`.
    """
    if unknown := hashes.unknown(wheels, _hashes()):
        raise CannotBuild(
            f"Not what {hashes.FILE} says: {', '.join(unknown)}. If requirements.txt was changed, run `python -m infra "
            "hash-packages`; if not, somebody has changed the file at the registry or on its way: do not deploy it."
        )


def _never_loaded(folder: Path) -> Iterator[Path]:
    """The files of `NEVER_LOADED`, and the definitions of AWS services for which no client is ever made: 400 services,
    nine tenths of the package.
    """
    for pattern in NEVER_LOADED:
        yield from folder.glob(pattern)
    for data in (folder / "botocore" / "data", folder / "boto3" / "data", folder / "boto3" / "examples"):
        if data.is_dir():
            yield from (each for each in data.iterdir() if each.is_dir() and each.name not in SERVICES)


def _copy_application(project: Path, tree: Path) -> None:
    """Copy the project's code and the part of Chalice that runs in Lambda."""
    import chalice

    runtime = Path(str(chalice.__file__)).parent
    (tree / "chalice").mkdir()
    for name in ("__init__.py", "app.py"):
        shutil.copy(runtime / name, tree / "chalice" / name)
    shutil.copy(project / "app.py", tree / "app.py")
    copy_sources(project / "chalicelib", tree / "chalicelib")


def copy_sources(source: Path, target: Path) -> None:
    """Copy a folder of code without this machine's bytecode."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))


def _compile(tree: Path) -> None:
    """Compile the sources in another process, whose fixed hash seed keeps the order of constants that are sets."""
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    paths = ["-s", str(tree), "-p", _TASK_ROOT, str(tree)]
    done = subprocess.run(
        [*command, *paths], env=os.environ | {"PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotBuild(f"A source cannot be compiled:\n{done.stdout}{done.stderr}")


def _add(tree: Path, target: Path) -> None:
    """Add the files of a folder to a zip, in an order and with times that are always the same."""
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in tree.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(tree).as_posix(), _FILE_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
