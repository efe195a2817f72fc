"""What anybody may send is bounded, for all callers together."""

import pytest

from app import app
from infra.aws.account import API_STAGE, Account
from infra.aws.release import api_name, limits
from tests.support.stage.stage_world import client


@pytest.fixture
def account(world):
    return Account(world.stage, "ap-southeast-3", client("apigateway").meta.endpoint_url)


@pytest.fixture
def rest_api(account):
    """An API with a stage as Chalice makes it."""
    gateway = account.client("apigateway")
    made = gateway.create_rest_api(name="sedulur")["id"]
    at = {"restApiId": made, "resourceId": gateway.get_resources(restApiId=made)["items"][0]["id"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType="NONE")
    gateway.put_integration(**at, type="MOCK")
    gateway.create_deployment(restApiId=made, stageName=API_STAGE)
    return made


def test_limits_are_set_once_and_stay(account, rest_api):
    assert not limits.finding(account, rest_api).good
    assert limits.apply_limits(account, rest_api)
    assert limits.finding(account, rest_api).good
    assert not limits.apply_limits(account, rest_api), "nothing to be done"


def test_a_limit_that_somebody_has_lifted_is_told_and_set_again(account, rest_api):
    limits.apply_limits(account, rest_api)
    lifted = {"op": "replace", "path": "/~1v1~1photos/POST/throttling/rateLimit", "value": "10000"}
    account.client("apigateway").update_stage(restApiId=rest_api, stageName=API_STAGE, patchOperations=[lifted])
    assert "/v1/photos" in limits.finding(account, rest_api).detail
    assert limits.apply_limits(account, rest_api)
    assert limits.finding(account, rest_api).good


def test_the_api_of_an_earlier_release_gets_the_name_of_its_stage(account, rest_api):
    assert not api_name.finding(account, rest_api).good
    assert api_name.apply_name(account, rest_api)
    assert api_name.finding(account, rest_api).detail == f"sedulur-{account.stage}"
    assert not api_name.apply_name(account, rest_api), "nothing to be done"


def test_every_limited_door_is_one_of_ours():
    assert [path for path in limits.LIMITS if "POST" not in app.routes.get(path, {})] == []
