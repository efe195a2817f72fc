"""Desa share one topic: each address gets those it has asked for, by a filter."""

import json

import pytest

from chalicelib import names
from infra.__main__ import main
from infra.aws import status
from infra.aws.account import Account
from infra.aws.release import stages
from infra.aws.subscriptions import topics
from tests.integration.infra.test_commands import QUEUE
from tests.support.stage.stage_world import client

CODES = ("DISHUB", "DESA-2001", "DESA-2002", "DESA-2003")


@pytest.fixture
def admin(world, monkeypatch, capsys):
    """Runs a command on a stage whose city has desa: its exit code and what it printed."""
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")
    monkeypatch.setattr(topics, "opds", lambda _: CODES)
    client("sns").create_topic(Name=names.opd_topic(world.stage, "DESA-2001"))

    def run(command, *arguments):
        capsys.readouterr()
        code = main([command, "--stage", world.stage, *arguments])
        return code, "".join(capsys.readouterr())

    yield run
    for each in subscriptions(world):
        client("sns").unsubscribe(SubscriptionArn=each["SubscriptionArn"])


def subscriptions(world):
    arn = names.topic_arn("ap-southeast-3", "123456789012", f"sedulur-{world.stage}-opd-desa")
    return client("sns").list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]


def policies(world):
    attributes = [
        client("sns").get_subscription_attributes(SubscriptionArn=each["SubscriptionArn"])["Attributes"]
        for each in subscriptions(world)
    ]
    return [json.loads(each["FilterPolicy"]) for each in attributes]


def test_an_address_gets_the_notices_of_its_desa_and_of_no_other(world, admin):
    assert admin("subscribe", "desa-2001", "sqs", QUEUE)[0] == 0
    assert policies(world) == [{"digest": [{"exists": False}], "opd": ["DESA-2001"]}]


def test_an_address_can_listen_for_several_desa_and_leave_one(world, admin):
    admin("subscribe", "DESA-2001", "sqs", QUEUE)
    admin("subscribe", "DESA-2002", "sqs", QUEUE)
    assert [each["opd"] for each in policies(world)] == [["DESA-2001", "DESA-2002"]]
    assert "nothing had to be changed" in admin("subscribe", "DESA-2001", "sqs", QUEUE)[1]

    output = admin("unsubscribe", "DESA-2001", QUEUE)[1]
    assert [each["opd"] for each in policies(world)] == [["DESA-2002"]]
    assert "Nobody listens for DESA-2001 now" in output
    admin("unsubscribe", "DESA-2002", QUEUE)
    assert policies(world) == []


def test_two_desa_of_one_address_have_one_filter_and_that_is_told(world, admin):
    admin("subscribe", "DESA-2001", "sqs", QUEUE, "--priority", "urgent")
    code, output = admin("subscribe", "DESA-2002", "sqs", QUEUE)
    assert (code, "give the same options, or unsubscribe it first" in output) == (1, True)
    assert [each["opd"] for each in policies(world)] == [["DESA-2001"]]


def test_who_listens_is_told_by_desa(world, admin, monkeypatch):
    admin("subscribe", "DESA-2001", "sqs", QUEUE)
    admin("subscribe", "DESA-2003", "sqs", f"{QUEUE}-lain")
    assert QUEUE in admin("subscribers", "DESA-2001")[1]
    assert "0 addresses." in admin("subscribers", "DESA-2002")[1]
    account = Account(world.stage, "ap-southeast-3", client("sns").meta.endpoint_url)
    assert status._desa(account, CODES) == {"DESA-2001": 1, "DESA-2002": 0, "DESA-2003": 1}
