"""The loop around every queue worker: one bad record never stops the others, and none is lost.

Chalice does not set `FunctionResponseTypes`, so Lambda would take a partial-batch answer for success and delete
what failed. The worker therefore deletes what succeeded itself and raises: right with that setting and without.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib import telemetry
from chalicelib.adapters import aws
from chalicelib.adapters.envelope import BrokenEnvelope, open_envelope
from chalicelib.domain.events import Event

Record = Mapping[str, Any]

_AT_ONCE = 10  # what DeleteMessageBatch takes


class RecordsFailed(Exception):
    """Some records could not be worked on; they stay in the queue."""


def each_record(event: Any, handle: Callable[[Any], None], opened: Callable[[str], Any] = open_envelope) -> None:
    """Give the event in each record of Chalice's `SQSEvent`, or what `opened` finds in its body, to `handle`;
    RecordsFailed once all had their turn.
    """
    records: list[Record] = event.to_dict()["Records"]
    failed = [record for record in records if not _succeeds(record, handle, opened)]
    if failed:
        _delete([record for record in records if record not in failed])
        raise RecordsFailed(f"{len(failed)} of {len(records)} records failed")


def account_of(event: Any) -> str:
    """The AWS account whose queue the records come from."""
    _, _, _, _, account, _ = event.to_dict()["Records"][0]["eventSourceARN"].split(":")
    return str(account)


def _succeeds(record: Record, handle: Callable[[Any], None], opened: Callable[[str], Any]) -> bool:
    try:
        found = opened(record["body"])
    except BrokenEnvelope as error:
        return _failed(record, error)
    if found is None:
        return True
    with telemetry.bound(**_about(found)):
        try:
            handle(found)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others have their turn; `each_record` raises
            return _failed(record, error)
    return True


def _about(found: Any) -> dict[str, str]:
    """What log lines say of it."""
    if isinstance(found, Event):
        return {"ticket": found.ticket, "correlation_id": found.correlation, "event": found.type}
    return {"photo": found.photo}


def _failed(record: Record, error: Exception) -> bool:
    telemetry.logger.error("record failed", message_id=record["messageId"], chain=telemetry.outline(error))
    return False


def _delete(records: list[Record]) -> None:
    sqs = aws.client("sqs")
    for at in range(0, len(records), _AT_ONCE):
        chunk = records[at : at + _AT_ONCE]
        entries = [{"Id": str(n), "ReceiptHandle": record["receiptHandle"]} for n, record in enumerate(chunk)]
        _, _, _, _, account, queue = chunk[0]["eventSourceARN"].split(":")
        answer = sqs.delete_message_batch(QueueUrl=f"{sqs.meta.endpoint_url}/{account}/{queue}", Entries=entries)
        if answer.get("Failed"):  # they come again, and the workers are idempotent
            telemetry.logger.warning("not deleted from the queue", count=len(answer["Failed"]))
