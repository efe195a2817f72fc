"""The stage's CloudFormation stack: created or updated from the template, and followed until it stands.

On moto, whose CloudFormation knows only half of the resource types, use `infra.local.emulator.moto_stack.provision`.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import names
from infra import stack_validation
from infra.index_steps import steps
from infra.template import body, render

INLINE_LIMIT = 51_200
"""Bytes of a template that CloudFormation takes in a request; a longer one must lie in S3."""

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"

Progress = Callable[[str], None]
Upload = Callable[[str], str]


class StackProblem(Exception):
    """The stack is not as wanted; the message says what to do."""


def provision(
    cloudformation: Any,
    stage: str,
    city: str,
    *,
    progress: Progress = lambda _: None,
    upload: Upload | None = None,
    deletion_protection: str = "by-stage",
    template: Mapping[str, Any] | None = None,
) -> str:
    """Create or update the stage's stack and wait until it stands: `created`, `updated` or `unchanged`.

    `cloudformation` is a boto3 client. `progress` gets a line per resource. `upload` stores a template that is too
    long for a request and returns its URL.

    Raises:
        StackProblem: The stack cannot be brought there; the message says what to do.
    """
    goal = template or render(stage, city)
    stack = find(cloudformation, stage)
    if stack is None:
        wanted = _request(stage, city, body(goal), deletion_protection, upload)
        cloudformation.create_stack(**wanted, EnableTerminationProtection=stage == "production")
        follow(cloudformation, stage, "", progress)
        return CREATED
    _refuse_stuck(stack, stage)
    outcome = UNCHANGED
    deployed = _deployed(cloudformation, stack)
    for step in steps(deployed, goal):
        wanted = _request(stage, city, body(step), deletion_protection, upload)
        if _is_current(stack, deployed, step, wanted):
            continue
        last_event = _newest_event_id(cloudformation, stack["StackId"])
        if _update(cloudformation, wanted):
            follow(cloudformation, stage, last_event, progress)
            outcome = UPDATED
    return outcome


def find(cloudformation: Any, stage: str) -> dict[str, Any] | None:
    """The stage's stack as CloudFormation describes it; None where there is none."""
    try:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=names.stack(stage))["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # how CloudFormation says "does not exist"
            return None
        raise
    return stack


def follow(cloudformation: Any, stage: str, last_event: str, progress: Progress) -> None:
    """Report each resource's progress after the event with this id until the stack is at rest.

    Raises:
        StackProblem: It failed; the message holds the reasons.
    """
    reasons = []
    while True:
        stack = find(cloudformation, stage)
        for event in _events_after(cloudformation, stack["StackId"] if stack else names.stack(stage), last_event):
            last_event = event["EventId"]
            progress(_line(event))
            if event["ResourceStatus"].endswith("_FAILED"):
                reasons += _reasons(cloudformation, event)
        if stack is None or not stack["StackStatus"].endswith("_IN_PROGRESS"):
            break
        time.sleep(2)  # CloudFormation notifies nobody; its own waiters poll too
    if stack and stack["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        failure = [f"The stack ended as {stack['StackStatus']}.", *reasons, advice(stack, stage)]
        raise StackProblem("\n".join(filter(None, failure)))


def _reasons(cloudformation: Any, event: dict[str, Any]) -> list[str]:
    """Why the resource of a failed event failed; of a stack that did not pass validation, what was found."""
    if event.get("DetailedStatus") == stack_validation.VALIDATION_FAILED:
        return stack_validation.findings(cloudformation, event["StackId"])
    return [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"]


def delete(cloudformation: Any, stage: str, progress: Progress) -> None:
    """Delete the stage's stack and report each resource's progress.

    Raises:
        StackProblem: The stack could not be removed.
    """
    name = names.stack(stage)
    stack_id = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=name)
    last_event = ""
    while True:
        status = cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"]
        for event in _events_after(cloudformation, stack_id, last_event):
            last_event = event["EventId"]
            if event["ResourceStatus"] in {"DELETE_COMPLETE", "DELETE_FAILED"}:
                progress(_line(event))
        if status == "DELETE_COMPLETE":
            return
        if status == "DELETE_FAILED":
            raise StackProblem(f"The stack {name} could not be removed: mend what is reported above and try again.")
        time.sleep(2)  # as above


def _request(stage: str, city: str, template: str, protection: str, upload: Upload | None) -> dict[str, Any]:
    parameters = {"Stage": stage, "City": city, "DeletionProtection": protection}
    request: dict[str, Any] = {
        "StackName": names.stack(stage),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Tags": [{"Key": key, "Value": value} for key, value in tags(stage, city).items()],
    }
    if len(template) <= INLINE_LIMIT:
        return request | {"TemplateBody": template}
    if upload is None:
        raise StackProblem(f"The template has {len(template)} bytes, CloudFormation takes {INLINE_LIMIT} in a request.")
    return request | {"TemplateURL": upload(template)}


def tags(stage: str, city: str) -> dict[str, str]:
    """Tags of every resource of a stage."""
    return {"app": names.APP, "stage": stage, "city": city}


def _refuse_stuck(stack: dict[str, Any], stage: str) -> None:
    """Check that the stack is in a state from which it can be updated.

    Raises:
        StackProblem: It is not; the message says what to do.
    """
    if what_to_do := advice(stack, stage):
        raise StackProblem(f"The stack {stack['StackName']} is in {stack['StackStatus']}. {what_to_do}")


def advice(stack: dict[str, Any], stage: str) -> str:
    """What to do about a stack that cannot be updated; empty if it can."""
    if stack["StackStatus"].endswith("_IN_PROGRESS"):
        return "Someone is changing it right now: wait until that is over, then deploy again."
    destroy = f"`python -m infra destroy --stage {stage}{' --production' if stage == 'production' else ''}`"
    again = f"remove what there is of it with {destroy}, and deploy again."
    return {
        "CREATE_FAILED": f"Its creation failed: mend the cause, {again}",
        "ROLLBACK_COMPLETE": f"Its creation failed, so it holds nothing: mend the cause, {again}",
        "ROLLBACK_FAILED": f"Its creation failed: mend the cause, {again}",
        "UPDATE_ROLLBACK_FAILED": "Look at its events, mend the cause, then "
        f"`aws cloudformation continue-update-rollback --stack-name {stack['StackName']}` and deploy again.",
        "DELETE_FAILED": f"Its deletion stopped half way: run {destroy} again.",
    }.get(stack["StackStatus"], "")


def _deployed(cloudformation: Any, stack: dict[str, Any]) -> dict[str, Any]:
    """The template that the stack was last brought to."""
    template = cloudformation.get_template(StackName=stack["StackName"])["TemplateBody"]
    deployed: dict[str, Any] = json.loads(template) if isinstance(template, str) else template
    return deployed


def _is_current(
    stack: dict[str, Any], deployed: Mapping[str, Any], step: Mapping[str, Any], wanted: dict[str, Any]
) -> bool:
    """Whether the stack is what is wanted already, so that CloudFormation need not be called."""
    parameters = {p["ParameterKey"]: p["ParameterValue"] for p in stack.get("Parameters", [])}
    is_same = body(deployed) == body(step)
    return is_same and all(parameters.get(p["ParameterKey"]) == p["ParameterValue"] for p in wanted["Parameters"])


def _update(cloudformation: Any, wanted: dict[str, Any]) -> bool:
    """Begin the update; return False if CloudFormation finds nothing to change."""
    try:
        cloudformation.update_stack(**wanted)
    except ClientError as error:
        # A template that differs in words only: CloudFormation has no code of its own for this answer.
        if "No updates are to be performed" in error.response["Error"]["Message"]:
            return False
        raise
    return True


def _newest_event_id(cloudformation: Any, stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    return events[0]["EventId"] if events else ""


def _events_after(cloudformation: Any, stack: str, last_event: str) -> Iterator[dict[str, Any]]:
    """The stack's events since the one with this id, oldest first; all of them if the id is empty."""
    fresh: list[dict[str, Any]] = []
    for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            if event["EventId"] == last_event:
                return iter(fresh[::-1])
            fresh.append(event)
    return iter(fresh[::-1])


def _line(event: dict[str, Any]) -> str:
    is_validation = event.get("DetailedStatus") == stack_validation.VALIDATION_FAILED
    reason = "" if is_validation else event.get("ResourceStatusReason", "")
    return f"{event['ResourceStatus']:<28} {event['LogicalResourceId']} {event['ResourceType']} {reason}".rstrip()
