"""The stages that Chalice knows: `.chalice/config.json` and a policy file per function and stage.

Policies contain names, so they exist per stage; all come from one template each in `infra/policies`, and a test holds
them equal. A stage that is not there yet is written once, for the admin to commit; nothing is ever rewritten.
"""

import json
from pathlib import Path
from string import Template
from typing import Any

from chalicelib import names

PROJECT = Path(__file__).parents[2]
POLICIES = Path(__file__).parents[1] / "policies"
FUNCTIONS = ("api_handler", "route_tickets", "send_notices")


class UnknownStage(Exception):
    """The stage is not in `.chalice/config.json`."""


def policy(function: str, stage: str) -> str:
    """The policy of one function in one stage, as text of its file."""
    return Template((POLICIES / f"{function}.json").read_text()).substitute(stage=stage)


def policy_file(function: str, stage: str) -> str:
    """Where the policy lies, seen from `.chalice`."""
    return f"policies/{stage}/{function}.json"


def settings(stage: str, city: str) -> dict[str, Any]:
    """The stage's part of `.chalice/config.json`."""
    return {
        "environment_variables": {
            "SEDULUR_STAGE": stage,
            "SEDULUR_CITY": city,
        },
        "tags": {"app": names.APP, "stage": stage, "city": city},
        "lambda_functions": {function: {"iam_policy_file": policy_file(function, stage)} for function in FUNCTIONS},
    }


def scaffold(stage: str, city: str, project: Path = PROJECT) -> list[Path]:
    """Add a stage that is missing; answers with the files that were written, empty if the stage was there."""
    chalice = project / ".chalice"
    config = json.loads((chalice / "config.json").read_text())
    if stage in config["stages"]:
        return []
    config["stages"][stage] = settings(stage, city)
    written = [_write(chalice / "config.json", json.dumps(config, indent=2) + "\n")]
    for function in FUNCTIONS:
        file = chalice / policy_file(function, stage)
        if not file.exists():
            written.append(_write(file, policy(function, stage)))
    return written


def city_of(stage: str, project: Path = PROJECT) -> str:
    """Which city a stage serves; UnknownStage."""
    stages = json.loads((project / ".chalice" / "config.json").read_text())["stages"]
    if stage not in stages:
        raise UnknownStage(f"There is no stage {stage} in .chalice/config.json, only {', '.join(stages)}.")
    return str(stages[stage]["environment_variables"]["SEDULUR_CITY"])


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file
