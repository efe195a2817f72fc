"""What each function may do: enough for what it does, and no more."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.city.catalogue import Messaging
from infra.aws.release import chalice_record, stages

CONFIG = json.loads((stages.PROJECT / ".chalice" / "config.json").read_text())
DEPLOYED = [stage for stage in CONFIG["stages"] if stage != "local"]
EACH = [(function, stage) for function in stages.FUNCTIONS for stage in DEPLOYED]


def statements(function, stage="uji"):
    return json.loads(stages.policy(function, stage, "pati"))["Statement"]


def actions(function):
    listed = [each["Action"] for each in statements(function)]
    return {action for each in listed for action in ([each] if isinstance(each, str) else each)}


@pytest.mark.parametrize(("function", "stage"), EACH)
def test_the_committed_policy_is_the_one_of_the_template(function, stage):
    file = stages.PROJECT / ".chalice" / CONFIG["stages"][stage]["lambda_functions"][function]["iam_policy_file"]
    assert file.read_text() == stages.policy(function, stage)


@pytest.mark.parametrize("stage", DEPLOYED)
def test_the_committed_stage_is_what_a_new_one_would_be_but_for_the_messages_that_it_is_set_up_for(stage):
    committed, new = CONFIG["stages"][stage], stages.settings(stage, "pati")
    assert set(committed["environment_variables"].pop("SEDULUR_MESSAGES").split()) <= {"off", "sms", "email"}
    assert new["environment_variables"].pop("SEDULUR_MESSAGES") == "off"
    assert committed == new


WITHOUT_ARN = ("sns:Publish", "sns:CheckIfPhoneNumberIsOptedOut", "ses:GetAccount")
"""What AWS can allow for everything only: phones and the account's own state have no ARN."""


@pytest.mark.parametrize("function", stages.FUNCTIONS)
def test_no_action_and_no_resource_is_everything(function):
    for statement in statements(function):
        assert "*" not in json.dumps(statement["Action"]), statement
        if statement["Effect"] == "Deny" or (function == "send_messages" and statement["Action"] in WITHOUT_ARN):
            continue
        if statement["Action"] == "ses:SendEmail":
            continue
        for resource in [statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"]:
            assert "sedulur-uji" in resource or (resource == "arn:aws:kms:*:*:key/*" and statement["Condition"])


@pytest.mark.parametrize("function", stages.FUNCTIONS)
def test_a_key_is_used_only_if_it_is_the_stages(function):
    for statement in statements(function):
        if statement["Resource"] == "arn:aws:kms:*:*:key/*":
            wanted = {"kms:ResourceAliases": "alias/sedulur-uji"}
            assert statement["Condition"]["ForAnyValue:StringEquals"] == wanted


def test_who_sends_keeps_or_shows_photos_may_use_the_key_for_the_bucket():
    """The bucket is encrypted by the stage's key; a signed address works by the rights of the function that signed it."""
    through_s3 = {
        function
        for function in stages.FUNCTIONS
        for each in statements(function)
        if "s3.*.amazonaws.com" in json.dumps(each.get("Condition", {}))
    }
    assert through_s3 == {each for each in stages.FUNCTIONS if [a for a in actions(each) if a.startswith("s3:")]}


def test_only_who_sends_notices_or_digests_may_publish_to_topics_and_only_the_messages_function_to_phones():
    assert [each for each in stages.FUNCTIONS if "sns:Publish" in actions(each)] == [
        "send_notices", "send_messages", "send_digests",
    ]  # fmt: skip
    phones = [each for each in statements("send_messages") if each["Action"] == "sns:Publish"]
    assert [(each["Effect"], each["Resource"]) for each in phones] == [("Allow", "*"), ("Deny", "arn:aws:sns:*:*:*")]


def test_letters_go_out_from_the_citys_address_only():
    (letters,) = [each for each in statements("send_messages") if each["Action"] == "ses:SendEmail"]
    address = load("pati").catalogue.city.messaging.address
    domain = address.partition("@")[2]
    assert letters["Resource"] == [f"arn:aws:ses:*:*:identity/{each}" for each in (domain, address)]
    assert letters["Condition"] == {"StringEquals": {"ses:FromAddress": address}}
    assert not [each for each in stages.FUNCTIONS if each != "send_messages" and "ses:SendEmail" in actions(each)]


def test_a_city_without_an_address_can_send_no_letters(monkeypatch):
    city = replace(load("pati").catalogue.city, messaging=Messaging())
    monkeypatch.setattr(stages, "load", lambda _: SimpleNamespace(catalogue=SimpleNamespace(city=city)))
    assert "identity/nobody@sender.invalid" in stages.policy("send_messages", "uji", "pati")


def test_the_admin_writes_policies_anew_after_the_citys_sender_has_changed(tmp_path):
    (tmp_path / ".chalice").mkdir()
    (tmp_path / ".chalice" / "config.json").write_text('{"stages": {}}')
    stages.scaffold("uji", "pati", tmp_path)
    policy = tmp_path / ".chalice" / stages.policy_file("send_messages", "uji")
    right = policy.read_text()
    policy.write_text(right.replace("sedulur@", "lama@"))

    assert stages.renew("uji", tmp_path) == [policy]
    assert policy.read_text() == right
    assert stages.renew("uji", tmp_path) == []


def test_only_the_api_and_the_messages_open_who_reported_and_only_for_one_ticket():
    for function in stages.FUNCTIONS:
        for statement in statements(function):
            if "kms:Decrypt" in statement["Action"] and "alias" not in statement["Resource"]:
                by_service = "kms:ViaService" in statement["Condition"].get("StringLike", {})
                for_a_ticket = statement["Condition"].get("Null") == {"kms:EncryptionContext:ticket": "false"}
                assert by_service or (function in ("api_handler", "send_messages") and for_a_ticket)


def test_a_photo_that_is_gone_already_is_told_as_such_and_not_as_forbidden():
    """S3 answers a GET for what is not there with 404 only to who may list, and its request names no prefix: a
    condition on one must hold without it. Else each notification that comes twice would end in the dead letters.
    """
    (lists,) = [each for each in statements("clean_photo") if each["Action"] == "s3:ListBucket"]
    assert lists["Condition"] == {"StringLikeIfExists": {"s3:prefix": "raw/*"}}


def test_only_the_api_looks_at_an_item_within_a_transaction_without_writing_it():
    """For the survey, which is counted in the generations of counters that there are."""
    assert [each for each in stages.FUNCTIONS if "dynamodb:ConditionCheckItem" in actions(each)] == ["api_handler"]


def test_nobody_deletes_tickets():
    assert not [action for each in stages.FUNCTIONS for action in actions(each) if action.startswith("dynamodb:Delete")]


@pytest.mark.parametrize(("function", "queue"), chalice_record.TRIGGERS.items())
def test_a_queue_function_may_read_its_own_queue_and_no_other(function, queue):
    queues = [each for each in statements(function) if "sqs:ReceiveMessage" in each["Action"]]
    assert [each["Resource"] for each in queues] == [f"arn:aws:sqs:*:*:sedulur-uji-{queue}"]


def test_functions_and_triggers_are_those_of_the_app(monkeypatch):
    monkeypatch.setenv("SEDULUR_STAGE", "uji")
    source = (stages.PROJECT / "app.py").read_text()

    for function, queue in chalice_record.TRIGGERS.items():
        assert f"def {function}(" in source
        assert f'"{queue}"' in source
    assert source.count("@app.on_") == len(chalice_record.TRIGGERS)


def test_chalice_packages_nothing_that_it_guesses():
    assert CONFIG["autogen_policy"] is False
    assert CONFIG["api_gateway_endpoint_type"] == "REGIONAL"


def test_a_new_stage_is_written_down_once_and_never_again(tmp_path: Path):
    (tmp_path / ".chalice").mkdir()
    (tmp_path / ".chalice" / "config.json").write_text('{"stages": {}}')

    written = stages.scaffold("uji", "pati", tmp_path)
    policy = tmp_path / ".chalice" / stages.policy_file("send_notices", "uji")
    policy.write_text("changed by hand")

    assert len(written) == 1 + len(stages.FUNCTIONS)
    assert stages.scaffold("uji", "pati", tmp_path) == []
    assert policy.read_text() == "changed by hand"
    assert stages.city_of("uji", tmp_path) == "pati"


def test_an_unknown_stage_is_told_with_those_that_are_there():
    with pytest.raises(stages.UnknownStage, match=r"no stage entah .*dev"):
        stages.city_of("entah")
