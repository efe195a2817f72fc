"""The stage's stack on moto, for `make run` and tests: what its CloudFormation knows, and the subscriptions by hand.

Everything comes from the deployed template. moto has no Pipe: the local pump does its work.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import names
from infra import stack
from infra.template import render

UNKNOWN_TO_MOTO = frozenset(
    {
        "AWS::CloudWatch::Alarm",
        "AWS::Pipes::Pipe",
        "AWS::SNS::Subscription",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
    }
)
"""moto 5.2 warns about these types and leaves them out."""

ClientFactory = Callable[[str], Any]


def provision(client: ClientFactory, stage: str, city: str) -> str:
    """Like `stack.provision`, with a maker of boto3 clients (`boto3.client` or a session's)."""
    template = render(stage, city)
    resources = template["Resources"]
    outcome = stack.provision(
        client("cloudformation"), stage, city, template=template | {"Resources": _known(resources)}
    )
    _subscribe(client, stage, resources)
    return outcome


def _known(resources: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: resource for name, resource in resources.items() if resource["Type"] not in UNKNOWN_TO_MOTO}
    # moto keeps this policy as the template writes it and then fails to read it as text.
    key = known["Key"]["Properties"] | {"KeyPolicy": ""}
    return known | {"Key": known["Key"] | {"Properties": key}}


def _subscribe(client: ClientFactory, stage: str, resources: Mapping[str, Any]) -> None:
    """Subscribe the queues to the bus as the template says; a repeat changes nothing."""
    physical = _physical_ids(client("cloudformation"), stage)
    for resource in resources.values():
        if resource["Type"] == "AWS::SNS::Subscription":
            properties = resource["Properties"]
            queue = _queue_arn(client("sqs"), physical[properties["Endpoint"]["Fn::GetAtt"][0]])
            client("sns").subscribe(
                TopicArn=physical[properties["TopicArn"]["Ref"]],
                Protocol="sqs",
                Endpoint=queue,
                Attributes=_attributes(properties),
            )


def _attributes(properties: Mapping[str, Any]) -> dict[str, str]:
    return {
        "RawMessageDelivery": json.dumps(properties["RawMessageDelivery"]),
        "FilterPolicyScope": properties["FilterPolicyScope"],
        "FilterPolicy": json.dumps(properties["FilterPolicy"]),
    }


def _physical_ids(cloudformation: Any, stage: str) -> dict[str, str]:
    name = names.stack(stage)
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    return {r["LogicalResourceId"]: r["PhysicalResourceId"] for page in pages for r in page["StackResourceSummaries"]}


def _queue_arn(sqs: Any, url: str) -> str:
    arn: str = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return arn
