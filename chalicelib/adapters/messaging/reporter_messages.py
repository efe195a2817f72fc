"""Carries messages to people who reported: SMS by SNS, letters by SES.

Errors of AWS quote addresses, so none of them goes on: what is told of a failure is a code.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.messaging import email_format
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
    """As `flow.ports.delivery.Messenger` has it. `sender` says whom the messages come from."""

    sender: Messaging

    def send(self, message: Message) -> str:
        send, refused = {SMS: (self._sms, _refused_sms), EMAIL: (self._email, _refused_email)}[message.channel]
        return _sent(lambda: send(message), lambda code: refused(code, message))

    def _sms(self, message: Message) -> str:
        wanted = {"AWS.SNS.SMS.SMSType": "Transactional", "AWS.SNS.SMS.SenderID": self.sender.sender_id}
        attributes = {name: {"DataType": "String", "StringValue": text} for name, text in wanted.items() if text}
        answer = clients.client("sns").publish(
            PhoneNumber=message.to, Message=message.text, MessageAttributes=attributes
        )
        return str(answer["MessageId"])

    def _email(self, message: Message) -> str:
        answer = clients.client("sesv2").send_email(
            FromEmailAddress=email_format.mailbox(self.sender.name, self.sender.address),
            Destination={"ToAddresses": [message.to]},
            Content={"Simple": email_format.content(message)},
        )
        return str(answer["MessageId"])


def _sent(send: Callable[[], str], refused: Callable[[str], Undeliverable]) -> str:
    """Undeliverable, cut off from the error behind it."""
    try:
        return send()
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
    except BotoCoreError as error:
        code = type(error).__name__
    raise refused(code)


def _refused_sms(code: str, message: Message) -> Undeliverable:
    """SNS has one code for a number that is none and for one whose owner wants nothing from us: it is asked which."""
    if code == "OptedOut":
        return Undeliverable(OPTED_OUT, for_good=True)
    if code in _NO_SUCH_NUMBER:
        return Undeliverable(OPTED_OUT if _has_opted_out(message.to) else NUMBER_INVALID, for_good=True)
    return Undeliverable(code)


def _refused_email(code: str, message: Message) -> Undeliverable:  # noqa: ARG001 - as the other
    """In SES's sandbox only addresses that were confirmed get letters; outside of it, a refusal is ours to mend."""
    if code in _NO_SUCH_ADDRESS:
        return Undeliverable(ADDRESS_INVALID, for_good=True)
    if code == "MessageRejected" and _is_sandbox():
        return Undeliverable(SANDBOX, for_good=True)
    return Undeliverable(code)


def _has_opted_out(number: str) -> bool:
    return bool(_asked("sns", "check_if_phone_number_is_opted_out", {"phoneNumber": number}).get("isOptedOut"))


def _is_sandbox() -> bool:
    return not _asked("sesv2", "get_account", {}).get("ProductionAccessEnabled", True)


def _asked(service: str, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """Why something was refused; where nobody can tell, nothing."""
    try:
        answer: Mapping[str, Any] = getattr(clients.client(service), operation)(**parameters)
    except (BotoCoreError, ClientError):
        return {}
    return answer
