"""Whether a release would change anything: what it is made of, and what AWS has, are compared before it.

A finished release leaves a mark on the API's function: a tag with the fingerprint of all it was made of. Chalice takes
away tags that are not its own whenever it updates the function, so the mark of a release that was interrupted, or that
a plain `chalice deploy` has replaced, is gone by itself. The mark says that everything was released, routes included;
whether somebody has changed a function, a role or a trigger since is looked up. Routes that somebody has changed in API
Gateway itself are not: `deploy --force` puts them right.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib import __version__, names
from chalicelib.settings import MOST_AT_ONCE
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import chalice_record, package
from infra.aws.release.chalice_record import API_HANDLER, FUNCTIONS, SCHEDULES, TRIGGERS

MARK, VERSION = "release", "version"
"""Keys of the tags: the fingerprint, and the version that people read."""


def fingerprint(project: Path, stage: str, built: Path) -> str:
    """The hash of everything that a release of the project to the stage is made of; `built` is its package."""
    from chalice import __version__ as chalice_version

    policies = [policy_text(project, stage, function) for function in FUNCTIONS]
    parts = [_sha256(built).hex(), chalice_version, package.RUNTIME, _config(project, stage), policies]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def mark(account: Account, value: str) -> None:
    """Leave the mark of a finished release."""
    client = account.client("lambda")
    name = chalice_record.function_name(account.stage, API_HANDLER)
    arn = client.get_function_configuration(FunctionName=name)["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={MARK: value, VERSION: __version__})


def deployed_version(account: Account) -> str:
    """The version of the last finished release; empty if there is none, or it was one that left no mark."""
    deployed = _deployed(account, API_HANDLER)
    return str(deployed.get("Tags", {}).get(VERSION, "")) if deployed else ""


def refuse_older(account: Account) -> None:
    """Check that no newer release is deployed: this one might not read what the newer has written.

    Raises:
        Refused: There is one.
    """
    deployed = deployed_version(account)
    if is_older(__version__, deployed):
        raise Refused(
            f"{account.stage} runs {deployed}; this checkout is {__version__} and might not read what "
            "the newer one has written: take the newer checkout, or --force."
        )


def is_older(version: str, than: str) -> bool:
    """Whether a version comes before another, by their numbers; False if one of the two is unknown."""
    first, second = ([int(number) for number in re.findall(r"\d+", each)[:3]] for each in (version, than))
    return bool(first and second) and first < second


def differences(account: Account, project: Path, built: Path) -> Iterator[str]:
    """Everything in which AWS differs from what a release of this package would leave, as far as it can be seen.

    Raises:
        Refused: Several REST APIs call the API's function.
    """
    wanted = fingerprint(project, account.stage, built)
    for function in FUNCTIONS:
        deployed = _deployed(account, function)
        if deployed is None:
            yield f"{function}: missing"
            continue
        if function == API_HANDLER and deployed.get("Tags", {}).get(MARK) != wanted:
            yield "another release, or one that was not finished"
        yield from _of_function(account, project, function, deployed, _sha256(built))
    yield from (f"the trigger of {each}" for each in TRIGGERS if not _is_triggered(account, each))
    yield from (f"the schedule of {each}" for each in SCHEDULES if not _is_scheduled(account, each))
    if chalice_record.rest_api_id(account) is None:
        yield "the API: missing"


def _of_function(
    account: Account, project: Path, function: str, deployed: dict[str, Any], code: bytes
) -> Iterator[str]:
    """In what a function and its role differ from what they should be."""
    from chalice import constants

    actual, settings = deployed["Configuration"], _settings(project, account.stage, function)
    wanted = {
        "CodeSha256": b64encode(code).decode(),
        "Runtime": package.RUNTIME,
        "Handler": "app.app" if function == API_HANDLER else f"app.{function}",
        "Timeout": settings.lambda_timeout or constants.DEFAULT_LAMBDA_TIMEOUT,
        "MemorySize": settings.lambda_memory_size or constants.DEFAULT_LAMBDA_MEMORY_SIZE,
    }
    yield from (f"{key} of {function}" for key, value in wanted.items() if actual.get(key) != value)
    if actual.get("Environment", {}).get("Variables", {}) != settings.environment_variables:
        yield f"environment of {function}"
    if not str(actual["Role"]).endswith(f":role/{_role(account, function)}"):
        yield f"role of {function}"
    if deployed.get("Concurrency", {}).get("ReservedConcurrentExecutions") != settings.reserved_concurrency:
        yield f"reserved concurrency of {function}"
    if not settings.tags.items() <= deployed.get("Tags", {}).items():
        yield f"tags of {function}"
    if _policy(account, function) != json.loads(policy_text(project, account.stage, function)):
        yield f"policy of {function}"


def policy_text(project: Path, stage: str, function: str) -> str:
    """The text of the function's policy file, as Chalice reads it."""
    return str((project / ".chalice" / _settings(project, stage, function).iam_policy_file).read_text())


def _config(project: Path, stage: str) -> dict[str, Any]:
    """What `.chalice/config.json` says of this stage and of all of them."""
    config: dict[str, Any] = json.loads((project / ".chalice" / "config.json").read_text())
    return config | {"stages": {stage: config["stages"][stage]}}


def _settings(project: Path, stage: str, function: str) -> Any:
    """Chalice's settings of a function, which it joins of the function's, the stage's and everybody's."""
    from chalice.config import Config

    return Config(stage, function_name=function, config_from_disk=_config(project, stage))


def _deployed(account: Account, function: str) -> dict[str, Any] | None:
    """Configuration, tags and reserved concurrency of a function; None if it is missing."""
    client = account.client("lambda")
    try:
        deployed: dict[str, Any] = client.get_function(
            FunctionName=chalice_record.function_name(account.stage, function)
        )
    except client.exceptions.ResourceNotFoundException:
        return None
    return deployed


def _policy(account: Account, function: str) -> Any:
    """The policy of the function's role; None if it has none."""
    client, name = account.client("iam"), _role(account, function)
    try:
        return client.get_role_policy(RoleName=name, PolicyName=name)["PolicyDocument"]
    except client.exceptions.NoSuchEntityException:
        return None


def _role(account: Account, function: str) -> str:
    return f"{names.APP}-{account.stage}-{function}"


def _is_triggered(account: Account, function: str) -> bool:
    mappings = account.client("lambda").list_event_source_mappings(
        EventSourceArn=account.queue_arn(names.queue(account.stage, TRIGGERS[function])),
        FunctionName=chalice_record.function_name(account.stage, function),
    )["EventSourceMappings"]
    bounds = [each.get("ScalingConfig", {}).get("MaximumConcurrency") for each in mappings]
    return bounds == [MOST_AT_ONCE[TRIGGERS[function]]]


def _is_scheduled(account: Account, function: str) -> bool:
    client, name = account.client("events"), chalice_record.rule_name(account.stage, function)
    try:
        rule = client.describe_rule(Name=name)
        is_calling = bool(client.list_targets_by_rule(Rule=name)["Targets"])
    except client.exceptions.ResourceNotFoundException:
        return False
    return is_calling and rule["State"] == "ENABLED" and rule["ScheduleExpression"] == SCHEDULES[function]


def _sha256(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
