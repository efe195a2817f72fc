"""Processes a batch of SQS records: a failed record never stops the others, and no record is lost.

Powertools' BatchProcessor runs the loop. Chalice does not set `FunctionResponseTypes`, so Lambda would take a
partial-batch response for success and delete the failed records. The worker therefore deletes the successful records
itself and raises; that is correct with the setting and without it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from chalicelib import telemetry
from chalicelib.adapters.aws import clients
from chalicelib.adapters.queues.event_envelope import open_envelope
from chalicelib.domain.events import Event

_AT_ONCE = 10  # what DeleteMessageBatch takes


class RecordsFailed(Exception):
    """Some records failed; they stay in the queue."""


class _RecordFailed(Exception):
    """Replaces the error of a record, whose text may quote a citizen: Powertools stores and prints such texts."""


def each_record(event: Any, handle: Callable[[Any], None], parse: Callable[[str], Any] = open_envelope) -> None:
    """Call `handle` with what `parse` makes of the body of each record in Chalice's `SQSEvent`, unless that is None.

    Raises:
        RecordsFailed: any record failed; all were tried, and the successful ones are deleted.
    """
    records: list[dict[str, Any]] = event.to_dict()["Records"]
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    with processor(records, lambda record: _process(record, handle, parse)):
        processor.process()
    failed = {failure["itemIdentifier"] for failure in processor.response()["batchItemFailures"]}
    if failed:
        done = [record for record in records if record["messageId"] not in failed]
        _delete(done)
        raise RecordsFailed(f"{len(records) - len(done)} of {len(records)} records failed")


def account_of(event: Any) -> str:
    """The AWS account whose queue the records come from."""
    _, _, _, _, account, _ = event.to_dict()["Records"][0]["eventSourceARN"].split(":")
    return str(account)


def _process(record: SQSRecord, handle: Callable[[Any], None], parse: Callable[[str], Any]) -> None:
    with telemetry.bound(), _error_logged(record.message_id):
        message = parse(record.body)
        if message is not None:
            telemetry.bind(**_log_keys(message))
            handle(message)


@contextmanager
def _error_logged(message_id: str) -> Iterator[None]:
    """Log types and code locations of an error, never its message.

    Raises:
        _RecordFailed: instead of any error.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - no error may stop the other records
        telemetry.logger.error("record failed", message_id=message_id, chain=telemetry.outline(error))
        raise _RecordFailed(message_id) from None


def _log_keys(message: Any) -> dict[str, str]:
    """The keys of log lines about an event or an arrived photo."""
    if isinstance(message, Event):
        return {"ticket": message.ticket, "correlation_id": message.correlation, "event": message.type}
    return {"photo": message.photo}


def _delete(records: list[dict[str, Any]]) -> None:
    sqs = clients.client("sqs")
    for at in range(0, len(records), _AT_ONCE):
        chunk = records[at : at + _AT_ONCE]
        entries = [{"Id": str(n), "ReceiptHandle": record["receiptHandle"]} for n, record in enumerate(chunk)]
        _, _, _, _, account, queue = chunk[0]["eventSourceARN"].split(":")
        response = sqs.delete_message_batch(QueueUrl=f"{sqs.meta.endpoint_url}/{account}/{queue}", Entries=entries)
        if response.get("Failed"):  # they come again, which is harmless: the workers are idempotent
            telemetry.logger.warning("not deleted from the queue", count=len(response["Failed"]))
