"""The deployed stage as its users see it: an admin's command line, a citizen's HTTP, an OPD's queue."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from chalicelib import names
from infra.aws.account import Account
from infra.aws.redrive import depth
from infra.aws.release import chalice_record, stages, verification
from infra.aws.subscriptions.topics import SHARED
from tests.support.stage.stage_world import take_all

PATIENCE = 600
"""Seconds. What comes is not waited for any longer; a message whose function was ended in the middle of it comes again
after the six minutes for which its queue hides it.
"""
GIVES_UP_AFTER = 2


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]


@dataclass
class Stage:
    account: Account
    checkout: Path
    environment: dict[str, str]
    output: str = ""

    def run(self, *command: str, code: int = 0) -> str:
        """Run `python -m infra <command> … --stage S` in a process of its own; return what it printed."""
        return self.process("-m", "infra", *command, "--stage", self.account.stage, code=code)

    def process(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.checkout,
            env=self.account.environment | self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def url(self, path: str) -> str:
        return self._base + path

    @cached_property
    def _base(self) -> str:
        return self.account.api_url(str(chalice_record.rest_api_id(self.account)))

    def ask(self, method: str, path: str, token: str = "", **body: Any) -> Answer:
        """Call the API, with the access token of a member of staff if there is one."""
        request = verification.request_to(self.account, self.url(path))
        request.method = method
        if method != "GET":
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if method == "POST" and not token:
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        status, content = _exchange(request)
        return Answer(status, json.loads(content or b"{}"))

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.ask("POST", path, **body)
        assert answer.status in (200, 201), answer.body
        return answer.body

    def get(self, path: str) -> dict[str, Any]:
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.body
        return answer.body

    def page(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form to a page of the site; return status and HTML of the answer."""
        request = verification.request_to(self.account, self.url(path))
        request.data = urlencode(form).encode()
        request.add_header("Content-Type", "application/x-www-form-urlencoded")
        status, content = _exchange(request)
        return status, content.decode()

    def report(self, service: str = "lampu-jalan", **more: Any) -> dict[str, Any]:
        """Report as a citizen; return the ticket as the API shows it."""
        return self.reported(service, **more)["ticket"]

    def reported(self, service: str = "lampu-jalan", **more: Any) -> dict[str, Any]:
        """Report as a citizen; return the ticket and its secret."""
        body = {
            "service": service,
            "description": "Lampu jalan di depan balai desa padam sejak tiga malam yang lalu.",
            "location": {"area": "33.18.10.1005", "address": "depan balai"},
        }
        return self.post("/v1/tickets", **(body | more))

    def opd_queue(self, opd: str, *options: str) -> str:
        """Create a queue of an OPD (or `leaders`) and subscribe it by the admin's command; return its URL."""
        name = f"milik-{opd.lower()}-{uuid.uuid4().hex[:6]}"
        sqs = self.client("sqs")
        arn = self.account.queue_arn(name)
        shared = opd in SHARED
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
        """Let the OPD's assignment have been due a year ago, and the watch find it."""
        then = {":then": {"S": "2025-11-24T08:30:00.000000Z"}}
        for sk, name in ((f"assignment#{opd}", "due"), ("ticket", "watch")):
            self.client("dynamodb").update_item(
                TableName=names.table(self.account.stage), Key={"pk": {"S": ticket}, "sk": {"S": sk}},
                UpdateExpression=f"SET {name} = :then", ExpressionAttributeValues=then,
            )  # fmt: skip

    @contextmanager
    def every_minute(self, function: str) -> Iterator[None]:
        """Let the schedule call the function every minute while the block runs."""
        rule, events = chalice_record.rule_name(self.account.stage, function), self.client("events")
        events.put_rule(Name=rule, ScheduleExpression="rate(1 minute)", State="ENABLED")
        try:
            yield
        finally:
            events.put_rule(Name=rule, ScheduleExpression=chalice_record.SCHEDULES[function], State="ENABLED")

    def arrived(self, url: str) -> list[dict[str, Any]]:
        """The notices in an OPD's queue, which are deleted from it."""
        return take_all(self.client("sqs"), url)

    def messages(self, url: str, ticket: str) -> list[dict[str, Any]]:
        """The notices about one ticket in an OPD's queue; all notices are deleted from it."""
        return [each for each in self.arrived(url) if ticket in json.dumps(each)]

    def delivery(self, ticket: str, audience: str) -> str:
        """The state of the ticket's first notice to the audience in the ledger; empty if there is none yet."""
        lines = [each for each in self.ledger(ticket) if each["to"]["S"] == audience]
        return str(lines[0]["st"]["S"]) if lines else ""

    def queue(self, name: str) -> str:
        return self.account.queue_url(names.queue(self.account.stage, name))

    def waiting(self, name: str) -> int:
        """Messages of a queue that nobody works on yet, or that are being worked on."""
        attributes = self.client("sqs").get_queue_attributes(QueueUrl=self.queue(name), AttributeNames=["All"])[
            "Attributes"
        ]
        return int(attributes["ApproximateNumberOfMessages"]) + int(attributes["ApproximateNumberOfMessagesNotVisible"])

    def settle(self, *queues: str) -> None:
        """Wait until these queues have no work. Before a function is replaced: the emulator ends it in the middle of a
        message.
        """
        eventually(lambda: not any(self.waiting(queue) for queue in queues))

    def dead_letter_queue(self, name: str) -> str:
        return self.account.queue_url(names.dead_letter_queue(self.account.stage, name))

    def dead_letters(self, name: str) -> int:
        return depth(self.account, self.dead_letter_queue(name))

    @contextmanager
    def impatient(self, queue: str) -> Iterator[None]:
        """Allow a queue few tries, seconds apart, so that what always fails becomes a dead letter soon.

        The visibility timeout exceeds the time of a cold function on a busy machine; else a message that is still being
        handled would count as tried twice. So the number of dead letters is never exact. The queue is empty at the start.
        """
        self.settle(queue)
        sqs, url = self.client("sqs"), self.queue(queue)
        kept = ["VisibilityTimeout", "RedrivePolicy"]
        patient = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=kept)["Attributes"]
        redrive = json.loads(patient["RedrivePolicy"]) | {"maxReceiveCount": GIVES_UP_AFTER}
        soon = {"VisibilityTimeout": "10", "RedrivePolicy": json.dumps(redrive)}
        sqs.set_queue_attributes(QueueUrl=url, Attributes=soon)
        try:
            yield
        finally:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=patient)

    @contextmanager
    def forbidden(self, function: str, action: str) -> Iterator[None]:
        """Remove the statements that allow the action from the function's policy while the block runs."""
        role = f"{names.APP}-{self.account.stage}-{function}"
        policy = json.loads(stages.policy(function, self.account.stage, "pati"))
        left = [each for each in policy["Statement"] if action not in each["Action"]]
        assert left != policy["Statement"]
        self._allow(role, policy | {"Statement": left})
        try:
            yield
        finally:
            self._allow(role, policy)

    def _allow(self, role: str, policy: dict[str, Any]) -> None:
        self.client("iam").put_role_policy(RoleName=role, PolicyName=role, PolicyDocument=json.dumps(policy))

    def ledger(self, ticket: str) -> list[dict[str, Any]]:
        """The items of a ticket's deliveries in the table."""
        return self.client("dynamodb").query(
            TableName=names.table(self.account.stage),
            KeyConditionExpression="pk = :ticket AND begins_with(sk, :delivery)",
            ExpressionAttributeValues={":ticket": {"S": ticket}, ":delivery": {"S": "~delivery#"}},
        )["Items"]


def eventually(read: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What `look` sees as soon as it is something."""
    give_up = time.monotonic() + patience
    while not (seen := read()):
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.3)
    return seen


def _exchange(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
