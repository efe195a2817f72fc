"""What the admin's commands tell and do on the deployed stage."""

import json

import pytest

from chalicelib import names, settings
from infra.aws.release import chalice_record
from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy


def test_status_tells_of_every_function_queue_schedule_and_of_the_bucket_and_the_messages(stage: Stage):
    output = stage.run("status", code=1)  # since nobody listens for most OPDs of this stage
    (bad,) = [line for line in output.splitlines() if line.startswith("  BAD")]
    assert bad.startswith("  BAD  nobody listens for ")
    for function in chalice_record.FUNCTIONS:
        assert f"function {chalice_record.function_name('uji', function)}: Active" in output
    for function, queue in chalice_record.TRIGGERS.items():
        assert f"queue {queue} triggers {function}: Enabled, at most {settings.MOST_AT_ONCE[queue]} at once" in output
    for function, rate in chalice_record.SCHEDULES.items():
        assert f"schedule of {function}: {rate}, ENABLED" in output
    for queue in names.QUEUES:
        assert f"queue sedulur-uji-{queue}: 0 waiting" in output
    for queue in (*names.QUEUES, names.EVENTS, "deliveries"):
        assert f"queue sedulur-uji-{queue}-dlq: 0 waiting" in output
    assert f"bucket {names.photos('uji', stage.account.number)}: closed to the public" in output
    assert "limits of what anybody may send: set" in output
    for channel in ("sms", "email"):
        assert f"messages to reporters by {channel}: off" in output


def test_a_program_reads_how_the_stage_is(stage: Stage):
    report = json.loads(stage.run("status", "--json", code=1))
    checks = {each["what"]: each for each in report["checks"]}
    assert (report["stage"], report["stack"], report["good"]) == ("uji", "CREATE_COMPLETE", False)
    assert checks["table sedulur-uji"] == {"what": "table sedulur-uji", "good": True, "detail": "ACTIVE"}
    assert [each for each in checks.values() if not each["good"] and "nobody listens" not in each["what"]] == []


def test_an_alarm_is_rung_for_a_test_and_heard(stage: Stage):
    assert "Nobody listens to the alarms, so none was rung" in stage.run("status", "--ring", code=1)
    heard = stage.opd_queue("alarms")

    assert "1 addresses should hear of it" in stage.run("status", "--ring")

    (message,) = eventually(lambda: stage.arrived(heard))
    assert "nothing is wrong" in message["NewStateReason"]
    assert message["AlarmName"].startswith("sedulur-uji-")
    stage.run("unsubscribe", "alarms", stage.account.queue_arn(heard.rpartition("/")[2]))


def test_a_trigger_without_its_bound_is_told(stage: Stage):
    client, queue = stage.client("lambda"), stage.account.queue_arn(names.queue("uji", "photos"))
    (mapping,) = client.list_event_source_mappings(EventSourceArn=queue)["EventSourceMappings"]
    client.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": 900})
    try:
        assert "at most 900 at once instead of 5: deploy the stage" in stage.run("status", code=1)
    finally:
        client.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig=mapping["ScalingConfig"])


def test_dates_are_told_anew_after_the_calendar_has_changed(stage: Stage):
    ticket = stage.report()["id"]
    due = eventually(lambda: [assignment["due"] for assignment in stage.get(f"/v1/tickets/{ticket}")["assignments"]])
    holidays = stage.checkout / "chalicelib" / "cities" / "pati" / "holidays.csv"
    before = holidays.read_text()
    holidays.write_text(f"{before.rstrip()}\n{due[0][:10]},Libur tambahan,tambahan,tidak\n")
    try:
        output = stage.run("city", "recompute", "--reason", "Ada hari libur baru.")
    finally:
        holidays.write_text(before)
    assert "dates of 0 were" not in output
    assert [assignment["due"] for assignment in stage.get(f"/v1/tickets/{ticket}")["assignments"]] > due
