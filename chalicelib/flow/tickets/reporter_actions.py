"""What the reporter says to the OPDs, with the secret that the receipt told."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation, Standing
from chalicelib.domain.actions.action import Action
from chalicelib.domain.actions.registry import REPORTER
from chalicelib.domain.actions.repeats import is_repeat
from chalicelib.domain.actions.step import Rule, Step, rule_of
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.errors import Invalid, Outdated, Problem, WrongSecret
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Case, Change, Circle
from chalicelib.domain.tickets.ticket_number import proof_of
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput, check
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets
from chalicelib.flow.tickets.follow_duplicate import follow_duplicate

_CITIZEN = Standing(Relation.REPORTER, events.CITIZEN)
_DISPUTE = REPORTER["dispute"]


@dataclass(frozen=True, slots=True)
class ReporterActions:
    """One query and one transaction a step; more queries where the ticket follows another.

    Raises:
        UnknownTicket: there is none of this number.
        WrongSecret: the secret is not that of its reporter.
        ForbiddenStep: a rule forbids the step.
        Outdated: the reporter has not seen the latest; with what happened since.
        Invalid: something is wrong with the input.
    """

    city: CityPack
    tickets: Tickets
    clock: Clock

    def read(self, number: str, secret: str) -> Case:
        """The ticket with the notes that are the reporter's to read."""
        return _readable(self._case(number, secret))

    def take(self, name: str, number: str, secret: str, step_input: StepInput) -> Case:
        """Take the action of this name in `registry.REPORTER`; the reporter's ticket after it."""
        action = REPORTER[name]
        if action is _DISPUTE:
            return self._dispute(number, secret, step_input)
        if "stars" in action.fields and not 1 <= step_input.stars <= 5:
            raise Invalid((Problem("stars", "stars"),))
        return _readable(self._step(action, lambda: self._case(number, secret), step_input))

    def _dispute(self, number: str, secret: str, step_input: StepInput) -> Case:
        """That it is not done; while what a duplicate follows is still in work, that it is not the same."""
        case = self._case(number, secret)
        kept = follow_duplicate(self.tickets, case, internal=True)
        if kept is case or not _is_of_the_end(kept, step_input):
            return _readable(self._step(_DISPUTE, self._first(case, secret), step_input))
        self._dispute_for(case, kept.ticket.id, step_input)
        return _readable(case)

    def _first(self, case: Case, secret: str) -> Callable[[], Case]:
        """Reads the ticket, but for the first time, since it was just read."""
        fresh = [case]
        return lambda: fresh.pop() if fresh else self._case(case.ticket.id, secret)

    def _dispute_for(self, duplicate: Case, kept: str, step_input: StepInput) -> None:
        """The end of the ticket that the duplicate follows."""
        from chalicelib.domain.actions.reporter_rules import dispute_end

        context = self._context(duplicate, step_input)  # the version that was seen is the duplicate's
        rule = partial(dispute_end, follower=duplicate.ticket.id)
        self._step(_DISPUTE, lambda: self.tickets.get(kept, internal=True), step_input, rule=rule, context=context)

    def _step(
        self,
        action: Action,
        read: Callable[[], Case],
        step_input: StepInput,
        *,
        rule: Rule | None = None,
        context: StepContext | None = None,
    ) -> Case:
        """`rule` where it is not that of the action, `context` where it is not that of the ticket that changes."""

        def change(case: Case) -> Change | None:
            if is_repeat(case, action, "", step_input):
                return None
            made, terms = context or self._context(case, step_input), self._terms(case)
            changed = (rule or rule_of(action))(Step(case, _CITIZEN, step_input, made, terms, self.city.catalogue))
            return changed and with_next_check(self.city, case, changed)

        return retry_on_conflict(read, change, self.tickets.save)

    def _context(self, case: Case, step_input: StepInput) -> StepContext:
        check(step_input, {})
        if step_input.version is not None and (unseen := _unseen(case, step_input.version)):
            raise Outdated(case.ticket.id, unseen)
        return StepContext(
            events.CITIZEN,
            self.clock(),
            text=step_input.text,
            correlation=step_input.correlation,
            photos=step_input.photos,
        )

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


def _is_of_the_end(kept: Case, step_input: StepInput) -> bool:
    """Whether a follower's words are about the end of the kept ticket, or were taken as such before."""
    return kept.ticket.status is TicketStatus.RESOLVED or is_repeat(kept, _DISPUTE, "", step_input)
