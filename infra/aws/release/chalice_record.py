"""What Chalice must know of an earlier deploy, read from AWS.

Chalice finds functions and roles by name, but knows the REST API and the queue triggers only from
`.chalice/deployed/<stage>.json`, which is on the machine that deployed last. Without it, it would fail at the triggers
(AWS refuses a second one) or make a second API. AWS itself holds all of it, so no copy has to be kept anywhere.
"""

import json
import re
from pathlib import Path
from typing import Any

from chalicelib import names
from infra.aws.account import API_STAGE, Account
from infra.aws.failures import Refused

API_HANDLER = "api_handler"
TRIGGERS = {
    "route_tickets": "routing",
    "send_notices": "notices",
    "send_messages": "messages",
    "count_events": "statistics",
    "clean_photo": "photos",
}
"""Queue functions of `app.py` and the queues that trigger them."""

SCHEDULES = {"watch_deadlines": "rate(5 minutes)", "send_digests": "rate(15 minutes)"}
"""Scheduled functions of `app.py`, and how often they run."""

FUNCTIONS = (API_HANDLER, *TRIGGERS, *SCHEDULES)
"""Every function of `app.py`."""


def function_name(stage: str, function: str) -> str:
    """A Lambda function's physical name, as Chalice forms it."""
    return f"{names.APP}-{stage}" if function == API_HANDLER else f"{names.APP}-{stage}-{function}"


def path(project: Path, stage: str) -> Path:
    """Path of Chalice's record of a stage."""
    return project / ".chalice" / "deployed" / f"{stage}.json"


def recover(account: Account) -> dict[str, Any]:
    """The record of everything of the stage that is on AWS, as Chalice writes it."""
    resources: list[dict[str, Any]] = []
    for function in FUNCTIONS:
        if arn := _function_arn(account, function):
            resources += [*_role(account, function), _entry(function, "lambda_function", lambda_arn=arn)]
            resources += [*_trigger(account, function, arn), *_schedule(account, function)]
    if rest_api := rest_api_id(account):
        url = f"https://{rest_api}.execute-api.{account.region}.amazonaws.com/{API_STAGE}/"
        resources.append(_entry("rest_api", "rest_api", rest_api_id=rest_api, rest_api_url=url))
    return {"resources": resources, "schema_version": "2.0", "backend": "api"}


def write(record: dict[str, Any], file: Path) -> None:
    """Write the record to the file in which Chalice expects it; an empty record removes the file."""
    if record["resources"]:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(record, indent=2) + "\n")
    else:
        file.unlink(missing_ok=True)


def rest_api_id(account: Account) -> str | None:
    """The id of the REST API that may call the API's function; None if there is none.

    Raises:
        Refused: There are several.
    """
    rest_apis = [each for each in _callers(account) if _rest_api_exists(account, each)]
    if len(rest_apis) > 1:
        raise Refused(
            f"Several REST APIs call {function_name(account.stage, API_HANDLER)}: {', '.join(rest_apis)}. Delete those "
            "that nobody uses (`aws apigateway delete-rest-api --rest-api-id …`) and deploy again."
        )
    return rest_apis[0] if rest_apis else None


def _callers(account: Account) -> list[str]:
    """Ids of the REST APIs that the function's policy names; they may have been deleted since."""
    client = account.client("lambda")
    try:
        policy = json.loads(client.get_policy(FunctionName=function_name(account.stage, API_HANDLER))["Policy"])
    except client.exceptions.ResourceNotFoundException:
        return []
    sources = re.findall(r"arn:[\w-]+:execute-api:[^:]*:[^:]*:([^/\"*]+)", json.dumps(policy))
    return list(dict.fromkeys(sources))


def _rest_api_exists(account: Account, rest_api: str) -> bool:
    client = account.client("apigateway")
    try:
        client.get_rest_api(restApiId=rest_api)
    except client.exceptions.NotFoundException:
        return False
    return True


def _function_arn(account: Account, function: str) -> str | None:
    client = account.client("lambda")
    try:
        configuration = client.get_function_configuration(FunctionName=function_name(account.stage, function))
    except client.exceptions.ResourceNotFoundException:
        return None
    return str(configuration["FunctionArn"])


def _role(account: Account, function: str) -> list[dict[str, Any]]:
    client = account.client("iam")
    name = f"{names.APP}-{account.stage}-{function}"
    try:
        arn = client.get_role(RoleName=name)["Role"]["Arn"]
    except client.exceptions.NoSuchEntityException:
        return []
    return [_entry(f"{function}_role", "iam_role", role_arn=arn, role_name=name)]


def _trigger(account: Account, function: str, function_arn: str) -> list[dict[str, Any]]:
    if function not in TRIGGERS:
        return []
    queue = names.queue(account.stage, TRIGGERS[function])
    queue_arn = account.queue_arn(queue)
    mappings = account.client("lambda").list_event_source_mappings(
        EventSourceArn=queue_arn, FunctionName=function_name(account.stage, function)
    )["EventSourceMappings"]
    details = {"queue_arn": queue_arn, "queue": queue, "lambda_arn": function_arn}
    name = f"{function}-sqs-event-source"
    return [_entry(name, "sqs_event", event_uuid=each["UUID"], **details) for each in mappings[:1]]


def rule_name(stage: str, function: str) -> str:
    """EventBridge's rule that calls a function on its schedule, as Chalice names it."""
    return f"{function_name(stage, function)}-event"


def _schedule(account: Account, function: str) -> list[dict[str, Any]]:
    if function not in SCHEDULES:
        return []
    client, name = account.client("events"), rule_name(account.stage, function)
    try:
        client.describe_rule(Name=name)
    except client.exceptions.ResourceNotFoundException:
        return []
    return [_entry(f"{function}-event", "cloudwatch_event", rule_name=name)]


def _entry(name: str, kind: str, **details: str) -> dict[str, Any]:
    return {"name": name, "resource_type": kind, **details}
