"""A stage whose creation fails: what the admin reads, and that its removal touches nothing that is not the stage's."""

import os

import pytest

from infra.__main__ import main
from infra.aws import deploy
from infra.aws.account import Account
from infra.aws.release import stages
from infra.template import render

pytestmark = pytest.mark.deploy

NAME = "gagal"
BUCKET = f"sedulur-{NAME}-photos-123456789012"
KEPT = ("PhotosBucket", "PhotosBucketPolicy", "Table", "Key")


@pytest.fixture
def account(ministack, monkeypatch):
    """The stage's account, where `deploy` brings up only a few of its resources."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", ministack)
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")  # a stage without an entry
    monkeypatch.setattr(stages, "renew", lambda _: [])
    monkeypatch.setattr(deploy, "_template", lambda account, city: few_resources(account.stage, city))
    return Account(NAME, os.environ["AWS_REGION"], ministack)


def few_resources(stage, city):
    template = render(stage, city)
    resources = {name: template["Resources"][name] for name in KEPT}
    for property_of_another in ("NotificationConfiguration", "DependsOn"):
        resources["PhotosBucket"] = {k: v for k, v in resources["PhotosBucket"].items() if k != property_of_another}
        resources["PhotosBucket"]["Properties"].pop(property_of_another, None)
    return template | {"Resources": resources, "Outputs": {}}


@pytest.fixture
def bucket_of_somebody_else(account):
    s3 = account.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": account.region})
    s3.put_object(Bucket=BUCKET, Key="arsip.jpg", Body=b"of somebody else")
    yield "arsip.jpg"
    s3.delete_object(Bucket=BUCKET, Key="arsip.jpg")
    s3.delete_bucket(Bucket=BUCKET)


def test_a_name_that_is_taken_is_told_and_what_has_it_stays(account, bucket_of_somebody_else, capsys):
    assert main(["deploy", "--stage", NAME]) == 1
    output = "".join(capsys.readouterr())
    assert f"identifier '{BUCKET}' already exists. It is not this stage's" in output
    assert f"`python -m infra destroy --stage {NAME}`" in output
    assert "DescribeEvents" not in output

    assert main(["destroy", "--stage", NAME, "--yes"]) == 0
    assert "gagal is gone" in capsys.readouterr().out
    objects = account.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    assert [each["Key"] for each in objects] == [bucket_of_somebody_else]


def test_a_removal_finishes_where_somebody_has_deleted_a_part_by_hand(account, monkeypatch, capsys):
    monkeypatch.setattr(deploy, "_prepare_accounts", _interrupted)
    with pytest.raises(RuntimeError):
        main(["deploy", "--stage", NAME])
    account.client("dynamodb").delete_table(TableName=f"sedulur-{NAME}")
    account.client("s3").delete_bucket(Bucket=BUCKET)

    assert main(["destroy", "--stage", NAME, "--yes"]) == 0
    assert "gagal is gone" in capsys.readouterr().out


def _interrupted(*_):
    raise RuntimeError("the stack stands, and no code is deployed yet")
