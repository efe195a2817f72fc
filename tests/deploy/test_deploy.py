"""The real `chalice deploy` and the real CloudFormation template, on an emulator that enforces IAM."""

import json
import sys
import zipfile
from dataclasses import replace

import pytest

from chalicelib import names
from infra.aws.release import chalice_deploy, chalice_record, stages, unchanged
from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy


def test_deploying_a_new_stage_writes_it_down_and_says_so(stage: Stage):
    assert "The stage uji is new. Written, please commit:" in stage.output
    assert ".chalice/policies/uji/send_notices.json" in stage.output
    assert stages.city_of("uji", stage.checkout) == "pati"


def test_deploying_tells_what_works_and_what_to_do_next(stage: Stage):
    assert '"stage": "uji"' in stage.output
    assert "BAD" not in stage.output
    assert "python -m infra subscribe --stage uji" in stage.output


def test_a_report_reaches_the_queue_of_its_opd(stage: Stage):
    inbox = stage.opd_queue("DISHUB")
    ticket = stage.report(contact={"name": "Warga Uji", "phone": "081234567890"})["id"]

    (notice,) = eventually(lambda: stage.messages(inbox, ticket))

    assert notice["type"] == "ticket.dispatched"
    assert notice["ticket"] == ticket
    assert notice["url"] == stage.url(f"/laporan/{ticket}")
    assert "Warga Uji" not in json.dumps(notice)
    shown = stage.get(f"/v1/tickets/{ticket}")
    assert shown["status"] == "dispatched"
    assert [assignment["opd"] for assignment in shown["assignments"]] == ["DISHUB"]


def test_who_reported_is_sealed_with_the_citys_key(stage: Stage):
    ticket = stage.report(contact={"name": "Warga Uji", "phone": "081234567890"})["id"]

    key = {"pk": {"S": ticket}, "sk": {"S": "~identity"}}
    item = stage.client("dynamodb").get_item(TableName=names.table("uji"), Key=key)["Item"]

    assert b"Warga Uji" not in item["sealed"]["B"]
    opened = stage.client("kms").decrypt(CiphertextBlob=item["sealed"]["B"], EncryptionContext={"ticket": ticket})
    assert b"Warga Uji" in opened["Plaintext"]


def test_deploying_again_from_a_fresh_clone_changes_nothing(stage: Stage):
    api = chalice_record.rest_api_id(stage.account)
    chalice_record.path(stage.checkout, "uji").unlink()
    before = _modified(stage)

    output = stage.run("deploy", "--city", "pati")

    assert "Stack sedulur-uji: unchanged" in output
    assert "Code: unchanged, nothing was uploaded" in output
    assert "Updating" not in output
    assert _modified(stage) == before
    assert "Nothing had to be changed." in output
    assert "please commit" not in output
    assert chalice_record.rest_api_id(stage.account) == api
    assert len(stage.client("apigateway").get_rest_apis()["items"]) == 1


def _modified(stage: Stage) -> dict[str, str]:
    """When each function was last changed."""
    names_ = [chalice_record.function_name("uji", each) for each in chalice_record.FUNCTIONS]
    client = stage.client("lambda")
    return {name: client.get_function_configuration(FunctionName=name)["LastModified"] for name in names_}


def _differences(stage: Stage) -> set[str]:
    copy = stage.checkout / "build" / "release" / "uji"
    return set(unchanged.differences(stage.account, copy, chalice_deploy.package_path(copy)))


def test_what_somebody_has_changed_on_aws_is_found_and_put_right(stage: Stage):
    assert _differences(stage) == set()
    functions, iam, events = stage.client("lambda"), stage.client("iam"), stage.client("events")
    stage.settle(*names.QUEUES)
    name = chalice_record.function_name("uji", "send_digests")
    role = "sedulur-uji-send_digests"
    forbidden = {"Sid": "Nothing", "Effect": "Deny", "Action": "sns:Publish", "Resource": "*"}
    nothing = {"Version": "2012-10-17", "Statement": [forbidden]}
    functions.update_function_configuration(FunctionName=name, Timeout=9, Environment={"Variables": {"A": "b"}})
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=1)
    iam.put_role_policy(RoleName=role, PolicyName=role, PolicyDocument=json.dumps(nothing))
    events.disable_rule(Name=chalice_record.rule_name("uji", "send_digests"))
    queue = stage.account.queue_arn(names.queue("uji", "photos"))
    (mapping,) = functions.list_event_source_mappings(EventSourceArn=queue)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": 900})

    assert _differences(stage) == {
        "Timeout of send_digests", "environment of send_digests", "reserved concurrency of send_digests",
        "policy of send_digests", "the schedule of send_digests", "the trigger of clean_photo",
    }  # fmt: skip
    assert "Code: deployed (because: " in stage.run("deploy")
    assert _differences(stage) == set()


def test_a_release_that_was_not_finished_is_gone_through_again(stage: Stage):
    functions, name = stage.client("lambda"), chalice_record.function_name("uji", "api_handler")
    arn = functions.get_function_configuration(FunctionName=name)["FunctionArn"]
    functions.untag_resource(Resource=arn, TagKeys=[unchanged.MARK])
    assert _differences(stage) == {"another release, or one that was not finished"}


def test_a_deploy_can_be_forced(stage: Stage):
    assert "Code: deployed (because: --force)" in stage.run("deploy", "--force")
    assert _differences(stage) == set()


def test_a_deploy_that_may_not_change_the_code_has_failed_and_says_so(stage: Stage):
    admin = replace(stage, environment=stage.environment | _credentials_without(stage, "lambda:UpdateFunctionCode"))

    output = admin.run("deploy", "--force", code=1)

    assert "`chalice deploy` failed" in output
    assert "lambda:UpdateFunctionCode" in output
    assert "Nothing had to be changed" not in output


def _credentials_without(stage: Stage, action: str) -> dict[str, str]:
    """The environment of a new user who may do everything but this."""
    iam, user = stage.client("iam"), "tanpa-hak"
    allowed = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    statements = [allowed, allowed | {"Effect": "Deny", "Action": action}]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=policy)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def test_what_is_read_back_from_aws_is_what_chalice_wrote(stage: Stage):
    written = json.loads(chalice_record.path(stage.checkout, "uji").read_text())["resources"]
    read = chalice_record.recover(stage.account)["resources"]

    assert {each["name"]: each for each in read} == {each["name"]: each for each in written}


def test_a_plain_chalice_deploy_is_enough_for_a_change_of_code(stage: Stage):
    api = chalice_record.rest_api_id(stage.account)
    before = _code(stage)
    with (stage.checkout / "app.py").open("a") as source:
        source.write("\n# a change\n")
    stage.settle(*names.QUEUES)

    stage.process("-c", "import sys; from chalice.cli import main; sys.exit(main())", "deploy", "--stage", "uji")

    assert _code(stage) != before
    assert chalice_record.rest_api_id(stage.account) == api
    assert stage.get("/v1/health")["stage"] == "uji"
    assert stage.report()["status"] == "received"


def test_what_a_plain_chalice_deploy_ships_has_bytecode_and_is_small(stage: Stage):
    (package,) = (stage.checkout / ".chalice" / "deployments").glob("*.zip")
    names_inside = set(zipfile.ZipFile(package).namelist())

    for module in ("botocore/client", "pynamodb/connection/base", "chalice/app"):
        folder, _, name = module.rpartition("/")
        assert f"{folder}/__pycache__/{name}.{sys.implementation.cache_tag}.pyc" in names_inside
    assert package.stat().st_size < 45_000_000  # Lambda takes 50 MB; `infra deploy` leaves out what a plain one cannot


def _code(stage: Stage) -> str:
    return stage.client("lambda").get_function_configuration(FunctionName="sedulur-uji")["CodeSha256"]


def test_every_alarm_of_the_template_is_there(stage: Stage):
    alarms = stage.client("cloudwatch").describe_alarms(AlarmNamePrefix="sedulur-uji-")["MetricAlarms"]
    by_name = {alarm["AlarmName"]: alarm for alarm in alarms}

    for queue in (*names.QUEUES, names.EVENTS):
        alarm = by_name[f"sedulur-uji-{queue}-dlq"]
        assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": names.dead_letter_queue("uji", queue)}]
        assert alarm["Threshold"] == 0
        assert alarm["AlarmActions"] == [stage.account.topic_arn("sedulur-uji-alarms")]
