"""Bytecode for a plain `chalice deploy`, which compiles nothing but packages the files of `vendor/`.

The bytecode is marked "checked": Python compares it with a hash of the source and ignores it if they differ. Whatever
happens to the requirements after this, it can never be wrong, only useless.
"""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

CHECKED = bytes([3, 0, 0, 0])
"""Flags of a `.pyc` that is valid by its source's hash and is to be checked (PEP 552)."""


def extract(package: Path, vendor: Path) -> int:
    """Put the bytecode of a package's requirements into `vendor`; return the number of files.

    Our own code is left out: it changes, and Chalice adds whatever bytecode this machine has of it.
    """
    for old in list(vendor.rglob("__pycache__")):
        shutil.rmtree(old)
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if _is_wanted(PurePosixPath(name))]
        for name in names:
            file = vendor / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_as_checked(archive.read(name)))
    return len(names)


def _is_wanted(path: PurePosixPath) -> bool:
    is_own = path.parts[0] == "chalicelib" or str(path).startswith("__pycache__/app.")
    return path.suffix == ".pyc" and not is_own


def _as_checked(pyc: bytes) -> bytes:
    return pyc[:4] + CHECKED + pyc[8:]
