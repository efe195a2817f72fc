"""Each module has a stage of its own, though it was built once for all."""

import urllib.error
import urllib.request

import boto3
import pytest

from chalicelib import names
from tests.support.stage.stage_world import REGION, STAGE


def numbers(endpoint):
    """Keys of what lies in the table there."""
    items = table(endpoint).scan(TableName=names.table(STAGE))["Items"]
    return {item["pk"]["S"] for item in items}


def table(endpoint):
    return boto3.client("dynamodb", region_name=REGION, endpoint_url=endpoint)


def put(endpoint, key):
    table(endpoint).put_item(TableName=names.table(STAGE), Item={"pk": {"S": key}, "sk": {"S": "x"}})


def test_what_one_module_writes_no_other_sees(stage_copies):
    with stage_copies.copy() as one, stage_copies.copy() as other:
        put(one, "one")
        put(other, "other")
        assert numbers(one) == {"site", "secrets", "one"}
        assert numbers(other) == {"site", "secrets", "other"}
        with stage_copies.copy() as later:
            assert numbers(later) == {"site", "secrets"}


def test_a_copy_is_as_it_was_built(stage_copies):
    with stage_copies.copy() as endpoint:
        there = boto3.client("cloudformation", region_name=REGION, endpoint_url=endpoint)
        assert there.describe_stacks(StackName=names.stack(STAGE))["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"


def test_a_copy_that_is_let_go_is_gone(stage_copies):
    with stage_copies.copy() as endpoint:
        urllib.request.urlopen(f"{endpoint}/moto-api/data.json").close()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{endpoint}/moto-api/data.json")
