"""A citizen's report becomes exactly one ticket."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.deadlines.obligation import first_check
from chalicelib.domain.errors import KeyReused
from chalicelib.domain.intake.opening import open_ticket
from chalicelib.domain.intake.submission import Submission
from chalicelib.domain.tickets.ticket import Case, Opening, Report, Ticket
from chalicelib.domain.tickets.ticket_number import Intention, proof_of
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, TicketExists, Tickets


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen gets: the new ticket with its first event and, this once, the secret.

    `repeated`: the intention was known already.
    """

    case: Case
    secret: str
    repeated: bool

    @property
    def ticket(self) -> Ticket:
        return self.case.ticket


@dataclass(frozen=True, slots=True)
class Intake:
    """Accepts submissions: one transaction, and one call to the vault when a contact is given."""

    city: CityPack
    tickets: Tickets
    contact_cipher: ContactCipher
    clock: Clock
    meter: Meter

    def submit(self, submission: Submission, key: str, correlation: str) -> Receipt:
        """Open the ticket of this intention, or answer as the first time. KeyReused if the body differs."""
        intention = Intention(key)
        secret = intention.secret()  # of every attempt
        while True:
            opening = self._open(submission, intention, proof_of(secret), self.clock(), correlation)
            try:
                self.tickets.add(opening)
            except TicketExists as taken:
                if taken.proof == opening.ticket.proof:
                    return self._repeat(opening, taken, key, secret)
                intention = Intention(key, intention.attempt + 1)
            else:
                self.meter("TicketsReceived", ticket=opening.ticket.id)
                return Receipt(Case(opening.ticket, (opening.event,)), secret, repeated=False)

    def _open(
        self, submission: Submission, intention: Intention, proof: str, at: datetime, correlation: str
    ) -> Opening:
        number = intention.number(self.city.catalogue.city.prefix)
        contact = submission.contact
        return open_ticket(
            number,
            submission.report,
            proof=proof,
            fingerprint=intention.fingerprint(canonical(submission)),
            at=at,
            correlation=correlation,
            identity=self.contact_cipher.seal(contact, number) if contact else None,
            photos=submission.photos,
            watch=self._first_look(submission.report, at),
        )

    def _first_look(self, report: Report, at: datetime) -> datetime:
        """When somebody must look at it; later saves go through `saving`, whose rules no report must load."""
        return first_check(report, at, self.city.catalogue, self.city.calendar)

    def _repeat(self, opening: Opening, taken: TicketExists, key: str, secret: str) -> Receipt:
        """The answer of the first time: the same but for the instant.

        Raises:
            KeyReused: the same key came with another body.
        """
        ticket, at = opening.ticket, taken.received_at
        if taken.fingerprint != ticket.fingerprint:
            raise KeyReused(key)
        first = replace(ticket, received_at=at, watch=self._first_look(ticket.report, at))
        return Receipt(Case(first, (replace(opening.event, at=at),)), secret, repeated=True)


def canonical(submission: Submission) -> bytes:
    """The submission as bytes that are equal exactly when what the citizen means is equal."""
    report, contact = submission.report, submission.contact
    place = report.place
    told = [
        report.service, report.description, place.area, place.lat, place.long, place.address,
        str(report.visibility), sorted(report.attributes.items()), contact.name, contact.phone, contact.email,
        *submission.photos, *contact.notify,
    ]  # fmt: skip
    return _encode(told).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
