"""A whole stage on an emulated AWS that enforces IAM: deployed once, by the command that an admin types.

All modules share it, so each leaves it as it was; `test_the_end` comes last and takes it away. One process runs this
folder (`tests/support/process_sharing.py`), on an emulator and a copy of the project that no other touches.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.aws.account import Account
from infra.aws.release import chalice_record
from infra.local.emulator.emulator_handle import Emulator
from infra.local.environment import environment_variables, free_port
from tests.deploy.stage import Stage
from tests.support.stage import built_packages
from tests.support.stage.deployed_staff import People

ROOT = Path(__file__).parents[2]
NAME = "uji"
"""A stage that `.chalice/config.json` does not know: the deploy writes it down."""


@pytest.fixture(scope="package")
def ministack() -> Iterator[str]:
    """The endpoint of a ministack of our own with IAM enforced, on a free port of 127.0.0.1; gone afterwards."""
    emulator = Emulator("ministack", free_port(0, "GATEWAY_PORT"))
    with environment_variables({"AUTH": "true"}):
        running = emulator.__enter__()
    try:
        running.wait_until_ready()
        yield running.endpoint
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(scope="package")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that nobody who works on it meanwhile changes what is deployed."""
    copy = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("__pycache__", "deployed", "deployments", "venv")
    for folder in ("chalicelib", "infra", ".chalice"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for file in ("app.py", "requirements.txt", "requirements-hashes.txt", "pyproject.toml"):
        shutil.copy(ROOT / file, copy / file)
    built_packages.requirements()
    (copy / "build").symlink_to(ROOT / "build")  # the installed requirements are used again
    return copy


@pytest.fixture(scope="package")
def stage(ministack: str, checkout: Path) -> Iterator[Stage]:
    """The deployed stage."""
    gap = str(Path(__file__).with_name("gap"))
    environment = {"PYTHONPATH": gap, "PYTHONDONTWRITEBYTECODE": "1", "AWS_MAX_ATTEMPTS": "3"}
    stage = Stage(Account(NAME, os.environ["AWS_REGION"], ministack), checkout, environment)
    stage.output = stage.run("deploy", "--city", "pati")
    yield stage
    shutil.rmtree(ROOT / "build" / "release" / NAME, ignore_errors=True)


@pytest.fixture(scope="package")
def people(stage: Stage) -> People:
    """Staff of the stage, signed in."""
    return People(stage)


@pytest.fixture(scope="module")
def texting(stage: Stage) -> Iterator[Stage]:
    """The stage, set up for SMS to reporters for a while."""
    client, name = stage.client("lambda"), chalice_record.function_name(NAME, "send_messages")
    known = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert known["SEDULUR_MESSAGES"] == "off"
    on = {"Variables": known | {"SEDULUR_MESSAGES": "sms"}}
    stage.settle("messages")
    client.update_function_configuration(FunctionName=name, Environment=on)
    yield stage
    stage.settle("messages")
    client.update_function_configuration(FunctionName=name, Environment={"Variables": known})
