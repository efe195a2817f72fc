"""The stages that Chalice knows: `.chalice/config.json` and a policy file per function and stage.

Policies contain names, so they exist per stage; each function has one template in `infra/policies`, and a test keeps
the files equal to it. A new stage is written once, for the admin to commit; nothing is rewritten unless the admin asks
for it (`infra policies`).
"""

import json
from pathlib import Path
from string import Template
from typing import Any

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from infra.aws.release.chalice_record import FUNCTIONS

PROJECT = Path(__file__).parents[3]
POLICIES = Path(__file__).parents[2] / "policies"

OFF = "off"
"""`SEDULUR_MESSAGES` until SMS or e-mail is set up for the stage: then `sms`, `email` or both, with a space between."""

NOBODY = "nobody@sender.invalid"
"""The sender in the policies of a city that has no address of its own: an address that cannot exist."""


LOCAL = "local"
"""The stage of `make run`, which is never deployed."""


class UnknownStage(Exception):
    """The stage is not in `.chalice/config.json`."""


def policy(function: str, stage: str, city: str = "") -> str:
    """The text of the policy file of one function in one stage of this city (by default the stage's own).

    `${sender}` is the address that the city's e-mails come from: the only part of a policy that does not follow from
    the stage.

    Raises:
        UnknownStage: No city is named, and `.chalice/config.json` has no such stage.
    """
    text = (POLICIES / f"{function}.json").read_text()
    sender = _sender(city or city_of(stage)) if "${sender" in text else ""
    return Template(text).substitute(stage=stage, sender=sender, sender_domain=sender.partition("@")[2])


def _sender(city: str) -> str:
    return load(city).catalogue.city.messaging.address or NOBODY


def policy_file(function: str, stage: str) -> str:
    """Path of the policy, relative to `.chalice`."""
    return f"policies/{stage}/{function}.json"


def settings(stage: str, city: str) -> dict[str, Any]:
    """The stage's part of `.chalice/config.json`."""
    return {
        "environment_variables": {
            "SEDULUR_STAGE": stage,
            "SEDULUR_CITY": city,
            "SEDULUR_MESSAGES": OFF,
        },
        "tags": {"app": names.APP, "stage": stage, "city": city},
        "lambda_functions": {function: {"iam_policy_file": policy_file(function, stage)} for function in FUNCTIONS},
    }


def scaffold(stage: str, city: str, project: Path = PROJECT) -> list[Path]:
    """Add a stage that is missing; return the files that were written, none if the stage was there."""
    chalice = project / ".chalice"
    config = json.loads((chalice / "config.json").read_text())
    if stage in config["stages"]:
        return []
    config["stages"][stage] = settings(stage, city)
    written = [_write(chalice / "config.json", json.dumps(config, indent=2) + "\n")]
    for function in FUNCTIONS:
        file = chalice / policy_file(function, stage)
        if not file.exists():
            written.append(_write(file, policy(function, stage, city)))
    return written


def renew(stage: str, project: Path = PROJECT) -> list[Path]:
    """Write the stage's policies anew where they differ; return the files that were written.

    Raises:
        UnknownStage: `.chalice/config.json` has no such stage.
    """
    city = city_of(stage, project)
    files = {project / ".chalice" / policy_file(each, stage): policy(each, stage, city) for each in FUNCTIONS}
    return [_write(file, text) for file, text in files.items() if not file.exists() or file.read_text() != text]


def deploy_command(stage: str, project: Path = PROJECT) -> str:
    """The command that brings the stage up: one that `.chalice/config.json` does not know needs its city named."""
    known = json.loads((project / ".chalice" / "config.json").read_text())["stages"]
    return f"python -m infra deploy --stage {stage}{'' if stage in known else ' --city CITY'}"


def city_of(stage: str, project: Path = PROJECT) -> str:
    """The city that a stage serves.

    Raises:
        UnknownStage: `.chalice/config.json` has no such stage.
    """
    stages = json.loads((project / ".chalice" / "config.json").read_text())["stages"]
    if stage not in stages:
        raise UnknownStage(
            f"There is no stage {stage} in .chalice/config.json, only {', '.join(stages)}: "
            f"`{deploy_command(stage, project)}` adds it."
        )
    return str(stages[stage]["environment_variables"]["SEDULUR_CITY"])


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file
