"""Messages of queues as workers and subscribers get them."""

from itertools import count

from chalice.app import SQSEvent

from chalicelib import names
from tests.contract.conftest import ACCOUNT, client
from tests.support.stage.stage_world import take_all

_ids = count(1)


def a_record(body, queue="routing", **changes):
    number = next(_ids)
    record = {
        "messageId": f"m-{number}",
        "receiptHandle": f"r-{number}",
        "body": body,
        "eventSourceARN": f"arn:aws:sqs:{names.REGION}:{ACCOUNT}:sedulur-local-{queue}",
    }
    return record | changes


def an_sqs_event(*bodies):
    """The event of a queue function, as Chalice gives it. A body is a text, or a whole record."""
    records = [body if isinstance(body, dict) else a_record(body) for body in bodies]
    return SQSEvent({"Records": records}, None)


def subscribed(*topics):
    """Create a queue that gets what is published to these topics from now on; return its URL."""
    queue = client("sqs").create_queue(QueueName=f"inbox-{next(_ids)}")["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for topic in topics:
        client("sns").subscribe(TopicArn=names.topic_arn(names.REGION, ACCOUNT, topic), Protocol="sqs", Endpoint=arn)
    return queue


def drained(queue):
    """The SNS envelopes in the queue, which are deleted from it."""
    return take_all(client("sqs"), queue)
