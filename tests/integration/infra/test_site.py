"""The site's address: the API's own, or one that the admin has given."""

import pytest

from chalicelib.adapters.dynamodb import keys
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import site
from tests.support.stage.stage_world import client

API = "https://a1b2c3d4e5.execute-api.ap-southeast-3.amazonaws.com/api"
OTHER_API = API.replace("a1b2", "z9y8")
OWN = "https://lapor.patikab.example"


@pytest.fixture
def account(world, monkeypatch):
    """The account of the stage, which knows no address yet; afterwards it has its own again."""
    key = {"TableName": f"sedulur-{world.stage}", "Key": {"pk": {"S": keys.SITE}, "sk": {"S": keys.SITE}}}
    before = client("dynamodb").delete_item(**key, ReturnValues="ALL_OLD")["Attributes"]
    monkeypatch.setattr(Account, "client", lambda _, service: client(service))
    yield Account(world.stage, "ap-southeast-3")
    client("dynamodb").put_item(TableName=key["TableName"], Item=before)


def test_without_a_choice_links_lead_to_the_api_also_after_it_was_made_anew(account):
    site.store(account, API)
    assert site.store(account, API) == site.Site(API, is_new=False)
    assert site.store(account, OTHER_API) == site.Site(OTHER_API, is_new=True)


def test_an_address_that_was_given_stays_until_another_is(account):
    assert site.store(account, API, f"{OWN}/").url == OWN
    assert site.store(account, OTHER_API) == site.Site(OWN, is_new=False)
    assert site.store(account, API, "https://lain.example").url == "https://lain.example"
    assert site.store(account, API, site.API).url == API


def test_an_address_that_was_written_into_the_table_by_hand_stays_too(account, world):
    client("dynamodb").update_item(
        TableName=f"sedulur-{world.stage}", Key={"pk": {"S": keys.SITE}, "sk": {"S": keys.SITE}},
        UpdateExpression="SET #url = :url", ExpressionAttributeNames={"#url": "url"},
        ExpressionAttributeValues={":url": {"S": OWN}},
    )  # fmt: skip
    assert site.store(account, API).is_given
    assert site.store(account, API).url == OWN


@pytest.mark.parametrize("given", ["lapor.example", "ftp://lapor.example", "https://lapor.example/?a=1", "https://"])
def test_what_cannot_be_an_address_is_refused(given):
    with pytest.raises(Refused, match="cannot be the site's address"):
        site.check(given)


@pytest.mark.parametrize("given", [None, "api", "https://lapor.example", "https://pati.example/lapor"])
def test_what_can_be_one_is_taken(given):
    site.check(given)
