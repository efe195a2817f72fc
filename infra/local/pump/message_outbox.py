"""What reporters get: SMS and letters, seen where they are sent, in this process. Addresses are kept only in part."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

KEPT = 200


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message. `to` is enough to tell two people apart, and too little to write to them."""

    channel: str
    to: str
    text: str
    at: datetime
    subject: str = ""


class Outbox:
    """Keeps the newest messages and tells `on_message` of each."""

    def __init__(self, on_message: Callable[[SentMessage], None]) -> None:
        self._on_message = on_message
        self._newest: deque[SentMessage] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    @property
    def newest(self) -> tuple[SentMessage, ...]:
        """Newest first."""
        with self._lock:
            return tuple(reversed(self._newest))

    def watch(self, sns: Any, sesv2: Any) -> None:
        """See every message that these clients are given to send."""
        sns.meta.events.register("provide-client-params.sns.Publish", self._sms)
        sesv2.meta.events.register("provide-client-params.sesv2.SendEmail", self._letter)

    def _sms(self, params: Mapping[str, Any], **_: Any) -> None:
        if phone := params.get("PhoneNumber"):
            self._keep(SentMessage("sms", hidden(phone), params["Message"], datetime.now(UTC)))

    def _letter(self, params: Mapping[str, Any], **_: Any) -> None:
        (address,) = params["Destination"]["ToAddresses"]
        letter = params["Content"]["Simple"]
        text, subject = letter["Body"]["Text"]["Data"], letter["Subject"]["Data"]
        self._keep(SentMessage("email", hidden(address), text, datetime.now(UTC), subject))

    def _keep(self, message: SentMessage) -> None:
        with self._lock:
            self._newest.append(message)
        self._on_message(message)


def hidden(address: str) -> str:
    """`+62…90`, `s…@…`."""
    return f"{address[0]}…@…" if "@" in address else f"{address[:3]}…{address[-2:]}"
