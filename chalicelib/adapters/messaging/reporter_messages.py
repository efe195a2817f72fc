"""Sends messages to reporters: SMS by SNS, e-mail by SES.

Errors of AWS quote addresses, so they are never passed on; a failure is reported by a code only.
"""

import re
from collections.abc import Callable, Mapping
from email.headerregistry import Address
from html import escape
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.aws import clients
from chalicelib.domain.city.catalogue import Messaging
from chalicelib.domain.notifications.message import EMAIL, SMS, Message
from chalicelib.domain.values import value
from chalicelib.flow.ports.delivery import Undeliverable

OPTED_OUT = "opted_out"
NUMBER_INVALID = "number_invalid"
ADDRESS_INVALID = "address_invalid"
SANDBOX = "sandbox"

_NO_SUCH_NUMBER = frozenset({"InvalidParameter", "ParameterValueInvalid", "ValidationException"})
_NO_SUCH_ADDRESS = frozenset({"BadRequestException"})


@value
class AwsMessenger:
    """Implements `flow.ports.delivery.Messenger`. `sender` names the sender of the messages."""

    sender: Messaging

    def send(self, message: Message) -> str:
        send, failure = {SMS: (self._sms, _sms_failure), EMAIL: (self._email, _email_failure)}[message.channel]
        return _sent(lambda: send(message), lambda code: failure(code, message))

    def _sms(self, message: Message) -> str:
        settings = {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": self.sender.sender_id}
        attributes = {name: {"DataType": "String", "StringValue": text} for name, text in settings.items() if text}
        response = clients.client("sns").publish(
            PhoneNumber=message.to, Message=message.text, MessageAttributes=attributes
        )
        return str(response["MessageId"])

    def _email(self, message: Message) -> str:
        response = clients.client("sesv2").send_email(
            FromEmailAddress=_mailbox(self.sender.name, self.sender.address),
            Destination={"ToAddresses": [message.to]},
            Content={"Simple": _simple_content(message)},
        )
        return str(response["MessageId"])


def _sent(send: Callable[[], str], failure: Callable[[str], Undeliverable]) -> str:
    """The message id from AWS.

    Raises:
        Undeliverable: made by `failure` from the error's code, and without the error as its cause.
    """
    try:
        return send()
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
    except BotoCoreError as error:
        code = type(error).__name__
    raise failure(code)


def _sms_failure(code: str, message: Message) -> Undeliverable:
    """SNS has the same code for an invalid number and for one that has opted out; a second call tells which it is."""
    if code == "OptedOut":
        return Undeliverable(OPTED_OUT, for_good=True)
    if code in _NO_SUCH_NUMBER:
        return Undeliverable(OPTED_OUT if _has_opted_out(message.to) else NUMBER_INVALID, for_good=True)
    return Undeliverable(code)


def _email_failure(code: str, message: Message) -> Undeliverable:  # noqa: ARG001 - same signature as for SMS
    """In SES's sandbox only confirmed addresses get e-mail; outside of it, a rejection can be corrected and retried."""
    if code in _NO_SUCH_ADDRESS:
        return Undeliverable(ADDRESS_INVALID, for_good=True)
    if code == "MessageRejected" and _is_sandbox():
        return Undeliverable(SANDBOX, for_good=True)
    return Undeliverable(code)


def _has_opted_out(number: str) -> bool:
    return bool(_ask("sns", "check_if_phone_number_is_opted_out", {"phoneNumber": number}).get("isOptedOut"))


def _is_sandbox() -> bool:
    return not _ask("sesv2", "get_account", {}).get("ProductionAccessEnabled", True)


def _ask(service: str, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """The response to a question about a failure; empty if that fails too."""
    try:
        response: Mapping[str, Any] = getattr(clients.client(service), operation)(**parameters)
    except (BotoCoreError, ClientError):
        return {}
    return response


_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,)]")
_CHARSET = "UTF-8"


def _mailbox(name: str, address: str) -> str:
    """A name and an address as a header holds them: `Sedulur <sedulur@…>`."""
    user, _, domain = address.partition("@")
    return str(Address(name, user, domain))


def _simple_content(message: Message) -> dict[str, Any]:
    """The message as SES's "simple" content.

    With the two headers (RFC 2369, RFC 8058) mail programs offer a button that unsubscribes by one POST.
    """
    return {
        "Subject": _content(message.subject),
        "Body": {"Text": _content(message.text), "Html": _content(_html(message))},
        "Headers": [
            {"Name": "List-Unsubscribe", "Value": f"<{message.stop}>"},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ],
    }


def _html(message: Message) -> str:
    """The message's text as HTML, with links."""
    paragraphs = (escape(paragraph).replace("\n", "<br>\n") for paragraph in message.text.strip().split("\n\n"))
    body = "\n".join(f"<p>{_LINK.sub(_linked, paragraph)}</p>" for paragraph in paragraphs)
    title = escape(message.subject)
    return (
        f'<!doctype html>\n<html lang="{message.language}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _linked(match: re.Match[str]) -> str:
    return f'<a href="{match[0]}">{match[0]}</a>'


def _content(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": _CHARSET}
