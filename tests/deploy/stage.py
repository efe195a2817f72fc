"""The deployed stage as its users see it: an admin's command line, a citizen's HTTP, an OPD's queue."""

import json
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib import names
from infra.aws import record, verification
from infra.aws.account import Account
from infra.aws.redrive import depth

PATIENCE = 120


@dataclass
class Stage:
    account: Account
    checkout: Path
    surroundings: dict[str, str]
    output: str = ""
    queues: list[str] = field(default_factory=list)

    def run(self, command: str, *arguments: str, code: int = 0) -> str:
        """`python -m infra <command> --stage S …` as a process of its own; answers with what it printed."""
        return self.process("-m", "infra", command, "--stage", self.account.stage, *arguments, code=code)

    def process(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.checkout,
            env=self.account.surroundings | self.surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def url(self, path: str) -> str:
        return self.account.api_url(record.rest_api_id(self.account)) + path

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = verification._request(self.account, self.url(path))
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
        return _read(request)

    def get(self, path: str) -> dict[str, Any]:
        return _read(verification._request(self.account, self.url(path)))

    def report(self, service: str = "lampu-jalan", **more: Any) -> dict[str, Any]:
        """A citizen reports; answers with the ticket as the API shows it."""
        told = {
            "service": service,
            "description": "Lampu jalan di depan balai desa padam sejak tiga malam yang lalu.",
            "location": {"area": "33.18.10.1005", "address": "depan balai"},
        }
        return self.post("/v1/tickets", told | more)["ticket"]

    def opd_queue(self, opd: str, *options: str) -> str:
        """A queue that an OPD (or `leaders`) made, subscribed by the admin's command; answers with its URL."""
        name = f"milik-{opd.lower()}-{uuid.uuid4().hex[:6]}"
        sqs = self.client("sqs")
        arn = self.account.queue_arn(name)
        shared = opd in (names.COORDINATOR, names.LEADERS)
        named = names.topic(self.account.stage, opd) if shared else names.opd_topic(self.account.stage, opd)
        topic = self.account.topic_arn(named)
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        url: str = sqs.create_queue(QueueName=name, Attributes={"Policy": policy})["QueueUrl"]
        self.run("subscribe", opd, "sqs", arn, *options)
        return url

    def long_ago(self, ticket: str, opd: str) -> None:
        """Let the OPD's part have been due a year ago, and the watch find it."""
        then = {":then": {"S": "2025-11-24T08:30:00.000000Z"}}
        for sk, name in ((f"assignment#{opd}", "due"), ("ticket", "watch")):
            self.client("dynamodb").update_item(
                TableName=names.table(self.account.stage), Key={"pk": {"S": ticket}, "sk": {"S": sk}},
                UpdateExpression=f"SET {name} = :then", ExpressionAttributeValues=then,
            )  # fmt: skip

    def every_minute(self, function: str) -> None:
        """The function's own rule, more often than it is deployed with."""
        rule = record.rule_name(self.account.stage, function)
        self.client("events").put_rule(Name=rule, ScheduleExpression="rate(1 minute)", State="ENABLED")

    def messages(self, url: str, ticket: str) -> list[dict[str, Any]]:
        """The notices about a ticket that wait in an OPD's queue; they are taken."""
        found = []
        while batch := self.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in batch:
                self.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                found.append(json.loads(message["Body"]))
        return [each for each in found if ticket in json.dumps(each)]

    def queue(self, name: str) -> str:
        return self.account.queue_url(names.queue(self.account.stage, name))

    def waiting(self, name: str) -> int:
        """Messages of a queue that nobody works on yet, or that are being worked on."""
        told = self.client("sqs").get_queue_attributes(QueueUrl=self.queue(name), AttributeNames=["All"])["Attributes"]
        return int(told["ApproximateNumberOfMessages"]) + int(told["ApproximateNumberOfMessagesNotVisible"])

    def dead_letters(self, name: str) -> int:
        return depth(self.account, self.account.queue_url(names.dead_letter_queue(self.account.stage, name)))

    def impatient(self, queue: str) -> None:
        """Two tries, seconds apart: what always fails is dead soon. Longer than a cold function needs, or a message
        that is still being worked on counts as tried twice.
        """
        letters = self.account.queue_arn(names.dead_letter_queue(self.account.stage, queue))
        redrive = json.dumps({"deadLetterTargetArn": letters, "maxReceiveCount": 2})
        self.client("sqs").set_queue_attributes(
            QueueUrl=self.queue(queue), Attributes={"VisibilityTimeout": "10", "RedrivePolicy": redrive}
        )

    def ledger(self, ticket: str) -> list[dict[str, Any]]:
        """The lines of the delivery ledger of a ticket, as they stand in the table."""
        return self.client("dynamodb").query(
            TableName=names.table(self.account.stage),
            KeyConditionExpression="pk = :ticket AND begins_with(sk, :delivery)",
            ExpressionAttributeValues={":ticket": {"S": ticket}, ":delivery": {"S": "~delivery#"}},
        )["Items"]


def eventually(look: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What `look` sees as soon as it is something."""
    give_up = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.3)
    return seen


def _read(request: urllib.request.Request) -> dict[str, Any]:
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)
