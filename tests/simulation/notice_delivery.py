"""Delivers notices to simulated people, who act upon them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.domain.notifications.notice import Notice


def _nobody(notice: Notice) -> None:
    """Nobody reads it."""


@dataclass
class NoticeDelivery:
    """The port NoticePublisher. `arrived`: how often each notice arrived, by id; `read` is called with each."""

    arrived: Counter[str] = field(default_factory=Counter)
    read: Callable[[Notice], None] = _nobody
    sent: int = 0

    def send(self, notice: Notice) -> str:
        self.sent += 1
        self.arrived[notice.id] += 1
        self.read(notice)
        return f"message-{self.sent}"
