"""The reporter's actions on a ticket, authorised by the secret from the receipt."""

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
from chalicelib.domain.tickets.ticket import Case, Change, Readers
from chalicelib.domain.tickets.ticket_number import secret_hash_of
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput, check_step_input
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets
from chalicelib.flow.tickets.public_tickets import follow_duplicate

_CITIZEN = Standing(Relation.REPORTER, events.CITIZEN)
_DISPUTE = REPORTER["dispute"]


@dataclass(frozen=True, slots=True)
class ReporterActions:
    """One query and one transaction per action; more queries for a duplicate.

    Raises:
        UnknownTicket: no ticket has this number.
        WrongSecret: it is not the ticket's secret.
        ForbiddenStep: a rule forbids the action now.
        Outdated: the reporter has not seen the latest events, which the error holds.
        Invalid: a field of the input is wrong.
    """

    city: CityPack
    tickets: Tickets
    clock: Clock

    def read(self, number: str, secret: str) -> Case:
        """The ticket with the notes that the reporter may read."""
        return _readable(self._case(number, secret))

    def take(self, name: str, number: str, secret: str, step_input: StepInput) -> Case:
        """Take the action of this name in `registry.REPORTER`; returns the reporter's ticket after it."""
        action = REPORTER[name]
        if action is _DISPUTE:
            return self._dispute(number, secret, step_input)
        if "stars" in action.fields and not 1 <= step_input.stars <= 5:
            raise Invalid((Problem("stars", "stars"),))
        return _readable(self._step(action, lambda: self._case(number, secret), step_input))

    def _dispute(self, number: str, secret: str, step_input: StepInput) -> Case:
        """Dispute that the ticket is done; of a duplicate whose original is still open, that they are the same."""
        case = self._case(number, secret)
        original = follow_duplicate(self.tickets, case, internal=True)
        if original is case or not _is_about_the_end(original, step_input):
            return _readable(self._step(_DISPUTE, self._reader(case, secret), step_input))
        self._dispute_original(case, original.ticket.id, step_input)
        return _readable(case)

    def _reader(self, case: Case, secret: str) -> Callable[[], Case]:
        """Returns the case that was just read at the first call, and reads it again at each later one."""
        unused = [case]
        return lambda: unused.pop() if unused else self._case(case.ticket.id, secret)

    def _dispute_original(self, duplicate: Case, original: str, step_input: StepInput) -> None:
        """Dispute the end of the duplicate's original."""
        from chalicelib.domain.actions.reporter_rules import dispute_end

        context = self._context(duplicate, step_input)  # the version that was seen is the duplicate's
        rule = partial(dispute_end, follower=duplicate.ticket.id)
        self._step(_DISPUTE, lambda: self.tickets.get(original, internal=True), step_input, rule=rule, context=context)

    def _step(
        self,
        action: Action,
        read: Callable[[], Case],
        step_input: StepInput,
        *,
        rule: Rule | None = None,
        context: StepContext | None = None,
    ) -> Case:
        """Take the action. `rule` and `context` replace those that follow from the action and the ticket."""

        def change(case: Case) -> Change | None:
            if is_repeat(case, action, "", step_input):
                return None
            own_context, terms = context or self._context(case, step_input), self._terms(case)
            step = Step(case, _CITIZEN, step_input, own_context, terms, self.city.catalogue)
            changed = (rule or rule_of(action))(step)
            return changed and with_next_check(self.city, case, changed)

        return retry_on_conflict(read, change, self.tickets.save)

    def _context(self, case: Case, step_input: StepInput) -> StepContext:
        check_step_input(step_input, {})
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
        if not hmac.compare_digest(secret_hash_of(secret), case.ticket.secret_hash):
            raise WrongSecret(number)
        return case


def _readable(case: Case) -> Case:
    return replace(case, notes=tuple(note for note in case.notes if note.readers is not Readers.STAFF))


def _unseen(case: Case, version: int) -> tuple[Event, ...]:
    """The events after the reporter's version that matter to a reporter: neither internal nor caused by time alone."""
    return tuple(event for event in case.since(version) if not (event.data.is_internal or event.data.is_caused_by_time))


def _is_about_the_end(original: Case, step_input: StepInput) -> bool:
    """Whether a dispute of a duplicate's reporter is about the original's end, or a repeat of one that was."""
    return original.ticket.status is TicketStatus.RESOLVED or is_repeat(original, _DISPUTE, "", step_input)
