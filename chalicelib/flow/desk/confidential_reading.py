"""Logs who of the staff reads the text of a confidential report."""

from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, standings
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.flow.ports.desk import AccessEntry, AccessKind, AccessLog
from chalicelib.flow.ports.tickets import Clock


@dataclass(frozen=True, slots=True)
class ConfidentialReading:
    """One write for each page or answer with the text of a confidential report; nothing for any other."""

    access_log: AccessLog
    clock: Clock

    def log(self, ticket: Ticket, actor: Actor) -> None:
        """Log the reading before the text is shown, so that none is shown unseen."""
        if not ticket.is_confidential:
            return
        # an officer whose step has just ended the own assignment still gets the answer to it
        actor_name = next((standing.name for standing in standings(actor, ticket)), min(actor.opds, default=""))
        entry = AccessEntry(self.clock(), actor.person, actor_name, "", ticket.id, AccessKind.TEXT)
        self.access_log.log_reading(entry)
