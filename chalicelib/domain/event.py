"""Events: what happened to a ticket, append-only, written in the transaction of the change they tell of.

An event never holds who reported nor what was written; a consumer that needs the text reads the ticket.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.domain.value import value

RECEIVED = "ticket.received"
DISPATCHED = "ticket.dispatched"
UNROUTABLE = "ticket.unroutable"

CITIZEN = "citizen"
SYSTEM = "system"


@value
class Event:
    """One thing that happened.

    `sequence` counts a ticket's events from 1 without gaps. `at` is aware, UTC. `actor` is `citizen`,
    `system` or later a staff role. `correlation` is the id of the request that started the chain.

    `data` by type:
      ticket.received    {"service", "area" or None, "visibility", "channel"}
      ticket.dispatched  {"assignments": [{"opd", "role", "due" (ISO), "why": {"id", "en"}}, …],
                          "routed_by": "rules" or "text"}
      ticket.unroutable  {"why": {"id", "en"}, "due": ISO, "guesses": [{"service", "opd", "score"}, …],
                          "refer": external OPD code or None}
    """

    ticket: str
    sequence: int
    type: str
    at: datetime
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation: str = ""
    version: int = 1

    def as_json(self) -> dict[str, Any]:
        """The public form of an event (DESIGN section 5)."""
        return {
            "type": self.type,
            "version": self.version,
            "ticket": self.ticket,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "data": dict(self.data),
            "correlation": self.correlation,
        }
