"""Time of a fresh process until its first DynamoDB client exists, in this environment and as deployed."""

import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.fresh import IN_LAMBDA, Program, ratios
from infra.aws.release import bytecode, package

REFERENCE = 'import boto3\nboto3.client("dynamodb")'
APP = 'import app\nfrom chalicelib.adapters.aws import clients as aws\nassert "dynamodb" in aws._clients'
IMPORT = "import app"
MEGABYTE = 2**20


def figures(runs: int) -> Iterator[Figure]:
    reference = Program(REFERENCE)
    whole, imported = ratios([Program(APP, extra=IN_LAMBDA), Program(IMPORT)], reference, runs)
    yield Figure("start", whole, 0.9, "boto3 and its client", "x")
    yield Figure("  of which importing app.py, before Lambda's warm-up", imported, None, "the same", "x")
    with TemporaryDirectory() as folder:
        yield from _shipped(package.build(target=Path(folder, "package.zip")), Path(folder), runs)


def _shipped(archive: Path, folder: Path, runs: int) -> Iterator[Figure]:
    """The package as in Lambda, which cannot write bytecode, relative to the same with bytecode written by Python."""
    shipped, warm, plain, first = (folder / name for name in ("shipped", "warm", "plain", "first"))
    for tree in (shipped, warm, plain, first):
        with zipfile.ZipFile(archive) as content:
            content.extractall(tree)
    for tree in (warm, plain, first):
        for compiled in list(tree.rglob("__pycache__")):
            shutil.rmtree(compiled)
    bytecode.extract(archive, plain)  # as in `vendor`, whose files Chalice adds to the requirements
    after, bare, ours = ratios([_from(plain), _from(first), _from(shipped)], _from(warm, may_write=True), runs)
    yield Figure("start as shipped by `infra deploy`", ours, 1.2, "the same, bytecode warm", "x")
    yield Figure("start after a plain `chalice deploy`", after, 1.4, "with what `infra deploy` left in vendor/", "x")
    yield Figure("  where `infra deploy` never ran", bare, None, "no bytecode at all", "x")
    yield Figure("package, zipped", archive.stat().st_size / MEGABYTE, 30, unit=" MB")


def _from(tree: Path, *, may_write: bool = False) -> Program:
    """The app of an unpacked package on a bare interpreter, as in Lambda, without this virtual environment."""
    code = f"import sys\nsys.path.insert(0, {str(tree)!r})\n{APP}"
    python = [getattr(sys, "_base_executable", sys.executable), "-I", "-S", *([] if may_write else ["-B"])]
    return Program(code, python=python, extra=IN_LAMBDA)
