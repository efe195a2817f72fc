"""Start: a fresh process until it has its first DynamoDB client, here and as shipped."""

import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.fresh import IN_LAMBDA, Program, ratios
from infra.aws import package

REFERENCE = 'import boto3\nboto3.client("dynamodb")'
APP = 'import app\nfrom chalicelib.adapters import aws\nassert "dynamodb" in aws._clients'
IMPORT = "import app"
MEGABYTE = 2**20


def figures(runs: int) -> Iterator[Figure]:
    reference = Program(REFERENCE)
    whole, imported = ratios([Program(APP, extra=IN_LAMBDA), Program(IMPORT)], reference, runs)
    yield Figure("start", whole, 1.0, "boto3 and its client", "x")
    yield Figure("  of which importing app.py, before Lambda's warm-up", imported, None, "the same", "x")
    with TemporaryDirectory() as folder:
        yield from _shipped(package.build(target=Path(folder, "package.zip")), Path(folder), runs)


def _shipped(archive: Path, folder: Path, runs: int) -> Iterator[Figure]:
    shipped, warm, plain = (folder / name for name in ("shipped", "warm", "plain"))
    for tree in (shipped, warm, plain):
        with zipfile.ZipFile(archive) as content:
            content.extractall(tree)
    for tree in (warm, plain):
        for bytecode in list(tree.rglob("__pycache__")):
            shutil.rmtree(bytecode)
    reference = _from(warm, may_write=True)
    ours, bare = ratios([_from(shipped), _from(plain)], reference, runs)
    yield Figure("start as shipped by `infra deploy`", ours, 1.2, "the same, bytecode warm", "x")
    yield Figure("start as shipped without bytecode, as plain Chalice does", bare, None, "the same", "x")
    yield Figure("package, zipped", archive.stat().st_size / MEGABYTE, 30, unit=" MB")


def _from(tree: Path, *, may_write: bool = False) -> Program:
    """The app of an unpacked package on a bare interpreter, as in Lambda: nothing of this virtual environment."""
    code = f"import sys\nsys.path.insert(0, {str(tree)!r})\n{APP}"
    python = [getattr(sys, "_base_executable", sys.executable), "-I", "-S", *([] if may_write else ["-B"])]
    return Program(code, python=python, extra=IN_LAMBDA)
