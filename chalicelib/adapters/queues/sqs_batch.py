"""What happens to a batch of queue records: one bad record never stops the others, and none is lost.

Powertools' BatchProcessor is the loop. Chalice does not set `FunctionResponseTypes`, so Lambda would take its
partial-batch answer for success and delete what failed. The worker therefore deletes what succeeded itself and raises:
right with that setting and without.
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
    """Some records could not be worked on; they stay in the queue."""


class _RecordFailed(Exception):
    """Stands for the error of one record, whose text may quote a citizen: Powertools keeps and prints such texts."""


def each_record(event: Any, handle: Callable[[Any], None], opened: Callable[[str], Any] = open_envelope) -> None:
    """Give the event in each record of Chalice's `SQSEvent`, or what `opened` finds in its body, to `handle`.

    Raises:
        RecordsFailed: once all records had their turn, if any failed; those that succeeded are deleted by then.
    """
    records: list[dict[str, Any]] = event.to_dict()["Records"]
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    with processor(records, lambda record: _work_on(record, handle, opened)):
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


def _work_on(record: SQSRecord, handle: Callable[[Any], None], opened: Callable[[str], Any]) -> None:
    with telemetry.bound(), _logged_without_words(record.message_id):
        found = opened(record.body)
        if found is not None:
            telemetry.bind(**_about(found))
            handle(found)


@contextmanager
def _logged_without_words(message_id: str) -> Iterator[None]:
    """Log types and places of an error.

    Raises:
        _RecordFailed: in place of any error.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, the others have their turn
        telemetry.logger.error("record failed", message_id=message_id, chain=telemetry.outline(error))
        raise _RecordFailed(message_id) from None


def _about(found: Any) -> dict[str, str]:
    """What log lines say of it."""
    if isinstance(found, Event):
        return {"ticket": found.ticket, "correlation_id": found.correlation, "event": found.type}
    return {"photo": found.photo}


def _delete(records: list[dict[str, Any]]) -> None:
    sqs = clients.client("sqs")
    for at in range(0, len(records), _AT_ONCE):
        chunk = records[at : at + _AT_ONCE]
        entries = [{"Id": str(n), "ReceiptHandle": record["receiptHandle"]} for n, record in enumerate(chunk)]
        _, _, _, _, account, queue = chunk[0]["eventSourceARN"].split(":")
        answer = sqs.delete_message_batch(QueueUrl=f"{sqs.meta.endpoint_url}/{account}/{queue}", Entries=entries)
        if answer.get("Failed"):  # they come again, and the workers are idempotent
            telemetry.logger.warning("not deleted from the queue", count=len(answer["Failed"]))
