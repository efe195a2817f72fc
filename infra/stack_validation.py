"""What CloudFormation found wrong before it created anything, for example a name that somebody else has.

Its stack event only says "Call DescribeEvents"; these are the findings that it means, with what to do.
"""

from collections.abc import Mapping
from typing import Any

VALIDATION_FAILED = "VALIDATION_FAILED"
"""`DetailedStatus` of the stack event that stands for findings told elsewhere."""

ADVICE = {
    "NAME_CONFLICT_VALIDATION": "It is not this stage's: look whose it is. Remove it if nobody needs it, "
    "or take another name for the stage.",
}


def findings(cloudformation: Any, stack: str) -> list[str]:
    """One line for each finding of the newest operation of a stack that did not pass validation."""
    pages = cloudformation.get_paginator("describe_events").paginate(StackName=stack, Filters={"FailedEvents": True})
    events = [event for page in pages for event in page["OperationEvents"]]
    found = [event for event in events if event.get("ValidationStatus") == "FAILED"]
    newest = max(found, key=lambda event: event["Timestamp"], default={"OperationId": ""})
    return [_line(event) for event in found if event["OperationId"] == newest["OperationId"]]


def _line(event: Mapping[str, Any]) -> str:
    reason = event.get("ValidationStatusReason", "no reason given")
    return f"{event['LogicalResourceId']}: {reason} {ADVICE.get(event['ValidationName'], '')}".rstrip()
