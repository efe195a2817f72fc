"""What the admin's commands tell and do on the deployed stage."""

import pytest

from chalicelib import names
from infra.aws.release import chalice_record
from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy


def test_status_tells_of_every_function_queue_schedule_and_of_the_bucket_and_the_messages(stage: Stage):
    output = stage.run("status")
    for function in chalice_record.FUNCTIONS:
        assert f"function {chalice_record.function_name('uji', function)}: Active" in output
    for function, queue in chalice_record.TRIGGERS.items():
        assert f"queue {queue} triggers {function}: Enabled" in output
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
