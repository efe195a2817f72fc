"""The real `chalice deploy`, in a clean copy of the project that holds our package where Chalice expects one.

It runs in a copy because Chalice packages every file below `chalicelib`, this machine's bytecode included.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import bytecode, chalice_record, package, unchanged
from infra.aws.release.stages import PROJECT

PROGRAM = """import sys
try:
    from chalice.cli import main
    sys.exit(main())
except KeyboardInterrupt:
    sys.exit(130)
"""
"""Chalice's command line. Ctrl-C reaches it as well as this process; while Chalice loads it would print a traceback."""


def release(account: Account, *, is_forced: bool, project: Path = PROJECT) -> list[str]:
    """Deploy the code of the project, unless AWS has all of it; write Chalice's record into the project in any case.

    Returns the reasons why something was deployed; none if nothing had to be, and then nothing was uploaded either.

    Raises:
        CannotBuild: The package cannot be built.
        Refused: Chalice fails, or there are several REST APIs.
    """
    copy = _copy(project, account.stage)
    record = chalice_record.recover(account)
    built = package.build(copy, package_path(copy), project)
    bytecode.extract(built, project / "vendor")
    reasons = ["--force"] if is_forced else list(unchanged.differences(account, copy, built))
    if reasons:
        chalice_record.write(record, chalice_record.path(copy, account.stage))
        _chalice(copy, account)
        _enable_schedules(account)
        record = json.loads(chalice_record.path(copy, account.stage).read_text())
        unchanged.mark(account, unchanged.fingerprint(copy, account.stage, built))
    chalice_record.write(record, chalice_record.path(project, account.stage))
    return reasons


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


def _enable_schedules(account: Account) -> None:
    """Switch the rules on: Chalice leaves one as it is that somebody has switched off."""
    for function in chalice_record.SCHEDULES:
        account.client("events").enable_rule(Name=chalice_record.rule_name(account.stage, function))
