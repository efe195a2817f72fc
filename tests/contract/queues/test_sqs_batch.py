"""The loop around every queue worker."""

import json
import logging
import traceback

import pytest

from chalicelib import names, telemetry
from chalicelib.adapters.queues.event_envelope import open_envelope
from chalicelib.adapters.queues.sqs_batch import RecordsFailed, account_of, each_record
from tests.support.factory import a_number, an_event
from tests.support.stage.sqs_events import a_record, an_sqs_event
from tests.support.stage.stage_world import ACCOUNT, client
from tests.support.stream_records import record


class Broken(Exception):
    pass


def test_every_event_is_handled_once_in_its_turn():
    seen = []
    each_record(an_sqs_event(*(record(an_event(sequence=n)) for n in (2, 3, 4))), seen.append)
    assert [event.sequence for event in seen] == [2, 3, 4]


def test_records_that_are_no_events_are_done_at_once():
    each_record(an_sqs_event(record(an_event(), eventName="MODIFY")), _never)


def test_a_bad_record_stops_no_other_and_the_batch_is_told_as_failed(wire):
    wire.before = _deleted
    seen = []

    def handle(event):
        seen.append(event.sequence)
        if event.sequence == 3:
            raise Broken

    bodies = [record(an_event(sequence=2)), "garbage", record(an_event(sequence=3)), record(an_event(sequence=4))]
    with pytest.raises(RecordsFailed, match="2 of 4"):
        each_record(an_sqs_event(*bodies), handle)
    assert seen == [2, 3, 4]


def test_what_succeeded_beside_a_failure_is_deleted_from_the_queue_and_the_rest_stays(stage):
    queue = client("sqs").get_queue_url(QueueName=names.queue(stage, "routing"))["QueueUrl"]
    for body in ("garbage", record(an_event(sequence=2)), record(an_event(sequence=3))):
        client("sqs").send_message(QueueUrl=queue, MessageBody=body)
    arn = f"arn:aws:sqs:{names.REGION}:{ACCOUNT}:{names.queue(stage, 'routing')}"
    received = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    records = [
        a_record(m["Body"], messageId=m["MessageId"], receiptHandle=m["ReceiptHandle"], eventSourceARN=arn)
        for m in received
    ]
    with pytest.raises(RecordsFailed, match="1 of 3"):
        each_record(an_sqs_event(*records), lambda _: None)
    assert _left_in(queue) == {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "1"}


def test_nothing_is_deleted_when_all_went_well_since_lambda_does_that(wire):
    each_record(an_sqs_event(record(an_event())), lambda _: None)
    assert wire.calls == []


def test_nothing_is_deleted_when_everything_failed(wire):
    with pytest.raises(RecordsFailed):
        each_record(an_sqs_event("garbage", "garbage too"), _never)
    assert wire.calls == []


def test_more_than_ten_are_deleted_ten_at_a_time(wire):
    wire.before = _deleted
    with pytest.raises(RecordsFailed, match="1 of 26"):
        each_record(an_sqs_event("garbage", *[record(an_event())] * 25), lambda _: None)
    assert [len(call.parameters["Entries"]) for call in wire.calls] == [10, 10, 5]


def test_the_account_is_that_of_the_queue():
    assert account_of(an_sqs_event("anything")) == ACCOUNT


def test_a_failure_is_logged_with_its_place_and_without_its_words(capsys):
    def handle(event):
        raise Broken("Siti Aminah, 081234567890")

    with pytest.raises(RecordsFailed):
        each_record(an_sqs_event(record(an_event())), handle)
    (line,) = _logged(capsys)
    assert line["level"] == "ERROR"
    assert line["chain"][0]["type"].endswith(".Broken")
    assert "test_sqs_batch.py" in line["chain"][0]["at"][-1]
    assert line["ticket"] == a_number()
    assert line["correlation_id"] == "c-1"
    assert line["message_id"].startswith("m-")
    assert "Siti" not in json.dumps(line)


def test_not_even_the_library_at_its_most_talkative_repeats_the_words_of_a_failure(caplog):
    def handle(event):
        raise Broken("Siti Aminah, 081234567890")

    with caplog.at_level(logging.DEBUG), pytest.raises(RecordsFailed) as failed:
        each_record(an_sqs_event(record(an_event())), handle)
    output = caplog.text + "".join(traceback.format_exception(failed.value))
    assert "Record processing exception" in output
    assert "Siti" not in output
    assert "0812" not in output


def test_whatever_opening_a_body_raises_the_others_have_their_turn(wire):
    def opened(body):
        if body == "poison":
            raise RecursionError
        return open_envelope(body)

    wire.before = _deleted
    seen = []
    with pytest.raises(RecordsFailed, match="1 of 2"):
        each_record(an_sqs_event("poison", record(an_event(sequence=2))), seen.append, opened)
    assert [event.sequence for event in seen] == [2]


def test_every_failure_of_a_group_is_told(capsys):
    def handle(event):
        raise ExceptionGroup("two notices", [Broken("a"), TimeoutError("b")])

    with pytest.raises(RecordsFailed):
        each_record(an_sqs_event(record(an_event())), handle)
    failures = [each["type"].rpartition(".")[2] for each in _logged(capsys)[0]["chain"]]
    assert failures == ["ExceptionGroup", "Broken", "TimeoutError"]


def test_what_a_worker_logs_and_counts_tells_the_ticket_and_the_request(capsys):
    def handle(event):
        telemetry.logger.info("routed")
        telemetry.meter("TicketsDispatched")

    each_record(an_sqs_event(record(an_event(ticket="CTH-1"))), handle)
    telemetry.logger.info("afterwards")
    routed, counted, afterwards = _logged(capsys)
    assert (routed["ticket"], routed["correlation_id"], routed["event"]) == ("CTH-1", "c-1", "ticket.dispatched")
    assert (counted["ticket"], counted["correlation_id"]) == ("CTH-1", "c-1")
    assert "ticket" not in afterwards


def _never(event):
    raise AssertionError(event)


def _deleted(call):
    from tests.support.stage.aws_wire import answer

    return answer(Successful=[], Failed=[])


def _left_in(queue):
    names_ = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names_)["Attributes"]


def _logged(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
