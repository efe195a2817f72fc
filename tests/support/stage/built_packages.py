"""The requirements for Lambda, which several processes of tests need: installed and compiled by the first of them."""

import fcntl
from pathlib import Path

from infra.aws.release import package

BUILD = package.PROJECT / "build"


def requirements() -> Path:
    """The zip below the project's `build/`.

    Raises:
        CannotBuild: where there is no package index.
    """
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "requirements.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return package.dependencies()
