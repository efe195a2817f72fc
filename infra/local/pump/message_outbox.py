"""Records the SMS and e-mails to reporters where this process sends them. Addresses are kept masked."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

KEPT = 200
"""Number of messages that are kept."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message. `to` is masked: enough to tell two people apart, too little to write to them."""

    channel: str
    to: str
    text: str
    at: datetime
    subject: str = ""


class Outbox:
    """Keeps the newest messages and calls `on_message` with each."""

    def __init__(self, on_message: Callable[[SentMessage], None]) -> None:
        self._on_message = on_message
        self._newest: deque[SentMessage] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    @property
    def newest(self) -> tuple[SentMessage, ...]:
        """The messages that are kept, newest first."""
        with self._lock:
            return tuple(reversed(self._newest))

    def watch(self, sns: Any, sesv2: Any) -> None:
        """Record every message that these clients send."""
        sns.meta.events.register("provide-client-params.sns.Publish", self._sms)
        sesv2.meta.events.register("provide-client-params.sesv2.SendEmail", self._email)

    def _sms(self, params: Mapping[str, Any], **_: Any) -> None:
        if phone := params.get("PhoneNumber"):
            self._keep(SentMessage("sms", masked(phone), params["Message"], datetime.now(UTC)))

    def _email(self, params: Mapping[str, Any], **_: Any) -> None:
        (address,) = params["Destination"]["ToAddresses"]
        email = params["Content"]["Simple"]
        text, subject = email["Body"]["Text"]["Data"], email["Subject"]["Data"]
        self._keep(SentMessage("email", masked(address), text, datetime.now(UTC), subject))

    def _keep(self, message: SentMessage) -> None:
        with self._lock:
            self._newest.append(message)
        self._on_message(message)


def masked(address: str) -> str:
    """The address with most of it hidden: `+62…90`, `s…@…`."""
    return f"{address[0]}…@…" if "@" in address else f"{address[:3]}…{address[-2:]}"
