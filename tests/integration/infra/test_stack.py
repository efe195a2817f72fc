"""Creating and updating a stage's stack."""

import copy
import json

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra import stack
from infra.aws.account import Account
from infra.aws.release.template_store import bucket, store
from infra.template import render

REGION = "ap-southeast-3"


def small(stage="uji"):
    """A template that takes no time."""
    template = render(stage, "pati")
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"sedulur-{stage}-routing"}}
    return template | {"Resources": {"RoutingQueue": queue}, "Outputs": {}}


@pytest.fixture
def cloudformation():
    with mock_aws():
        yield boto3.client("cloudformation", region_name=REGION)


class Stuck:
    """A CloudFormation whose stack is in one state."""

    def __init__(self, status):
        self.status = status

    def describe_stacks(self, **_):
        return {"Stacks": [{"StackName": "sedulur-uji", "StackId": "id", "StackStatus": self.status}]}


def test_a_stage_is_created_then_left_alone_then_updated(cloudformation):
    lines = []

    def go(template):
        return stack.provision(cloudformation, "uji", "pati", template=template, progress=lines.append)

    assert go(small()) == stack.CREATED
    assert any("sedulur-uji" in line for line in lines)
    assert go(small()) == stack.UNCHANGED
    more = small()
    more["Resources"]["NoticesQueue"] = {"Type": "AWS::SQS::Queue"}
    assert go(more) == stack.UPDATED
    assert go(more) == stack.UNCHANGED


def test_a_changed_parameter_is_an_update_too(cloudformation):
    stack.provision(cloudformation, "uji", "pati", template=small())
    outcome = stack.provision(cloudformation, "uji", "pati", template=small(), deletion_protection="on")
    assert outcome == stack.UPDATED


def test_every_resource_is_marked_with_app_stage_and_city(cloudformation):
    stack.provision(cloudformation, "uji", "pati", template=small())
    assert stack.find(cloudformation, "uji")["Tags"] == [
        {"Key": "app", "Value": "sedulur"}, {"Key": "stage", "Value": "uji"}, {"Key": "city", "Value": "pati"},
    ]  # fmt: skip


@pytest.mark.parametrize(("stage", "protected"), [("uji", False), ("production", True)])
def test_the_stack_of_production_cannot_be_deleted_by_accident(cloudformation, stage, protected):
    stack.provision(cloudformation, stage, "pati", template=small(stage))
    assert stack.find(cloudformation, stage)["EnableTerminationProtection"] is protected


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("CREATE_FAILED", "`python -m infra destroy --stage uji`"),
        ("ROLLBACK_COMPLETE", "`python -m infra destroy --stage uji`"),
        ("ROLLBACK_FAILED", "`python -m infra destroy --stage uji`"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("UPDATE_IN_PROGRESS", "wait until that is over"),
        ("DELETE_FAILED", "run `python -m infra destroy --stage uji` again"),
    ],
)
def test_a_stuck_stack_is_told_with_what_to_do(status, advice):
    with pytest.raises(stack.StackProblem, match=status) as problem:
        stack.provision(Stuck(status), "uji", "pati", template=small())
    assert advice in str(problem.value)


def test_what_only_reads_differently_is_no_update(cloudformation, monkeypatch):
    stack.provision(cloudformation, "uji", "pati", template=small())

    def refuses(**_):
        error = {"Error": {"Code": "ValidationError", "Message": "No updates are to be performed."}}
        raise ClientError(error, "UpdateStack")

    monkeypatch.setattr(cloudformation, "update_stack", refuses)
    reworded = small() | {"Description": "other words"}
    assert stack.provision(cloudformation, "uji", "pati", template=reworded) == stack.UNCHANGED


def test_a_template_too_long_for_a_request_goes_through_a_private_bucket():
    with mock_aws():
        account = Account("uji", REGION)
        long = small()
        long["Resources"] |= {
            f"Queue{n}": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "x" * 60 + f"{n:04}"}}
            for n in range(450)
        }
        cloudformation = account.client("cloudformation")

        with pytest.raises(stack.StackProblem, match="51200"):
            stack.provision(cloudformation, "uji", "pati", template=long)
        outcome = stack.provision(
            cloudformation, "uji", "pati", template=long, upload=lambda template: store(account, template)
        )

        assert outcome == stack.CREATED
        assert len(account.client("sqs").list_queues(MaxResults=1000)["QueueUrls"]) == 451
        block = account.client("s3").get_public_access_block(Bucket=bucket(account))
        assert all(block["PublicAccessBlockConfiguration"].values())


def test_a_table_gets_its_new_indexes_one_update_after_another(cloudformation):
    """Each update is noted as CloudFormation gets it: DynamoDB takes one index more or one less at a time."""
    goal = render("uji", "pati")
    goal = goal | {"Resources": {"Table": goal["Resources"]["Table"]}, "Outputs": {}}
    del goal["Resources"]["Table"]["Properties"]["SSESpecification"]  # its key is another resource
    former = copy.deepcopy(goal)
    properties = former["Resources"]["Table"]["Properties"]
    *kept, changed, _, _ = properties["GlobalSecondaryIndexes"]
    properties["GlobalSecondaryIndexes"] = [*kept, changed | {"Projection": {"ProjectionType": "ALL"}}]
    used = {"pk", "sk"} | {key["AttributeName"] for index in [*kept, changed] for key in index["KeySchema"]}
    properties["AttributeDefinitions"] = [a for a in properties["AttributeDefinitions"] if a["AttributeName"] in used]
    stack.provision(cloudformation, "uji", "pati", template=former)
    updates = []
    cloudformation.meta.events.register("provide-client-params.cloudformation.UpdateStack", updates_of(updates))

    assert stack.provision(cloudformation, "uji", "pati", template=goal) == stack.UPDATED

    sizes = [len(each["GlobalSecondaryIndexes"]) for each in updates]
    full = len(goal["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"])
    assert sizes == [full - 3, full - 2, full - 1, full]
    assert updates[-1] == goal["Resources"]["Table"]["Properties"]
    for each in updates:
        keys = {key["AttributeName"] for index in each["GlobalSecondaryIndexes"] for key in index["KeySchema"]}
        assert {a["AttributeName"] for a in each["AttributeDefinitions"]} == keys | {"pk", "sk"}
    assert stack.provision(cloudformation, "uji", "pati", template=goal) == stack.UNCHANGED


def updates_of(updates):
    def note(params, **_):
        updates.append(json.loads(params["TemplateBody"])["Resources"]["Table"]["Properties"])

    return note


def test_deleting_tells_of_the_stack_until_it_is_gone(cloudformation):
    stack.provision(cloudformation, "uji", "pati", template=small())
    lines = []
    stack.delete(cloudformation, "uji", lines.append)
    assert stack.find(cloudformation, "uji") is None
    assert any("DELETE_COMPLETE" in line for line in lines)
