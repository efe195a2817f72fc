"""The page `/_local`, on this machine only: notices in all forms, messages to reporters, queues and the ledger."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment

from chalicelib import names
from chalicelib.domain.city.working_time import ZONES
from chalicelib.flow.ports.delivery import Ledger
from infra.local.environment import STAGE
from infra.local.pump.message_outbox import Outbox, SentMessage
from infra.local.pump.notice_inbox import DeliveredNotice, NoticeInbox

TICKETS = 20
"""Number of the newest tickets whose deliveries are shown."""


class LocalPage:
    """The page as HTML, rendered anew at each call."""

    def __init__(self, notice_inbox: NoticeInbox, outbox: Outbox, sqs: Any, ledger: Ledger) -> None:
        self._notice_inbox = notice_inbox
        self._outbox = outbox
        self._sqs = sqs
        self._ledger = ledger
        self._template = Environment(autoescape=True).from_string(Path(__file__).with_suffix(".html").read_text())

    def __call__(self) -> str:
        notices = self._notice_inbox.newest
        return self._template.render(
            notices=[_notice(notice) for notice in notices],
            messages=[_message(message) for message in self._outbox.newest],
            queues=self._queues(),
            ledger=self._deliveries(notices),
        )

    def _queues(self) -> list[dict[str, Any]]:
        pairs = [(names.queue(STAGE, q), names.dead_letter_queue(STAGE, q)) for q in names.QUEUES]
        return [self._depth(name) for pair in pairs for name in pair]

    def _depth(self, name: str) -> dict[str, Any]:
        url = self._sqs.get_queue_url(QueueName=name)["QueueUrl"]
        depth = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {
            "name": name,
            "waiting": int(depth["ApproximateNumberOfMessages"]),
            "in_flight": int(depth["ApproximateNumberOfMessagesNotVisible"]),
            "is_dead_letters": name.endswith("-dlq"),
        }

    def _deliveries(self, notices: Iterable[DeliveredNotice]) -> list[dict[str, Any]]:
        tickets = list(dict.fromkeys(notice.ticket for notice in notices if notice.ticket))[:TICKETS]
        return [
            {"ticket": d.ticket, "event": d.event, "audience": d.audience, "state": d.state, "reason": d.reason,
             "at": _time_of_day(d.at), "tries": d.tries}
            for ticket in tickets
            for d in self._ledger.of(ticket)
        ]  # fmt: skip


def _notice(notice: DeliveredNotice) -> dict[str, Any]:
    return {
        "key": f"{notice.at.timestamp():.6f}".replace(".", "-"),
        "audience": notice.audience,
        "ticket": notice.ticket,
        "subject": notice.subject,
        "at": _time_of_day(notice.at),
        "letter": notice.forms.get("email", ""),
        "sms": notice.forms.get("sms", ""),
        "machine": json.dumps(notice.machine, indent=2, ensure_ascii=False),
        "attributes": "\n".join(f"{name} = {value}" for name, value in notice.attributes.items()),
    }


def _message(message: SentMessage) -> dict[str, Any]:
    return {
        "key": f"{message.at.timestamp():.6f}".replace(".", "-"),
        "channel": message.channel,
        "to": message.to,
        "at": _time_of_day(message.at),
        "subject": message.subject or message.text,
        "text": message.text,
    }


def _time_of_day(at: datetime) -> str:
    return f"{at.astimezone(ZONES['WIB']):%H:%M:%S} WIB"
