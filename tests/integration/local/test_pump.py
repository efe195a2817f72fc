"""The pump treats queues and streams as Lambda and the Pipe do, on both emulators."""

import json
import threading
import time
import uuid

import boto3
import pytest

from infra.local.emulator.emulator_handle import Emulator
from infra.local.environment import environment, environment_variables, free_port
from infra.local.pump.pipe import Pipe, PublishRefused
from infra.local.pump.pump import Pump
from infra.local.pump.queue_trigger import QueueTrigger


@pytest.fixture(scope="module", params=["moto", "ministack"])
def aws(request):
    with Emulator(request.param, free_port(0, "AWS_PORT")) as emulator:
        emulator.wait_until_ready()
        with environment_variables(environment(emulator.endpoint)):
            yield boto3.client
    boto3.DEFAULT_SESSION = None


@pytest.fixture
def queue(aws):
    return Queue(aws("sqs"))


class Queue:
    """A queue whose messages may be tried twice, a second apart, before they are dead letters."""

    def __init__(self, sqs):
        self.sqs = sqs
        self.name = f"q{uuid.uuid4().hex[:8]}"
        self.dead = sqs.create_queue(QueueName=f"{self.name}-dlq")["QueueUrl"]
        dead = sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 2})
        attributes = {"VisibilityTimeout": "1", "RedrivePolicy": redrive}
        self.url = sqs.create_queue(QueueName=self.name, Attributes=attributes)["QueueUrl"]
        self.failures = []

    def put(self, *bodies):
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def feeds(self, function, **options):
        return QueueTrigger(
            self.sqs,
            self.name,
            function,
            name="worker",
            on_failure=lambda _, error: self.failures.append(error),
            **options,
        )

    def dead_letters(self):
        received = self.sqs.receive_message(QueueUrl=self.dead, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return sorted(message["Body"] for message in received.get("Messages", []))

    def delete(self, record):
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=record["receiptHandle"])


class Seen:
    """A function that remembers what it was given, and fails on some bodies."""

    def __init__(self, *poison):
        self.bodies = []
        self.records = []
        self._poison = poison

    def __call__(self, event, _):
        self.records += event["Records"]
        self.bodies += [record["body"] for record in event["Records"]]
        if any(record["body"] in self._poison for record in event["Records"]):
            raise ValueError("poison")


def steps(trigger, seconds):
    """Poll for so long."""
    steps_until(trigger, lambda: False, seconds)


def steps_until(trigger, happened, seconds=20):
    """Poll until it happened, at most for so long."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        trigger.step()
        time.sleep(0.05)


def test_a_message_whose_function_returns_is_gone(queue):
    seen = Seen()
    trigger = queue.feeds(seen)
    queue.put("one")
    steps(trigger, 1.3)
    assert seen.bodies == ["one"]
    assert queue.dead_letters() == []


def test_a_message_whose_function_raises_comes_back_when_its_visibility_is_over(queue):
    seen = Seen("one")
    trigger = queue.feeds(seen)
    queue.put("one")
    assert [trigger.step(), trigger.step()] == [1, 0], "not before"
    steps_until(trigger, lambda: len(seen.bodies) == 2)
    assert [record["attributes"]["ApproximateReceiveCount"] for record in seen.records] == ["1", "2"]
    assert [str(error) for error in queue.failures] == ["poison", "poison"]


def test_a_poison_message_ends_as_a_dead_letter_alone(queue):
    """The worker does as ours do: it deletes what succeeded, and raises."""

    def work(event, _):
        good = [record for record in event["Records"] if record["body"] != "poison"]
        for record in good:
            queue.delete(record)
        if len(good) < len(event["Records"]):
            raise ValueError

    trigger = queue.feeds(work)
    queue.put("one", "poison", "two")
    steps_until(trigger, queue.dead_letters)
    assert queue.dead_letters() == ["poison"]
    assert trigger.step() == 0


def test_a_partial_answer_keeps_the_failed_messages_where_it_is_switched_on(queue):
    seen = []

    def work(event, _):
        seen.extend(record["body"] for record in event["Records"])
        failed = [record["messageId"] for record in event["Records"] if record["body"] == "bad"]
        return {"batchItemFailures": [{"itemIdentifier": failure} for failure in failed]}

    trigger = queue.feeds(work, reports_failures=True)
    queue.put("good", "bad")
    steps_until(trigger, lambda: len(seen) == 3)
    assert sorted(seen) == ["bad", "bad", "good"]


def test_a_partial_answer_alone_loses_the_failed_messages_as_in_a_plain_chalice_deploy(queue):
    """Why every worker must raise."""
    seen = []

    def work(event, _):
        seen.extend(record["body"] for record in event["Records"])
        return {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}

    trigger = queue.feeds(work)
    queue.put("bad")
    steps(trigger, 1.5)
    assert seen == ["bad"]
    assert queue.dead_letters() == []


def test_a_batch_holds_ten_messages_at_most_and_each_has_an_id_of_its_own(queue):
    sizes = []
    trigger = queue.feeds(lambda event, _: sizes.append(len({r["messageId"] for r in event["Records"]})))
    queue.put(*map(str, range(12)))
    while trigger.step():
        pass
    assert sum(sizes) == 12
    assert max(sizes) <= 10


def test_records_look_as_lambda_hands_them_over(queue):
    seen = Seen()
    queue.sqs.send_message(
        QueueUrl=queue.url,
        MessageBody="one",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "event"}},
    )
    queue.feeds(seen).step()
    record = seen.records[0]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].split(":")[2:4] == ["sqs", "ap-southeast-3"]
    assert record["eventSourceARN"].endswith(queue.name)
    assert record["messageAttributes"] == {"kind": {"stringValue": "event", "dataType": "String"}}


@pytest.fixture
def table(aws):
    return Table(aws)


class Table:
    """A table with a stream, a bus topic, and a queue that hears the bus."""

    def __init__(self, aws):
        self.aws = aws
        self.name = f"t{uuid.uuid4().hex[:8]}"
        keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
        made = aws("dynamodb").create_table(
            TableName=self.name,
            KeySchema=keys,
            AttributeDefinitions=[{"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in keys],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]
        self._stream = made["LatestStreamArn"]
        self._topic = aws("sns").create_topic(Name=self.name)["TopicArn"]
        self._url = aws("sqs").create_queue(QueueName=self.name)["QueueUrl"]
        arn = aws("sqs").get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        raw = {"RawMessageDelivery": "true"}
        aws("sns").subscribe(TopicArn=self._topic, Protocol="sqs", Endpoint=arn, Attributes=raw)

    def pipe(self, sns=None):
        def is_event(record):
            return record["eventName"] == "INSERT" and record["dynamodb"]["Keys"]["sk"]["S"].startswith("event#")

        return Pipe(self.aws("dynamodbstreams"), sns or self.aws("sns"), self._stream, self._topic, is_event)

    def put(self, sk, **attributes):
        self.aws("dynamodb").put_item(TableName=self.name, Item={"pk": {"S": "T"}, "sk": {"S": sk}} | attributes)

    def transact(self, *sks, condition=None):
        extra = {"ConditionExpression": condition} if condition else {}
        items = [{"pk": {"S": "T"}, "sk": {"S": sk}} for sk in sks]
        puts = [{"Put": {"TableName": self.name, "Item": item, **extra}} for item in items]
        self.aws("dynamodb").transact_write_items(TransactItems=puts)

    def stored(self):
        query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "T"}}}
        return [item["sk"]["S"] for item in self.aws("dynamodb").query(TableName=self.name, **query)["Items"]]

    def heard(self):
        """What the queue got since, as stream records."""
        records = []
        while messages := self.aws("sqs").receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages"):
            records += [json.loads(message["Body"]) for message in messages]
        return records

    def heard_keys(self):
        return [record["dynamodb"]["Keys"]["sk"]["S"] for record in self.heard()]


def test_the_pipe_carries_new_event_items_only_and_in_dynamodbs_json(table):
    pipe = table.pipe()
    table.put("ticket", seal={"B": b"\x00\x01"})
    table.put("event#1", type={"S": "ticket.received"}, data={"M": {"n": {"N": "1"}}}, seal={"B": b"\x00\x01"})
    table.put("event#1", type={"S": "changed"})
    pipe.step()
    records = table.heard()
    assert len(records) == 1
    assert records[0]["dynamodb"]["NewImage"]["data"] == {"M": {"n": {"N": "1"}}}
    assert records[0]["dynamodb"]["NewImage"]["seal"] == {"B": "AAE="}
    assert isinstance(records[0]["dynamodb"]["ApproximateCreationDateTime"], int)
    assert pipe.step() == 0


def test_the_pipe_tries_again_what_the_bus_refused(table):
    class Refusing:
        def publish_batch(self, **_):
            return {"Failed": [{"Id": "0", "Code": "Throttled"}]}

    pipe = table.pipe(Refusing())
    for number in range(12):
        table.put(f"event#{number:02}")
    with pytest.raises(PublishRefused):
        pipe.step()
    pipe._sns = table.aws("sns")
    pipe.step()
    assert sorted(table.heard_keys()) == [f"event#{number:02}" for number in range(12)]


def test_events_flow_on_after_a_cancelled_transaction(table):
    pipe = table.pipe()
    table.transact("ticket", "event#1")
    pipe.step()
    with pytest.raises(table.aws("dynamodb").exceptions.TransactionCanceledException):
        table.transact("event#2", "event#1", condition="attribute_not_exists(pk)")
    table.put("event#3")
    pipe.step()
    assert table.heard_keys() == ["event#1", "event#3"], "nothing of what was cancelled"
    assert table.stored() == ["event#1", "event#3", "ticket"]


def test_a_cancelled_transaction_takes_nothing_of_others_with_it(table):
    table.put("event#1")
    for number in range(150):  # what stock moto copies, long enough for others to write meanwhile
        table.put("~", pk={"S": f"other-{number}"})

    def cancelled():
        for _ in range(20):
            with pytest.raises(table.aws("dynamodb").exceptions.TransactionCanceledException):
                table.transact("event#2", "event#1", condition="attribute_not_exists(pk)")

    others = threading.Thread(target=cancelled)
    others.start()
    for number in range(20):
        table.put(f"item#{number:02}")
    others.join()
    assert table.stored() == ["event#1", *(f"item#{number:02}" for number in range(20))]


class Counted:
    """A part that has this much work, and fails at some steps."""

    def __init__(self, work, *, fails_at=()):
        self.name = "counted"
        self.steps = 0
        self._work = work
        self._fails_at = fails_at

    def step(self):
        self.steps += 1
        if self.steps in self._fails_at:
            raise ConnectionError
        if self._work == 0:
            return 0
        self._work -= 1
        return 1


def test_the_pump_works_until_nothing_moves():
    parts = [Counted(3), Counted(1)]
    assert Pump(parts, print).until_quiet() == 4
    assert Pump(parts, print).until_quiet() == 0


def test_a_part_that_fails_is_told_of_and_goes_on():
    failures = []
    worker = Counted(2, fails_at=(1,))
    pump = Pump([worker], lambda name, error: failures.append((name, type(error))))
    pump.start()
    end = time.monotonic() + 5
    while worker._work and time.monotonic() < end:
        pump.wake()
        time.sleep(0.01)
    pump.stop()
    assert worker._work == 0
    assert failures == [("counted", ConnectionError)]
