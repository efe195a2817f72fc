"""What a stack has created and still owns: what may be removed without a look at whose it is."""

from typing import Any

FOREIGN = frozenset({"CREATE_FAILED", "CREATE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_SKIPPED"})
"""States of a resource that is not the stack's: not made, no more there, or left to itself. One that could not be
created since its name was taken is listed with that name, which is somebody else's.
"""


def owned(cloudformation: Any, stack: str) -> dict[str, str]:
    """By logical id, the physical id of every resource that the stack has; the stack must exist."""
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in resources
        if resource["ResourceStatus"] not in FOREIGN and resource.get("PhysicalResourceId")
    }
