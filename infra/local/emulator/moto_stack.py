"""The stage's stack on moto, for `make run` and tests: by its CloudFormation as far as that goes, else by single calls.

Everything comes from the deployed template. moto has no Pipe: the local pump does its work.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import names
from infra import accounts, stack
from infra.local.emulator import moto_bucket
from infra.template import render

UNKNOWN_TO_MOTO = frozenset(
    {
        "AWS::CloudWatch::Alarm",
        "AWS::Cognito::UserPool",
        "AWS::Cognito::UserPoolClient",
        "AWS::Pipes::Pipe",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::Subscription",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
    }
)
"""Types that moto 5.2 leaves out with a warning, and buckets, whose properties it ignores."""

ClientFactory = Callable[[str], Any]


def provision(client: ClientFactory, stage: str, city: str) -> str:
    """Like `stack.provision`; `client` makes boto3 clients (`boto3.client` or that of a session)."""
    template = render(stage, city)
    resources = template["Resources"]
    outcome = stack.provision(
        client("cloudformation"), stage, city, template=template | {"Resources": _supported(resources)}
    )
    _subscribe(client, stage, resources)
    moto_bucket.create_bucket(client, stage, resources)
    accounts.store_pool(client, stage, _pool(client("cognito-idp"), stage, resources))
    return outcome


def _supported(resources: Mapping[str, Any]) -> dict[str, Any]:
    """The resources that moto's CloudFormation can create."""
    supported = {name: resource for name, resource in resources.items() if resource["Type"] not in UNKNOWN_TO_MOTO}
    # moto keeps this policy as the template writes it and then fails to read it as text: docs/upstream.md
    key = supported["Key"]["Properties"] | {"KeyPolicy": ""}
    return supported | {"Key": supported["Key"] | {"Properties": key}}


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


def _pool(cognito: Any, stage: str, resources: Mapping[str, Any]) -> accounts.Pool:
    """Create the user pool and its client as the template says; a repeat changes nothing."""
    name = names.user_pool(stage)
    pages = cognito.get_paginator("list_user_pools").paginate(MaxResults=60)
    pool = next((each["Id"] for page in pages for each in page["UserPools"] if each["Name"] == name), None)
    if pool:
        return accounts.Pool(pool, _client_id(cognito, pool))
    wanted = resources["UserPool"]["Properties"]
    copied = {key: wanted[key] for key in ("Policies", "AccountRecoverySetting", "AdminCreateUserConfig")}
    pool = cognito.create_user_pool(PoolName=name, **copied)["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool,
        MfaConfiguration=wanted["MfaConfiguration"],
        SoftwareTokenMfaConfiguration={"Enabled": "SOFTWARE_TOKEN_MFA" in wanted["EnabledMfas"]},
    )
    client = resources["UserPoolClient"]["Properties"] | {"UserPoolId": pool, "ClientName": name}
    return accounts.Pool(pool, cognito.create_user_pool_client(**client)["UserPoolClient"]["ClientId"])


def _client_id(cognito: Any, pool: str) -> str:
    clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    return str(clients[0]["ClientId"])


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
