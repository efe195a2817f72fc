"""Stands in for Lambda's trigger of a queue: hands batches to a function and deletes the messages that it handled."""

from collections.abc import Callable, Mapping
from typing import Any

from chalice.local import LambdaContext

Function = Callable[[dict[str, Any], LambdaContext], Any]
Failure = Callable[[str, Exception], None]
"""Is called with the name of a part and what its function raised."""


class QueueTrigger:
    """Polls one queue with the queue's own attributes (visibility, receive count, redrive).

    A function that returns has its batch deleted; one that raises leaves it in the queue, to come back
    when its visibility is over. `reports_failures` is Lambda's `ReportBatchItemFailures`, which Chalice does not set.
    """

    def __init__(
        self,
        sqs: Any,
        queue: str,
        function: Function,
        *,
        name: str,
        batch_size: int = 10,
        reports_failures: bool = False,
        on_failure: Failure,
    ) -> None:
        self.name = name
        self._sqs = sqs
        self._url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        self._arn = sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self._function = function
        self._batch_size = min(batch_size, 10)
        self._reports_failures = reports_failures
        self._on_failure = on_failure

    def step(self) -> int:
        """Call the function with one batch; return how many messages were received."""
        messages = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self._batch_size,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
            WaitTimeSeconds=0,
        ).get("Messages", [])
        if messages:
            self._handle(messages)
        return len(messages)

    def _handle(self, messages: list[dict[str, Any]]) -> None:
        event = {"Records": [as_record(message, self._arn) for message in messages]}
        try:
            answer = self._function(event, LambdaContext(self.name, 256))
        except Exception as error:  # noqa: BLE001 - whatever a function raises, the batch comes back
            self._on_failure(self.name, error)
            return
        failed = _failed(answer) if self._reports_failures else set()
        self._delete([message for message in messages if message["MessageId"] not in failed])

    def _delete(self, messages: list[dict[str, Any]]) -> None:
        entries = [{"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(messages)]
        if entries:
            self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)


def as_record(message: Mapping[str, Any], queue_arn: str) -> dict[str, Any]:
    """A message as a record of a Lambda function's event."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {"stringValue": value.get("StringValue"), "dataType": value["DataType"]}
            for name, value in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }


def _failed(answer: Any) -> set[str]:
    """Ids of the messages that the function reports as failed."""
    return {failure["itemIdentifier"] for failure in (answer or {}).get("batchItemFailures", [])}
