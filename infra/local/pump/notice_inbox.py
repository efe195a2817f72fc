"""Records notices as their audiences get them, by a queue subscribed to the topics of OPDs, coordinator and leaders.

SNS hands a queue only the form for machines. E-mail and SMS are recorded where this process sends them.
"""

import json
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chalicelib import names
from infra.local.environment import STAGE

KEPT = 200
"""Number of notices that are kept."""
QUEUE = f"{names.APP}-{STAGE}-notice-inbox"


@dataclass(frozen=True, slots=True)
class DeliveredNotice:
    """One notice as its audience got it. `forms` are `default` (for machines), `email` and `sms`."""

    audience: str
    subject: str
    at: datetime
    machine: Mapping[str, Any]
    forms: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def ticket(self) -> str:
        return str(self.machine.get("ticket", ""))


class NoticeInbox:
    """A part of the pump: empties its queue, keeps the newest notices and calls `on_notice` with each."""

    name = "notice inbox"

    def __init__(self, sns: Any, sqs: Any, on_notice: Callable[[DeliveredNotice], None]) -> None:
        self._sqs = sqs
        self._on_notice = on_notice
        self._newest: deque[DeliveredNotice] = deque(maxlen=KEPT)
        self._forms = _SentForms()
        self._url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for topic in _audiences(sns):
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    @property
    def newest(self) -> tuple[DeliveredNotice, ...]:
        """The notices that are kept, newest first."""
        return tuple(reversed(self._newest))

    def watch(self, sending_client: Any) -> None:
        """Record every form of what this SNS client sends."""
        sending_client.meta.events.register("provide-client-params.sns.Publish", self._forms.note)

    def step(self) -> int:
        """Take notices from the queue; return how many those were."""
        messages = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get(
            "Messages", []
        )
        for message in messages:
            notice = self._read(json.loads(message["Body"]))
            self._newest.append(notice)
            self._on_notice(notice)
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return len(messages)

    def _read(self, envelope: Mapping[str, Any]) -> DeliveredNotice:
        attributes = {name: value["Value"] for name, value in envelope.get("MessageAttributes", {}).items()}
        return DeliveredNotice(
            audience=attributes.get("opd") or _audience(envelope["TopicArn"]),
            subject=envelope.get("Subject") or "",
            at=datetime.now(UTC),
            machine=_machine(envelope["Message"]),
            forms=self._forms.forms_of(envelope["Message"]),
            attributes=attributes,
        )


class _SentForms:
    """The forms of the notices that were sent lately, by the form for machines."""

    def __init__(self) -> None:
        self._forms: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, params: Mapping[str, Any], **_: Any) -> None:
        """Record the forms of a notice from the parameters of `sns:Publish`."""
        if params.get("MessageStructure") != "json":
            return
        forms = json.loads(params["Message"])
        with self._lock:
            self._forms[forms["default"]] = forms
            while len(self._forms) > KEPT:
                self._forms.popitem(last=False)

    def forms_of(self, default: str) -> Mapping[str, str]:
        """All forms of the notice with this form for machines; that form alone if the notice is not known."""
        with self._lock:
            return self._forms.get(default, {"default": default})


def _audiences(sns: Any) -> list[str]:
    """ARNs of the topics of all audiences."""
    topics = [topic["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for topic in page["Topics"]]
    wanted = {names.topic(STAGE, names.COORDINATOR), names.topic(STAGE, names.LEADERS)}
    opds = names.opd_topic(STAGE, "")
    return [arn for arn in topics if _name(arn) in wanted or _name(arn).startswith(opds)]


def _audience(topic_arn: str) -> str:
    """The audience of a topic: code of an OPD, `coordinator` or `leaders`."""
    name = _name(topic_arn).removeprefix(names.topic(STAGE, ""))
    return name.removeprefix("opd-").upper() if name.startswith("opd-") else name


def _name(arn: str) -> str:
    return arn.rsplit(":", 1)[-1]


def _machine(message: str) -> Mapping[str, Any]:
    try:
        machine = json.loads(message)
    except ValueError:
        return {}
    return machine if isinstance(machine, dict) else {}
