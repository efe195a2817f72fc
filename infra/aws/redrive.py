"""`redrive`: dead letters back to where they belong. Each is sent first and deleted then, so that none is lost."""

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib import names
from infra.aws import events_redrive
from infra.aws.account import Account
from infra.aws.failures import Refused

Message = Mapping[str, Any]


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    chosen = [options.queue] if options.queue else [*names.QUEUES, names.EVENTS]
    unknown = [each for each in chosen if each not in (*names.QUEUES, names.EVENTS)]
    if unknown:
        raise Refused(f"There is no queue {unknown[0]}: choose {', '.join(names.QUEUES)} or {names.EVENTS}.")
    stuck = sum(_one(account, each) for each in chosen)
    return 1 if stuck else 0


def _one(account: Account, queue: str) -> int:
    """Redrive one queue, telling of it; answers with how many stayed behind."""
    letters = names.dead_letter_queue(account.stage, queue)
    url = _url(account, letters)
    waiting = depth(account, url)
    moved = stayed = 0
    for batch in batches(account, url):
        done = _publish(account, batch) if queue == names.EVENTS else _send_back(account, queue, batch)
        _delete(account, url, done)
        moved, stayed = moved + len(done), stayed + len(batch) - len(done)
        print(f"  {letters}: {moved} of {max(waiting, moved)} brought back", flush=True)
    if stayed:
        print(f"  {letters}: {stayed} could not be brought back and wait there; try again.")
    elif not moved:
        print(f"  {letters}: empty")
    return stayed


def _url(account: Account, queue: str) -> str:
    try:
        return account.queue_url(queue)
    except account.client("sqs").exceptions.QueueDoesNotExist:
        raise Refused(
            f"There is no queue {queue} in {account.region}: is the stage deployed there? Name its --region if not."
        ) from None


def depth(account: Account, url: str) -> int:
    """About how many messages wait in a queue."""
    name = "ApproximateNumberOfMessages"
    attributes = account.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"]
    return int(attributes[name])


def batches(account: Account, url: str) -> Iterator[list[Message]]:
    """Receive until the queue is empty; what is not deleted appears again after two minutes."""
    while True:
        answer = account.client("sqs").receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=2,
            VisibilityTimeout=120,
            MessageAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if not messages:
            return
        yield messages


def _send_back(account: Account, queue: str, batch: list[Message]) -> list[Message]:
    """Send to the queue they failed in; answers with those that arrived."""
    entries = [
        {"Id": str(i), "MessageBody": each["Body"], "MessageAttributes": each.get("MessageAttributes", {})}
        for i, each in enumerate(batch)
    ]
    url = account.queue_url(names.queue(account.stage, queue))
    answer = account.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)
    return [batch[int(each["Id"])] for each in answer.get("Successful", [])]


def _publish(account: Account, batch: list[Message]) -> list[Message]:
    """Read again what the Pipe left behind, and publish it; answers with the messages that are done."""
    done = []
    for message in batch:
        try:
            count = events_redrive.publish(account, message["Body"])
        except events_redrive.UnreadableLetter:
            print(f"  not a dead letter of the Pipe, it stays where it is: {message['Body'][:200]}")
            continue
        print(f"  {count} events published to the bus")
        done.append(message)
    return done


def _delete(account: Account, url: str, messages: list[Message]) -> None:
    if messages:
        entries = [{"Id": str(i), "ReceiptHandle": each["ReceiptHandle"]} for i, each in enumerate(messages)]
        account.client("sqs").delete_message_batch(QueueUrl=url, Entries=entries)
