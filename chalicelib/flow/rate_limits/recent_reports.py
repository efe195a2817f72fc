"""Reports with the same content from one device within a day are one: the second gets the number of the first.

What was reported lately is kept nowhere but in a cookie of the browser, signed for its device token, so that nobody
else learns a number by sending a text that they have guessed. It holds public reports only.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.tickets.ticket import Report
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.tickets import Clock

WITHIN = timedelta(days=1)
MOST = 5
"""Reports that a cookie remembers, the latest ones."""

_LENGTH = 22  # hexadecimal digits, 88 bits


@dataclass(frozen=True, slots=True)
class RecentReports:
    """Reads and writes the cookie; no call to AWS."""

    secret: StageSecret
    clock: Clock

    def earlier(self, cookie: str, device: str, report: Report, key: str) -> str:
        """The number of a report with the same content that this device sent by another form; else empty.

        `key` is the form's idempotency key: a form sent again is no second report.
        """
        mark, sender = self._mark(device, _content(report)), self._mark(device, key.encode())
        for number, known, by in self._entries(cookie, device):
            if known == mark:
                return "" if by == sender else number
        return ""

    def remember(self, cookie: str, device: str, report: Report, key: str, number: str) -> str:
        """The cookie with one more report."""
        mark, sender = self._mark(device, _content(report)), self._mark(device, key.encode())
        others = [entry for entry in self._entries(cookie, device) if entry[0] != number]
        now = int(self.clock().timestamp())
        text = ".".join([str(now), *("~".join(entry) for entry in [(number, mark, sender), *others][:MOST])])
        return f"{text}.{self._mark(device, text.encode())}"

    def _entries(self, cookie: str, device: str) -> list[tuple[str, str, str]]:
        """Number, content and form of each report in the cookie; none if we did not sign it for this device."""
        text, _, signature = cookie.rpartition(".")
        if not device or not hmac.compare_digest(self._mark(device, text.encode()).encode(), signature.encode()):
            return []
        at, *entries = text.split(".")
        if self.clock().timestamp() - int(at) > WITHIN.total_seconds():
            return []
        return [(number, mark, sender) for number, mark, sender in (entry.split("~") for entry in entries)]

    def _mark(self, device: str, content: bytes) -> str:
        secret = self.secret(self.clock()).current
        return hmac.digest(secret, f"recent/{device}/".encode() + content, "sha256").hex()[:_LENGTH]


def _content(report: Report) -> bytes:
    """What makes two reports the same: what they are about and where, however it is spaced and written."""
    place, words = report.place, " ".join(report.description.casefold().split())
    fields = [
        report.service,
        words,
        place.area,
        place.lat,
        place.long,
        place.address,
        sorted(report.attributes.items()),
    ]
    return json.dumps(fields).encode()
