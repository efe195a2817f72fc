"""The last of the deployed stage: nothing of it is left."""

from typing import Any

import pytest

from chalicelib import names
from tests.deploy.stage import Stage

pytestmark = pytest.mark.deploy


def test_destroying_the_stage_leaves_nothing_behind(stage: Stage):
    bucket = names.photos("uji", stage.account.number)
    stage.client("s3").put_object(Bucket=bucket, Key="clean/0.jpg", Body=b"a photo that is still there")

    assert "uji is gone" in stage.run("destroy", "--yes")

    assert "There is no stage uji" in stage.run("status", code=1)
    assert {what: found for what, found in left(stage).items() if found} == {}
    assert "There is no stage uji" in stage.run("destroy", "--yes")


def left(stage: Stage) -> dict[str, list[Any]]:
    """Everything whose name says that it is the stage's."""
    aws = stage.client
    listed = {
        "tables": aws("dynamodb").list_tables()["TableNames"],
        "functions": [each["FunctionName"] for each in aws("lambda").list_functions()["Functions"]],
        "triggers": [
            each["EventSourceArn"] for each in aws("lambda").list_event_source_mappings()["EventSourceMappings"]
        ],
        "apis": [each["name"] for each in aws("apigateway").get_rest_apis()["items"]],
        "buckets": [each["Name"] for each in aws("s3").list_buckets()["Buckets"]],
        "rules": [each["Name"] for each in aws("events").list_rules()["Rules"]],
        "logs": [each["logGroupName"] for each in aws("logs").describe_log_groups()["logGroups"]],
        "pools": [each["Name"] for each in aws("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]],
        "queues": aws("sqs").list_queues(MaxResults=1000).get("QueueUrls", []),
        "topics": [each["TopicArn"] for each in aws("sns").list_topics()["Topics"]],
        "roles": [each["RoleName"] for each in aws("iam").list_roles()["Roles"]],
        "alarms": [each["AlarmName"] for each in aws("cloudwatch").describe_alarms()["MetricAlarms"]],
        "dashboards": [each["DashboardName"] for each in aws("cloudwatch").list_dashboards()["DashboardEntries"]],
        "pipes": [each["Name"] for each in aws("pipes").list_pipes()["Pipes"]],
        "aliases": [each["AliasName"] for each in aws("kms").list_aliases()["Aliases"]],
    }
    return {what: [each for each in found if "sedulur" in each] for what, found in listed.items()}
