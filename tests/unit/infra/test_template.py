"""Was it deleted by mistake? What the stack must have so that nothing is lost, leaks or stays unnoticed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.domain import events
from chalicelib.domain.notifications import reporter_recipients
from chalicelib.domain.notifications.opd_recipients import NOTIFIED
from chalicelib.domain.statistics.contribution import UNCOUNTED
from chalicelib.http.core import refusals
from infra import template as template_module
from infra.aws import deploy
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import chalice_record, stages
from infra.template import MOST_RESOURCES, ONLY_TLS, TEMPLATE, body, logical_id, opds, render, without_tls

STAGE = "uji"
FOURTEEN_DAYS = 14 * 24 * 3600
CONFIG = json.loads((Path(__file__).parents[3] / ".chalice" / "config.json").read_text())


@pytest.fixture(scope="module")
def template():
    return render(STAGE, "pati")


@pytest.fixture(scope="module")
def resources(template):
    return template["Resources"]


def of_type(resources, kind):
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == f"AWS::{kind}"}


def named(value):
    """The physical name, with the stage put in."""
    text = value["Fn::Sub"] if isinstance(value, dict) else value
    return text.replace("${Stage}", STAGE)


def test_names_are_those_that_the_code_derives_from_the_stage(resources):
    queues = {named(each["QueueName"]) for each in of_type(resources, "SQS::Queue").values()}
    topics = {named(each["TopicName"]) for each in of_type(resources, "SNS::Topic").values()}

    assert named(resources["Table"]["Properties"]["TableName"]) == names.table(STAGE)
    assert named(resources["KeyAlias"]["Properties"]["AliasName"]) == names.key_alias(STAGE)
    work = {names.queue(STAGE, each) for each in names.QUEUES}
    assert queues == work | {
        names.dead_letter_queue(STAGE, each) for each in (*names.QUEUES, names.EVENTS, "deliveries")
    }
    shared = {names.topic(STAGE, each) for each in (names.EVENTS, names.COORDINATOR, names.LEADERS, "alarms")}
    assert topics == shared | {names.opd_topic(STAGE, opd) for opd in opds("pati")}


def test_every_opd_has_a_topic_and_institutions_outside_have_none(resources):
    assert "OpdDISHUB" in resources
    assert "OpdRSUDKAYEN" in resources
    assert not [name for name in resources if name.startswith("OpdX")]


def test_no_two_opds_share_a_logical_id():
    assert len({logical_id(opd) for opd in opds("pati")}) == len(opds("pati"))


def test_the_table_can_be_brought_back_and_is_encrypted_by_the_citys_key(resources):
    table = resources["Table"]["Properties"]

    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {
        "SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]},
    }  # fmt: skip
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert resources["Table"]["UpdateReplacePolicy"] == "Retain"


def test_production_cannot_be_deleted_by_accident(template, resources):
    assert resources["Table"]["Properties"]["DeletionProtectionEnabled"] == {"Fn::If": ["Protected", True, False]}
    assert template["Conditions"]["Production"] == {"Fn::Equals": [{"Ref": "Stage"}, "production"]}
    assert resources["Key"]["Properties"]["PendingWindowInDays"] == {"Fn::If": ["Production", 30, 7]}


def test_the_key_rotates_and_alarms_may_use_it(resources):
    key = resources["Key"]["Properties"]

    assert key["EnableKeyRotation"] is True
    principals = [each["Principal"] for each in key["KeyPolicy"]["Statement"]]
    assert {"Service": "cloudwatch.amazonaws.com"} in principals


def test_every_index_projects_only_what_a_line_shows(resources):
    indexes = resources["Table"]["Properties"]["GlobalSecondaryIndexes"]

    lists = [each for each in indexes if each["IndexName"] != "watch"]
    assert {each["Projection"]["ProjectionType"] for each in lists} == {"INCLUDE"}
    assert [each["Projection"]["ProjectionType"] for each in indexes if each not in lists] == ["KEYS_ONLY"]
    assert {each["IndexName"] for each in indexes} >= {index for index, *_ in keys.LISTINGS.values()}
    private = {"description", "sealed", "proof", "fingerprint"}
    assert not private & {name for each in lists for name in each["Projection"]["NonKeyAttributes"]}


@pytest.mark.parametrize("queue", [each.capitalize() for each in names.QUEUES])
def test_a_queue_gives_up_after_five_tries_and_keeps_what_died_for_two_weeks(resources, queue):
    properties = resources[f"{queue}Queue"]["Properties"]

    assert properties["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": [f"{queue}DeadLetters", "Arn"]}, "maxReceiveCount": 5,
    }  # fmt: skip
    assert resources[f"{queue}DeadLetters"]["Properties"]["MessageRetentionPeriod"] == FOURTEEN_DAYS
    assert properties["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize(("function", "queue"), chalice_record.TRIGGERS.items())
def test_a_message_is_not_given_out_twice_while_it_is_worked_on(resources, queue, function):
    timeout = CONFIG["lambda_functions"][function]["lambda_timeout"]
    assert resources[f"{queue.capitalize()}Queue"]["Properties"]["VisibilityTimeout"] >= 6 * timeout


def test_every_dead_letter_queue_rings_at_the_first_message(resources):
    alarmed = {
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in of_type(resources, "CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible" and alarm["Threshold"] == 0
    }
    assert alarmed == {name for name in of_type(resources, "SQS::Queue") if name.endswith("DeadLetters")}


def test_every_work_queue_rings_when_its_messages_wait(resources):
    alarmed = {
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in of_type(resources, "CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    }
    assert alarmed == {name for name in of_type(resources, "SQS::Queue") if name.endswith("Queue")}


def test_every_function_rings_when_it_fails(resources):
    alarmed = {
        named(alarm["Dimensions"][0]["Value"])
        for alarm in of_type(resources, "CloudWatch::Alarm").values()
        if alarm["MetricName"] == "Errors"
    }
    assert alarmed == {chalice_record.function_name(STAGE, each) for each in stages.FUNCTIONS}


def test_one_alarm_rings_when_functions_may_not_run_since_the_limit_is_the_accounts(resources):
    alarms = of_type(resources, "CloudWatch::Alarm").values()
    (alarm,) = [each for each in alarms if each["MetricName"] == "Throttles"]
    assert "Dimensions" not in alarm


def test_every_kind_of_refusal_that_is_counted_rings_when_it_comes_in_numbers(resources):
    alarms = {
        alarm["MetricName"]: {each["Name"]: each["Value"] for each in alarm["Dimensions"]}
        for alarm in of_type(resources, "CloudWatch::Alarm").values()
        if alarm["Namespace"] == "Sedulur" and alarm["TreatMissingData"] == "notBreaching"
    }
    alarms.pop("SmsBudgetUsedUp")  # nothing is refused to a person
    assert set(alarms) == set(refusals.METRICS.values()) - {"RequestsLimited"}, "honest crowds meet limits, too"
    for dimensions in alarms.values():
        assert dimensions["stage"] == {"Ref": "Stage"}
        assert dimensions["service"] == names.APP
        assert named(dimensions["function"]) == chalice_record.function_name(STAGE, "api_handler")


def test_the_alarms_of_a_stage_cost_less_than_three_dollars_a_month(resources):
    """0.10 USD each, before the ten that are free in an account."""
    assert len(of_type(resources, "CloudWatch::Alarm")) < 30


def test_the_figures_of_the_api_are_those_of_this_stage_alone(resources):
    """CloudWatch knows an API by its name, which Chalice takes from the app."""
    (alarm,) = [each for each in of_type(resources, "CloudWatch::Alarm").values() if each["MetricName"] == "5XXError"]
    assert named(alarm["Dimensions"][0]["Value"]) == names.api(STAGE) == "sedulur-uji"
    dashboard = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"].replace("${Stage}", STAGE)
    assert set(re.findall(r'"ApiName", "([^"]+)"', dashboard)) == {names.api(STAGE)}


def test_chalice_gives_the_api_the_name_of_its_stage():
    from chalice.deploy.swagger import SwaggerGenerator

    import app as functions

    document = SwaggerGenerator(
        "ap-southeast-3", {"api_handler_arn": "arn:aws:lambda:ap-southeast-3:1:function:f"}
    ).generate_swagger(functions.app)
    assert re.fullmatch(names.api("[a-z0-9]+"), document["info"]["title"]), "of the stage for which the app was loaded"
    assert functions.app.log.name == names.APP, "its lines are those of Powertools' logger, as JSON without words"


def test_every_alarm_tells_the_administrators_what_to_do(resources):
    for alarm in of_type(resources, "CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmsTopic"}]
        assert len(named(alarm["AlarmDescription"])) > 30


def test_the_bus_gives_each_queue_only_the_events_its_worker_works_on(resources):
    subscriptions = of_type(resources, "SNS::Subscription")
    filters = {name: each["FilterPolicy"]["dynamodb"]["NewImage"] for name, each in subscriptions.items()}

    assert filters == {
        "RoutingSubscription": {"type": {"S": [events.TicketReceived.type]}},
        "NoticesSubscription": {"type": {"S": list(NOTIFIED)}},
        "MessagesSubscription": {"type": {"S": list(reporter_recipients.NOTIFIED)}},
        "StatisticsSubscription": {"type": {"S": [{"anything-but": list(UNCOUNTED)}]}},
        "PhotosSubscription": {"shows": {"S": ["photos"]}},
    }
    for each in subscriptions.values():
        assert each["FilterPolicyScope"] == "MessageBody"
        assert each["RawMessageDelivery"] is True
        assert each["RedrivePolicy"], "a message that SNS cannot deliver must lie somewhere"


def test_the_pipe_brings_new_event_items_and_leaves_failures_behind(resources):
    source = resources["Pipe"]["Properties"]["SourceParameters"]
    (pattern,) = [json.loads(each["Pattern"]) for each in source["FilterCriteria"]["Filters"]]
    stream = source["DynamoDBStreamParameters"]

    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": keys.EVENT}]}}}}
    assert stream["StartingPosition"] == "TRIM_HORIZON"
    assert stream["OnPartialBatchItemFailure"] == "AUTOMATIC_BISECT"
    assert stream["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["EventsDeadLetters", "Arn"]}}
    assert stream["MaximumRetryAttempts"] > 0
    assert stream["MaximumRecordAgeInSeconds"] < 12 * 3600, "the stream forgets after 24 hours; a person needs time"


def test_every_topic_is_encrypted_and_leaves_publishing_to_each_roles_policy(resources):
    topics = of_type(resources, "SNS::Topic")

    assert {str(each["KmsMasterKeyId"]) for each in topics.values()} == {str({"Fn::GetAtt": ["Key", "Arn"]})}
    covered = {each["Ref"] for policy in of_type(resources, "SNS::TopicPolicy").values() for each in policy["Topics"]}
    assert covered == set(topics)


def test_no_role_of_the_stack_may_do_everything(resources):
    for role in of_type(resources, "IAM::Role").values():
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                assert "*" not in json.dumps(statement["Action"])
                assert statement["Resource"] != "*"


def test_every_function_has_a_log_that_ends(resources):
    groups = {
        named(each["LogGroupName"]): each["RetentionInDays"] for each in of_type(resources, "Logs::LogGroup").values()
    }

    functions = {chalice_record.function_name(STAGE, each) for each in stages.FUNCTIONS}
    assert set(groups) == {f"/aws/lambda/{function}" for function in functions}
    assert all(groups.values())


def test_the_dashboard_is_json_and_shows_the_dead_letters(resources):
    text = resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    dashboard = json.loads(re.sub(r"\$\{[^}]+\}", "x", text))

    titles = {widget["properties"]["title"] for widget in dashboard["widgets"]}
    assert "Dead letters (must be empty)" in titles


def test_the_template_is_within_cloudformations_limits():
    """Of a template in S3, where `infra deploy` puts one that is too long for a request."""
    template = render("a" * 20, "pati")
    assert len(body(template)) <= 1_000_000
    assert len(template["Resources"]) <= MOST_RESOURCES


DESA = tuple(f"DESA-{number}" for number in range(2001, 2402))


def test_hundreds_of_desa_share_one_topic_and_fit_into_one_stack(monkeypatch):
    """Pati with its 401 desa would need 533 resources, were each topic its own."""
    monkeypatch.setattr(template_module, "opds", lambda _: (*opds("pati"), *DESA))
    resources = render(STAGE, "pati")["Resources"]
    assert len(resources) <= MOST_RESOURCES
    assert resources["OpdDesa"]["Properties"]["TopicName"] == names.opd_topic(STAGE, DESA[0]) == "sedulur-uji-opd-desa"
    assert {"Ref": "OpdDesa"} in resources["TopicPolicy"]["Properties"]["Topics"]
    assert resources["OpdKEL1005"]["Properties"]["TopicName"] == "sedulur-uji-opd-kel-1005", (
        "as existing stages have it"
    )


def test_a_stack_that_cloudformation_would_refuse_is_told_before_anything_is_changed(monkeypatch):
    kelurahan = tuple(f"KEL-{number}" for number in range(1100, 1501))
    monkeypatch.setattr(template_module, "opds", lambda _: (*opds("pati"), *kelurahan))
    with pytest.raises(Refused, match=r"would have 5\d\d resources.*Nothing was changed.*DESA-"):
        deploy._template(Account(STAGE, "ap-southeast-3"), "pati")


def test_whoever_deploys_reads_that_desa_share_a_topic(monkeypatch, capsys):
    for module in (template_module, deploy):
        monkeypatch.setattr(module, "opds", lambda _: (*opds("pati"), *DESA))
    deploy._template(Account(STAGE, "ap-southeast-3"), "pati")
    assert "401 desa share the topic sedulur-uji-opd-desa" in capsys.readouterr().out


def test_the_template_is_without_findings_as_written_and_as_rendered(tmp_path):
    rendered = tmp_path / "template.json"
    rendered.write_text(body(render("production", "pati")))
    command = [str(Path(sys.executable).with_name("cfn-lint")), str(TEMPLATE), str(rendered)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_nobody_reads_or_lists_the_photos_but_by_a_signed_address(resources):
    bucket = resources["PhotosBucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert bucket["BucketEncryption"]
    assert [rule["AllowedMethods"] for rule in bucket["CorsConfiguration"]["CorsRules"]] == [["POST"]]
    (policy,) = of_type(resources, "S3::BucketPolicy").values()
    (only,) = policy["PolicyDocument"]["Statement"]
    assert (only["Effect"], only["Principal"], only["Condition"]) == (
        "Deny", "*", {"Bool": {"aws:SecureTransport": "false"}},
    )  # fmt: skip


def test_topics_queues_and_bucket_refuse_what_comes_without_tls(resources):
    refusing = {"SNS::Topic": set(), "SQS::Queue": set(), "S3::Bucket": set()}
    for kind, field in (("SNS::TopicPolicy", "Topics"), ("SQS::QueuePolicy", "Queues"), ("S3::BucketPolicy", "Bucket")):
        for policy in of_type(resources, kind).values():
            (only,) = [each for each in policy["PolicyDocument"]["Statement"] if each["Sid"] == ONLY_TLS]
            assert (only["Effect"], only["Principal"]) == ("Deny", "*")
            assert only["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            covered = policy[field] if isinstance(policy[field], list) else [policy[field]]
            refusing[kind.removesuffix("Policy")] |= {each["Ref"] for each in covered}
    assert refusing == {kind: set(of_type(resources, kind)) for kind in refusing}


def test_an_emulator_on_plain_http_gets_the_same_policies_without_that():
    policies = of_type(without_tls(render(STAGE, "pati"))["Resources"], "SNS::TopicPolicy")
    assert [each["Sid"] for each in policies["TopicPolicy"]["PolicyDocument"]["Statement"]] == [
        "TheAccountsPoliciesDecide"
    ]


def test_logs_and_photos_are_encrypted_by_the_citys_key(resources):
    key = {"Fn::GetAtt": ["Key", "Arn"]}
    assert all(each["KmsKeyId"] == key for each in of_type(resources, "Logs::LogGroup").values())
    services = [each["Principal"] for each in resources["Key"]["Properties"]["KeyPolicy"]["Statement"]]
    assert {"Service": {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}} in services
    (rule,) = resources["PhotosBucket"]["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    assert rule["BucketKeyEnabled"] is True


def test_nothing_of_the_stack_lets_everybody_do_anything(resources):
    """No statement of a policy allows somebody who is not named, and none allows every action."""
    for kind in ("S3::BucketPolicy", "SQS::QueuePolicy", "SNS::TopicPolicy", "IAM::Role", "KMS::Key"):
        for name, each in of_type(resources, kind).items():
            for statement in _allowing(each):
                assert statement.get("Principal") not in ("*", {"AWS": "*"}), name
                assert statement["Action"] != "*", name


def _allowing(value):
    """Every statement in whatever it is that allows something."""
    if isinstance(value, dict):
        if value.get("Effect") == "Allow":
            yield value
        for each in value.values():
            yield from _allowing(each)
    elif isinstance(value, list):
        for each in value:
            yield from _allowing(each)
