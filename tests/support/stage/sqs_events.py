"""Queues as subscribers and workers have them."""

import json
from itertools import count

from chalice.app import SQSEvent

from chalicelib import names
from tests.contract.conftest import ACCOUNT, client

_ids = count(1)


def a_record(body, queue="routing", **changes):
    number = next(_ids)
    told = {
        "messageId": f"m-{number}",
        "receiptHandle": f"r-{number}",
        "body": body,
        "eventSourceARN": f"arn:aws:sqs:{names.REGION}:{ACCOUNT}:sedulur-local-{queue}",
    }
    return told | changes


def an_sqs_event(*bodies):
    """What Chalice gives to a queue function; each record has an id of its own, or is given whole."""
    records = [body if isinstance(body, dict) else a_record(body) for body in bodies]
    return SQSEvent({"Records": records}, None)


def subscribed(*topics):
    """A new queue that gets what is published to these topics from now on."""
    queue = client("sqs").create_queue(QueueName=f"inbox-{next(_ids)}")["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for topic in topics:
        client("sns").subscribe(TopicArn=names.topic_arn(names.REGION, ACCOUNT, topic), Protocol="sqs", Endpoint=arn)
    return queue


def drained(queue):
    """The SNS envelopes that lie in the queue; they are gone then."""
    received, sqs = [], client("sqs")
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            received.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return received
