"""Publishes notices to the SNS topic of their audience."""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib import names, settings
from chalicelib.adapters.aws import clients
from chalicelib.domain.notifications.notice import Notice
from chalicelib.flow.ports.delivery import Undeliverable

_SUBJECT = 99  # SNS: less than 100 characters, no line breaks


@dataclass(frozen=True, slots=True)
class SnsNoticePublisher:
    """Implements `flow.ports.delivery.NoticePublisher`: one message with a text for each kind of subscriber."""

    account: str

    def send(self, notice: Notice) -> str:
        try:
            response = clients.client("sns").publish(
                TopicArn=self._topic(notice.audience),
                Subject=" ".join(notice.subject.split())[:_SUBJECT],
                MessageStructure="json",
                Message=_texts(notice),
                MessageAttributes=_attributes(notice),
            )
        except ClientError as error:
            raise Undeliverable(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise Undeliverable(type(error).__name__) from error
        return str(response["MessageId"])

    def _topic(self, audience: str) -> str:
        stage = settings.stage()
        is_shared = audience in (names.COORDINATOR, names.LEADERS)
        name = names.topic(stage, audience) if is_shared else names.opd_topic(stage, audience)
        return names.topic_arn(settings.region(), self.account, name)


def _texts(notice: Notice) -> str:
    for_programs = json.dumps(notice.machine, ensure_ascii=False)
    texts = {"default": for_programs, "email": notice.letter, "sms": notice.sms}
    return json.dumps(texts, ensure_ascii=False)


def _attributes(notice: Notice) -> dict[str, Any]:
    """The attributes that are not empty; SNS refuses empty values."""
    return {name: {"DataType": "String", "StringValue": value} for name, value in notice.attributes.items() if value}
