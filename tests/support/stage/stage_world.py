"""One stage on an emulated AWS, made from the deployed template, with its API and its workers."""

import json
import os
import random
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module

import boto3
from chalice.local import LambdaContext
from chalice.test import Client

from chalicelib import names
from infra.aws.release import chalice_record
from infra.local.emulator.moto_stack import provision
from infra.local.pump.pipe import Pipe, pattern_of
from infra.local.pump.queue_trigger import QueueTrigger, as_record
from infra.template import render

STAGE = "uji"
CITY = "pati"
REGION = names.REGION
ACCOUNT = "123456789012"
"""Moto's account."""


def client(service):
    """The boto3 client of a service, made once: that takes longer than its calls."""
    return _client(service, os.environ["AWS_ENDPOINT_URL"])


@cache
def _client(service, endpoint):
    return boto3.client(service, region_name=REGION, endpoint_url=endpoint)


def build(stage):
    """Create all resources of the template, and store the site's address."""
    provision(client, stage, CITY)
    site = {"pk": {"S": "site"}, "sk": {"S": "site"}, "url": {"S": "https://lapor.example"}}
    site["photos"] = {"S": names.photos(stage, ACCOUNT)}
    client("dynamodb").put_item(TableName=names.table(stage), Item=site)


@dataclass
class World:
    """The stage on the AWS to which this process's environment points."""

    stage: str
    failures: list = field(default_factory=list)

    @cached_property
    def app(self):
        return import_module("app").app

    @cached_property
    def _http(self):
        return Client(self.app, stage_name=self.stage).http

    def request(self, method, path, body=None, **headers):
        """Send a request. Header names have `_` for `-`; a body that is not bytes is sent as JSON."""
        sent = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent = {"content-type": "application/json"} | sent
        return self._http.request(method, path, headers=sent, body=body or b"")

    def get(self, path, **headers):
        return self.request("GET", path, **headers)

    def post(self, path, body, **headers):
        return self.request("POST", path, body, **headers)

    def report(self, body, **headers):
        """Send a report that must be accepted; return the ticket and the secret."""
        answer = self.post("/v1/tickets", body, **headers)
        assert answer.status_code == 201, answer.body
        return answer.json_body["ticket"], answer.json_body["secret"]

    def inbox(self, topic):
        """A queue subscribed to a topic; a call returns what has arrived since the last one."""
        return Inbox(self.stage, topic)

    def pump(self, *, disorder=None):
        """Carry events until nothing moves; with a `disorder` (a seed) everything comes twice and in any order."""
        shuffled = random.Random(disorder) if disorder is not None else None
        self._pipe._sns = Twice(client("sns"), shuffled) if shuffled else client("sns")
        for trigger, function in self._triggers:
            trigger._function = _disorderly(function, shuffled) if shuffled else function
        carriers = [self._pipe, *(trigger for trigger, _ in self._triggers)]
        while sum(carrier.step() for carrier in carriers):
            pass

    @cached_property
    def bus(self):
        topics = client("sns").get_paginator("list_topics").paginate()
        return next(
            topic["TopicArn"]
            for page in topics
            for topic in page["Topics"]
            if topic["TopicArn"].endswith(f":{names.topic(self.stage, names.EVENTS)}")
        )

    def items(self, number):
        """Every item of a ticket as it lies in the table."""
        key = {":pk": {"S": number}}
        query = {"TableName": names.table(self.stage), "KeyConditionExpression": "pk = :pk"}
        return client("dynamodb").query(**query, ExpressionAttributeValues=key)["Items"]

    def stream_record(self, number, sequence=1, **changes):
        """The body of the SQS message about an event of a ticket."""
        (image,) = [item for item in self.items(number) if item["sk"]["S"] == f"event#{sequence:05}"]
        keys = {"pk": image["pk"], "sk": image["sk"]}
        return json.dumps({"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": image}} | changes)

    def work(self, queue, *bodies):
        """Hand these messages to the function of a queue (`routing`, `notices`, …) as Lambda does."""
        module = import_module("app")
        url = client("sqs").get_queue_url(QueueName=names.queue(self.stage, queue))["QueueUrl"]
        arn = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        function = getattr(module, next(name for name, each in chalice_record.TRIGGERS.items() if each == queue))
        return function(queue_event(*bodies, queue_arn=arn), CONTEXT)

    @cached_property
    def _stream(self):
        return client("dynamodb").describe_table(TableName=names.table(self.stage))["Table"]["LatestStreamArn"]

    @cached_property
    def _pipe(self):
        pattern = pattern_of(render(self.stage, CITY))
        return Pipe(client("dynamodbstreams"), client("sns"), self._stream, self.bus, pattern)

    @cached_property
    def _triggers(self):
        """A trigger for each queue, and its function."""
        module = import_module("app")
        return [
            (self._trigger(queue, getattr(module, name)), getattr(module, name))
            for name, queue in chalice_record.TRIGGERS.items()
        ]

    def _trigger(self, queue, function):
        return QueueTrigger(
            client("sqs"),
            names.queue(self.stage, queue),
            function,
            name=queue,
            on_failure=lambda name, error: self.failures.append((name, error)),
        )


class Inbox:
    """The own queue of one audience."""

    def __init__(self, stage, topic):
        self._sqs = client("sqs")
        self._url = self._sqs.create_queue(QueueName=f"inbox-{stage}-{topic}")["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]
        account = attributes["QueueArn"].split(":")[4]
        arn = names.topic_arn(REGION, account, names.topic(stage, topic))
        client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=attributes["QueueArn"])

    def __call__(self):
        """The SNS envelopes, oldest first."""
        return take_all(self._sqs, self._url)


def take_all(sqs, queue_url):
    """The SNS envelopes in a queue, which are deleted from it."""
    taken = []
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            taken.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return taken


class Twice:
    """An SNS client that publishes every record twice, the second time in another order."""

    def __init__(self, sns, shuffled):
        self._sns = sns
        self._shuffled = shuffled

    def publish_batch(self, TopicArn, PublishBatchRequestEntries):  # noqa: N803 - boto3's names
        mixed = self._shuffled.sample(PublishBatchRequestEntries, len(PublishBatchRequestEntries))
        self._sns.publish_batch(TopicArn=TopicArn, PublishBatchRequestEntries=mixed)
        return self._sns.publish_batch(TopicArn=TopicArn, PublishBatchRequestEntries=PublishBatchRequestEntries)


def _disorderly(function, shuffled):
    """The function, but it gets every record twice within its batch, and the batch once more."""

    def twice(event, context):
        records = [{**record, "messageId": f"{record['messageId']}-{n}"} for record in event["Records"] for n in "ab"]
        function({"Records": shuffled.sample(records, len(records))}, context)
        return function({"Records": event["Records"][::-1]}, context)

    return twice


def queue_event(*bodies, queue_arn):
    """The event of a queue function, as Lambda makes it of messages with these bodies."""
    messages = [
        {"MessageId": f"m-{n}", "ReceiptHandle": f"r-{n}", "Body": body, "Attributes": {"ApproximateReceiveCount": "1"}}
        for n, body in enumerate(bodies)
    ]
    return {"Records": [as_record(message, queue_arn) for message in messages]}


CONTEXT = LambdaContext("test", 256)

DESA = "33.18.01.2009"  # Desa Sukolilo, Kecamatan Sukolilo
KECAMATAN = "33.18.01"
ALUN_ALUN = {"lat": -6.75123, "long": 111.03812}


def a_body(**changes):
    """The body of `POST /v1/tickets`, for a service that Dishub leads; None removes a field."""
    body = {
        "service": "lampu-jalan",
        "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
        "location": {"area": DESA, "address": "Depan balai desa"},
    }
    return {name: value for name, value in (body | changes).items() if value is not None}
