"""The real `chalice deploy`, in a clean copy of the project that holds our package where Chalice expects one.

It runs in a copy because Chalice packages every file below `chalicelib`, this machine's bytecode included.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import bytecode, chalice_record, package
from infra.aws.release.stages import PROJECT

PROGRAM = """import sys
try:
    from chalice.cli import main
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(130)
"""
"""Chalice's command line. Ctrl-C reaches it as well as this process; while Chalice loads it would print a traceback."""


def release(account: Account, project: Path = PROJECT) -> dict[str, Any]:
    """Deploy the code of the project; return Chalice's record, which is written into the project as well.

    Raises:
        CannotBuild: The package cannot be built.
        Refused: Chalice fails, or there are several REST APIs.
    """
    copy = _copy(project, account.stage)
    chalice_record.write(chalice_record.recover(account), chalice_record.path(copy, account.stage))
    built = package.build(copy, package_path(copy), project)
    _chalice(copy, account)
    bytecode.extract(built, project / "vendor")
    file = chalice_record.path(copy, account.stage)
    deployed: dict[str, Any] = json.loads(file.read_text())
    chalice_record.write(deployed, chalice_record.path(project, account.stage))
    return deployed


def package_path(project: Path) -> Path:
    """The file in which `chalice deploy` expects the package of exactly these sources."""
    from chalice.deploy.packager import DependencyBuilder, LambdaDeploymentPackager
    from chalice.utils import UI, OSUtils

    packager = LambdaDeploymentPackager(OSUtils(), DependencyBuilder(OSUtils()), UI())
    return Path(packager.deployment_package_filename(str(project), package.RUNTIME))


def _copy(project: Path, stage: str) -> Path:
    copy = project / "build" / "release" / stage
    shutil.rmtree(copy, ignore_errors=True)
    package.copy_sources(project / "chalicelib", copy / "chalicelib")
    for name in ("app.py", "requirements.txt"):
        shutil.copy(project / name, copy / name)
    ignored = shutil.ignore_patterns("deployed", "deployments", "venv")
    shutil.copytree(project / ".chalice", copy / ".chalice", ignore=ignored)
    return copy


def _chalice(project: Path, account: Account) -> None:
    """Run Chalice, whose `main` returns its exit code where it catches an error.

    Raises:
        Refused: Chalice fails; it has printed why.
    """
    command = [sys.executable, "-c", PROGRAM, "deploy", "--stage", account.stage]
    environment = account.environment | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=project, env=environment, check=False)
    if done.returncode:
        raise Refused("`chalice deploy` failed: its message above says why. Nothing is lost; mend it and deploy again.")
