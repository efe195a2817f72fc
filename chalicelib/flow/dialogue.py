"""What the reporter says to the OPDs, with the secret that the receipt told."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import dialogue, events, merging
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ForbiddenStep, Invalid, Outdated, Problem, WrongSecret
from chalicelib.domain.events import Event
from chalicelib.domain.numbers import proof_of
from chalicelib.domain.repeating import is_repeat
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.stepping import take_step
from chalicelib.domain.terms import Terms, terms_of
from chalicelib.domain.ticket import Case, Change, Circle
from chalicelib.domain.told import Told, check
from chalicelib.flow.following import followed
from chalicelib.flow.ports import CityPack, Clock, Tickets
from chalicelib.flow.saving import watched

Rule = Callable[[Case, Deed, Terms], Change]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """WrongSecret, UnknownTicket, ForbiddenStep, Outdated, Invalid."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def read(self, number: str, secret: str) -> Case:
        """The ticket with the notes that are the reporter's to read."""
        case = self._case(number, secret)
        return _readable(case)

    def message(self, number: str, secret: str, told: Told) -> Case:
        """Answers what was asked, or writes to the OPDs."""
        return self._step("message", number, secret, told, _message)

    def confirm(self, number: str, secret: str, told: Told) -> Case:
        return self._step("confirm", number, secret, told, lambda case, deed, _: dialogue.confirm(case.ticket, deed))

    def dispute(self, number: str, secret: str, told: Told) -> Case:
        """That it is not done; while what a duplicate follows is still in work, that it is not the same."""
        case = self._case(number, secret)
        kept = followed(self.tickets, case, internal=True)
        if kept is case or not _is_of_the_end(kept, told):
            return self._step("dispute", number, secret, told, _dispute, read=[case])
        self._dispute_for(case, kept.ticket.id, told)
        return _readable(case)

    def withdraw(self, number: str, secret: str, told: Told) -> Case:
        return self._step("withdraw", number, secret, told, lambda case, deed, _: dialogue.withdraw(case.ticket, deed))

    def rate(self, number: str, secret: str, told: Told) -> Case:
        """`told.stars` 1 to 5, with or without a word."""
        if not 1 <= told.stars <= 5:
            raise Invalid((Problem("stars", "stars"),))
        return self._step(
            "rate", number, secret, told, lambda case, deed, _: dialogue.rate(case.ticket, told.stars, deed)
        )

    def _dispute_for(self, duplicate: Case, kept: str, told: Told) -> None:
        """The end of the ticket that the duplicate follows."""
        deed = self._deed(duplicate, told)

        def change(case: Case) -> Change | None:
            if is_repeat(case, "dispute", "", told):
                return None
            return watched(self.city, case, _not_done(case, deed, self._terms(case), duplicate.ticket.id))

        take_step(lambda: self.tickets.get(kept, internal=True), change, self.tickets.save)

    def _step(
        self, action: str, number: str, secret: str, told: Told, rule: Rule, *, read: Sequence[Case] = ()
    ) -> Case:
        """`read` is the ticket, if it was just read."""
        fresh = list(read)

        def look() -> Case:
            return fresh.pop() if fresh else self._case(number, secret)

        def change(case: Case) -> Change | None:
            if is_repeat(case, action, "", told):
                return None
            return watched(self.city, case, rule(case, self._deed(case, told), self._terms(case)))

        return _readable(take_step(look, change, self.tickets.save))

    def _deed(self, case: Case, told: Told) -> Deed:
        check(told, {})
        if told.version is not None and (unseen := _unseen(case, told.version)):
            raise Outdated(case.ticket.id, unseen)
        return Deed(events.CITIZEN, self.clock(), text=told.text, correlation=told.correlation, photos=told.photos)

    def _terms(self, case: Case) -> Terms:
        return terms_of(case.ticket, self.city.catalogue, self.city.calendar)

    def _case(self, number: str, secret: str) -> Case:
        case = self.tickets.get(number, internal=True)
        if not hmac.compare_digest(proof_of(secret), case.ticket.proof):
            raise WrongSecret(number)
        return case


def _readable(case: Case) -> Case:
    return replace(case, notes=tuple(note for note in case.notes if note.circle is not Circle.STAFF))


def _unseen(case: Case, version: int) -> tuple[Event, ...]:
    """What the reporter cannot have seen yet; what stays among the OPDs changes nothing for a reporter."""
    return tuple(event for event in case.since(version) if not (event.data.is_internal or event.data.is_caused_by_time))


def _message(case: Case, deed: Deed, terms: Terms) -> Change:
    dialogue.check_patience(case)
    return dialogue.message(case.ticket, deed, terms, asked_by(case))


def asked_by(case: Case) -> tuple[str, ...]:
    """The OPDs that wait for the citizen's answer."""
    answered = case.last(events.TicketCompleted.type)
    open_questions = case.since(answered.sequence) if answered else case.events
    asking = (e.data.opd for e in open_questions if e.type == events.TicketIncomplete.type)
    return tuple(dict.fromkeys(opd for opd in asking if opd))


def _dispute(case: Case, deed: Deed, terms: Terms) -> Change:
    """Of a duplicate: that it is the same."""
    if case.ticket.status is TicketStatus.DUPLICATE:
        return merging.contest(case.ticket, deed, terms)
    return _not_done(case, deed, terms)


def _not_done(case: Case, deed: Deed, terms: Terms, follower: str = "") -> Change:
    resolved = case.last(events.TicketResolved.type)
    if resolved is None:
        raise ForbiddenStep("ticket_status", status=str(case.ticket.status))
    return dialogue.dispute(case.ticket, deed, terms, resolved.at, follower)


def _is_of_the_end(kept: Case, told: Told) -> bool:
    """Whether a follower's words are about the end of the kept ticket, or were taken as such before."""
    return kept.ticket.status is TicketStatus.RESOLVED or is_repeat(kept, "dispute", "", told)
