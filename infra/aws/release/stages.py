"""The stages that Chalice knows: `.chalice/config.json` and a policy file per function and stage.

Policies contain names, so they exist per stage; each function has one template in `infra/policies`, and a test keeps
the files equal to it. A deploy writes a stage that is new, and brings one of an earlier release to this one, for the
admin to commit; what the admin has added is kept.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

from chalicelib import names
from chalicelib.adapters.city_pack.pack import load
from infra.aws.release import policy_files
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
    """Bring the stage's entry and policies to this release where they differ; return the files that were written.

    What the administrator has set or added is kept: settings of the entry that are there, and statements of policies
    that are not ours.

    Raises:
        UnknownStage: `.chalice/config.json` has no such stage.
    """
    city, file = city_of(stage, project), project / ".chalice" / "config.json"
    config = json.loads(file.read_text())
    entry = _completed(config["stages"][stage], settings(stage, city))
    written = []
    if entry != config["stages"][stage]:
        config["stages"][stage] = entry
        written.append(_write(file, json.dumps(config, indent=2) + "\n"))
    return [*written, *_renewed_policies(stage, entry, city, project)]


def _completed(entry: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The entry with what it lacks; what it has stays as it is."""
    missing = {key: value for key, value in wanted.items() if key not in entry}
    below = {
        key: _completed(value, wanted[key])
        for key, value in entry.items()
        if isinstance(value, dict) and isinstance(wanted.get(key), dict)
    }
    return entry | below | missing


def _renewed_policies(stage: str, entry: dict[str, Any], city: str, project: Path) -> Iterator[Path]:
    """Write the policies of this release that are missing or differ. The entry says where each of them is."""
    for function in FUNCTIONS:
        file = project / ".chalice" / entry["lambda_functions"][function]["iam_policy_file"]
        rendered, existing = policy(function, stage, city), file.read_text() if file.exists() else "{}"
        wanted = policy_files.merged(rendered, existing)
        if json.loads(wanted) != json.loads(existing):
            yield _write(file, wanted)


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
