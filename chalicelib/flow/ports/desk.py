"""What the desk needs from the outside: the phonebook, and who looked at whom."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.events import Event
from chalicelib.domain.values import value


@value
class Found:
    """A ticket that a phone number made, as it was received; how it stands now is not known here."""

    id: str
    service: str
    area: str | None
    received_at: datetime


class PhoneIndex(Protocol):
    """Which tickets a phone number made. Nobody can read the numbers out of what is stored."""

    def note(self, received: Event, phone: str) -> None:
        """The ticket of this `ticket.received` was made with this phone (E.164), or for this e-mail address; a repeat
        changes nothing.
        """
        ...

    def find(self, phone: str, most: int = 50) -> tuple[Found, ...]:
        """The tickets of exactly this phone (E.164), newest first, by one query."""
        ...


@value
class AccessEntry:
    """Somebody (`person`, as `actor`) opened who reported a ticket, or searched by phone (no `ticket`), and why."""

    at: datetime
    person: str
    actor: str
    reason: str
    ticket: str = ""


@value
class AccessPage:
    lines: tuple[AccessEntry, ...]
    cursor: str | None  # opaque; None on the last page


class AccessLog(Protocol):
    """Who looked at whom. A reading of an identity is noted by `Tickets.save`, with its event."""

    def note_search(self, look: AccessEntry) -> None:
        """A search by phone; of the number and of what is found nothing is kept."""
        ...

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        """All of them, the latest first, by one query a page. Invalid cursor: Invalid."""
        ...
