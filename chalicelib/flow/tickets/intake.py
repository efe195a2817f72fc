"""A citizen's report becomes exactly one ticket."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.deadlines.obligation import first_check
from chalicelib.domain.errors import KeyReused, UnknownTicket
from chalicelib.domain.events import linked
from chalicelib.domain.intake.opening import open_ticket
from chalicelib.domain.intake.submission import Submission
from chalicelib.domain.publication.publication_rules import first_publication
from chalicelib.domain.rate_limits.client_limits import Sender, charges, refusal
from chalicelib.domain.tickets.publication import Publication
from chalicelib.domain.tickets.ticket import Case, Opening, Report, Ticket
from chalicelib.domain.tickets.ticket_number import Intention, secret_hash_of
from chalicelib.flow.ports.rate_limits import BucketFull
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, TicketExists, Tickets


@dataclass(frozen=True, slots=True)
class Receipt:
    """The new ticket with its first event, and its secret, which is shown this once.

    `repeated`: the same intention was submitted before.
    """

    case: Case
    secret: str
    repeated: bool

    @property
    def ticket(self) -> Ticket:
        return self.case.ticket


@dataclass(frozen=True, slots=True)
class Intake:
    """Accepts submissions: one transaction, and one call to KMS when a contact is given."""

    city: CityPack
    tickets: Tickets
    cipher: ContactCipher
    ticket_secret: StageSecret
    clock: Clock
    meter: Meter
    limit_factor: float = 1

    def submit(self, submission: Submission, key: str, correlation: str, sender: Sender | None = None) -> Receipt:
        """Open the ticket of this intention; a repeat gets the receipt of the first time, whatever its sender has left.

        `key`: the idempotency key, which stands for the intention. `sender`: whose allowance it takes from;
        None if nobody's.

        Raises:
            KeyReused: the same key came with another body.
            RateLimited: the sender's allowance is used up for now.
        """
        keyring = self.ticket_secret(self.clock())
        if keyring.former and (first := self._first_before_rotation(submission, Intention(key, keyring.former))):
            return first
        intention = Intention(key, keyring.current)
        secret = intention.secret()  # the same for every attempt
        while True:
            opening = self._open(submission, intention, secret_hash_of(secret), self.clock(), correlation)
            try:
                self._add(opening, sender, keyring.current)
            except TicketExists as taken:
                if taken.secret_hash == opening.ticket.secret_hash:
                    return self._repeat(opening, taken, secret)
                intention = replace(intention, attempt=intention.attempt + 1)
            else:
                self.meter("TicketsReceived", ticket=opening.ticket.id)
                return Receipt(Case(opening.ticket, (opening.event,)), secret, repeated=False)

    def _add(self, opening: Opening, sender: Sender | None, secret: bytes) -> None:
        """Store the ticket, at the expense of the first of the sender's buckets that has room."""
        if sender is None:
            self.tickets.add(opening)
            return
        now = opening.ticket.received_at
        *others, last = charges(sender, secret, now, self.limit_factor)
        for charge in others:
            with suppress(BucketFull):
                self.tickets.add(opening, charge)
                return
        try:
            self.tickets.add(opening, last)
        except BucketFull as full:
            raise refusal(sender.limit, full.arrival, now, self.limit_factor) from full

    def _open(
        self, submission: Submission, intention: Intention, secret_hash: str, at: datetime, correlation: str
    ) -> Opening:
        number = intention.number(self.city.catalogue.city.prefix)
        contact, report = submission.contact, submission.report
        publication = first_publication(report, self.city.publication_rules, at, self.city.calendar)
        return open_ticket(
            number,
            report,
            secret_hash=secret_hash,
            fingerprint=intention.fingerprint(canonical(submission)),
            at=at,
            correlation=correlation,
            identity=self.cipher.seal(contact, number) if contact else None,
            photos=submission.photos,
            next_check=self._first_check(report, publication, at),
            publication=publication,
        )

    def _first_check(self, report: Report, publication: Publication, at: datetime) -> datetime:
        """When the deadline watch must check the ticket first.

        Later saves use `flow.next_check`, whose rules take longer to import than a submission can wait.
        """
        return first_check(report, publication, at, self.city.catalogue, self.city.calendar)

    def _first_before_rotation(self, submission: Submission, intention: Intention) -> Receipt | None:
        """The receipt of the same submission from before the stage's secret was rotated, if there was one.

        It costs one read, in the days after a rotation only.

        Raises:
            KeyReused: the same key came with another body.
        """
        try:
            case = self.tickets.get(intention.number(self.city.catalogue.city.prefix))
        except UnknownTicket:
            return None
        if case.ticket.secret_hash != intention.secret_hash():
            return None
        if case.ticket.fingerprint != intention.fingerprint(canonical(submission)):
            raise KeyReused(case.ticket.id)
        return Receipt(case, intention.secret(), repeated=True)

    def _repeat(self, opening: Opening, taken: TicketExists, secret: str) -> Receipt:
        """The receipt of the first submission, with the time of that one.

        Raises:
            KeyReused: the same key came with another body.
        """
        ticket, at = opening.ticket, taken.received_at
        if taken.fingerprint != ticket.fingerprint:
            raise KeyReused(ticket.id)
        publication = first_publication(ticket.report, self.city.publication_rules, at, self.city.calendar)
        event = replace(opening.event, at=at)
        first = replace(
            ticket,
            received_at=at,
            next_check=self._first_check(ticket.report, publication, at),
            publication=publication,
            chain=linked("", [event]),
        )
        return Receipt(Case(first, (event,)), secret, repeated=True)


def canonical(submission: Submission) -> bytes:
    """The submission as bytes, which are equal exactly if the submissions mean the same."""
    report, contact = submission.report, submission.contact
    place = report.place
    fields = [
        report.service, report.description, place.area, place.lat, place.long, place.address,
        str(report.visibility), sorted(report.attributes.items()), contact.name, contact.phone, contact.email,
        *submission.photos, *contact.notify,
    ]  # fmt: skip
    return _encode(fields).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
