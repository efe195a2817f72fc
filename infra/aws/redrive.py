"""`redrive`: sends dead letters back where they belong. Each is sent first and deleted then, so that none is lost."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib import names
from infra.aws import deliveries_redrive, events_redrive
from infra.aws.account import Account
from infra.aws.failures import Refused, UnreadableDeadLetter
from infra.aws.release.verification import DELIVERIES

Message = Mapping[str, Any]

PATIENCE = 2
"""Seconds until a queue counts as empty: a receive call that waits reaches all of SQS's servers."""

ON_REQUEST = DELIVERIES
"""The queue that is redriven only if it is named: every address of the OPD gets the notice again, not only the one that
failed.
"""


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    known = (*names.QUEUES, names.EVENTS, ON_REQUEST)
    if options.queue and options.queue not in known:
        raise Refused(f"There is no queue {options.queue}: choose one of {', '.join(known)}.")
    chosen = [options.queue] if options.queue else [each for each in known if each != ON_REQUEST]
    stuck = sum(_redrive_queue(account, each) for each in chosen)
    return 1 if stuck else 0


def _redrive_queue(account: Account, queue: str) -> int:
    """Redrive one queue and print progress; return how many messages stayed behind."""
    dead_letters = names.dead_letter_queue(account.stage, queue)
    url = _url(account, dead_letters)
    waiting = depth(account, url)
    moved = stayed = 0
    for batch in batches(account, url):
        done = _bring_back(account, queue, batch)
        _delete(account, url, done)
        moved, stayed = moved + len(done), stayed + len(batch) - len(done)
        print(f"  {dead_letters}: {moved} of {max(waiting, moved)} brought back", flush=True)
    if stayed:
        print(f"  {dead_letters}: {stayed} could not be brought back and wait there; try again.")
    elif not moved:
        print(f"  {dead_letters}: empty")
    return stayed


def _url(account: Account, queue: str) -> str:
    """The URL of a queue.

    Raises:
        Refused: There is no such queue.
    """
    try:
        return account.queue_url(queue)
    except account.client("sqs").exceptions.QueueDoesNotExist:
        raise Refused(
            f"There is no queue {queue} in {account.region}: is the stage deployed there? Name its --region if not."
        ) from None


def depth(account: Account, url: str) -> int:
    """The approximate number of messages that wait in a queue."""
    name = "ApproximateNumberOfMessages"
    attributes = account.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"]
    return int(attributes[name])


def batches(account: Account, url: str) -> Iterator[list[Message]]:
    """Receive until the queue is empty; messages that are not deleted appear again after two minutes."""
    while True:
        answer = account.client("sqs").receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=PATIENCE,
            VisibilityTimeout=120,
            MessageAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if not messages:
            return
        yield messages


def _bring_back(account: Account, queue: str, batch: list[Message]) -> list[Message]:
    """Bring the messages back in the way of their queue; return those that are done."""
    if queue == names.EVENTS:
        return _one_by_one(account, batch, events_redrive.publish)
    if queue == ON_REQUEST:
        return _one_by_one(account, batch, deliveries_redrive.resend)
    return _send_back(account, queue, batch)


def _send_back(account: Account, queue: str, batch: list[Message]) -> list[Message]:
    """Send the messages to the queue in which they failed; return those that arrived."""
    entries = [
        {"Id": str(i), "MessageBody": each["Body"], "MessageAttributes": each.get("MessageAttributes", {})}
        for i, each in enumerate(batch)
    ]
    url = account.queue_url(names.queue(account.stage, queue))
    answer = account.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)
    return [batch[int(each["Id"])] for each in answer.get("Successful", [])]


def _one_by_one(account: Account, batch: list[Message], bring: Callable[[Account, str], str]) -> list[Message]:
    """Handle each message by `bring`, which returns a sentence about what it did; return those that are done."""
    done = []
    for message in batch:
        try:
            print(f"  {bring(account, message['Body'])}")
        except UnreadableDeadLetter as unreadable:
            print(f"  {unreadable}, it stays where it is: {message['Body'][:200]}")
        else:
            done.append(message)
    return done


def _delete(account: Account, url: str, messages: list[Message]) -> None:
    if messages:
        entries = [{"Id": str(i), "ReceiptHandle": each["ReceiptHandle"]} for i, each in enumerate(messages)]
        account.client("sqs").delete_message_batch(QueueUrl=url, Entries=entries)
