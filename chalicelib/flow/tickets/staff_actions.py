"""What staff do to a ticket: every step asks the permissions, then the rules, and is written as one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, Standing
from chalicelib.domain.actions import available
from chalicelib.domain.actions.action import Action
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.actions.registry import STAFF
from chalicelib.domain.actions.repeats import is_news, is_repeat, was_taken
from chalicelib.domain.actions.step import PairStep, Step, pair_rule_of, rule_of
from chalicelib.domain.actions.target import Target
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.errors import Invalid, Outdated, Problem
from chalicelib.domain.tickets.ticket import Case, Change, Contact
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput, check
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_all_on_conflict, retry_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Tickets
from chalicelib.flow.tickets.follow_duplicate import kept_ticket

Pair = tuple[Case, Case | None]
"""A duplicate and the ticket that it follows; None where nothing is to be done."""


@dataclass(frozen=True, slots=True)
class StaffActions:
    """One query and one transaction a step; two queries where it is about two tickets.

    Raises:
        UnknownTicket: the ticket is none of the person's business.
        NotAllowed: the step is not.
        ForbiddenStep: a rule forbids it.
        Outdated: the person has not seen the latest; with what happened since.
        Invalid: something is wrong with the input.
    """

    city: CityPack
    tickets: Tickets
    contact_cipher: ContactCipher
    clock: Clock

    def read(self, number: str, actor: Actor) -> Case:
        """The ticket with its parts, history and all notes."""
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "read")
        return case

    def options(self, case: Case, actor: Actor) -> available.Options:
        """The actions that this person could take now: for the buttons of a page."""
        return available.options(case.ticket, actor)

    def take(self, name: str, number: str, actor: Actor, step_input: StepInput, target: str = "") -> Case:
        """Take the action of this name in `registry.STAFF`; the ticket after it, of two the duplicate.

        `target`: the OPD whose assignment, or the id of the photo, that it is about; a new assignment is that of
        `step_input.opd`.
        """
        action = STAFF[name]
        if action.of_two:
            return self._take_pair(action, number, actor, step_input)
        if action.target is Target.NEW_ASSIGNMENT and not step_input.opd:
            raise Invalid((Problem("opd", "opd_missing"),))
        about = action.about(target, step_input.opd)
        return retry_on_conflict(
            lambda: self.tickets.get(number, internal=True),
            lambda case: self._change(case, action, actor, step_input, about),
            self.tickets.save,
        )

    def identity(self, number: str, actor: Actor, step_input: StepInput) -> Contact:
        """Who reported, for the reason `step_input.text`, which stays in the history; empty if no contact was given."""
        self.take("identity", number, actor, step_input)
        sealed = self.tickets.identity(number)
        return self.contact_cipher.open(sealed, number) if sealed else Contact()

    def _change(self, case: Case, action: Action, actor: Actor, step_input: StepInput, about: str) -> Change | None:
        catalogue = self.city.catalogue
        opd, photo = ("", about) if action.target is Target.PHOTO else (about, "")
        standing = permit(actor, case.ticket, action.name, opd)
        check(step_input, {code: each.is_external for code, each in catalogue.opds.items()})
        if _is_done(case, action, actor, step_input, about):
            return None
        context, terms = self._context(standing, actor, step_input), self._terms(case)
        changed = rule_of(action)(Step(case, standing, step_input, context, terms, catalogue, opd, photo))
        return changed and with_next_check(self.city, case, changed)

    def _take_pair(self, action: Action, number: str, actor: Actor, step_input: StepInput) -> Case:
        (case, _), changes = retry_all_on_conflict(
            lambda: self._pair(action, number, actor, step_input),
            lambda pair: self._changes(pair, action, actor, step_input),
            lambda made: self.tickets.save(*made),
        )
        return case.after(changes[0]) if changes else case

    def _pair(self, action: Action, number: str, actor: Actor, step_input: StepInput) -> Pair:
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, action.name)
        check(step_input, {})
        if _is_done(case, action, actor, step_input):
            return case, None
        return case, kept_ticket(self.tickets, case, step_input.into if action.fields else None, self._prefix)

    def _changes(self, pair: Pair, action: Action, actor: Actor, step_input: StepInput) -> Sequence[Change]:
        case, kept = pair
        if kept is None:
            return ()
        standing = permit(actor, kept.ticket, action.name)
        context = self._context(standing, actor, step_input)
        step = PairStep(case, kept, context, self._terms(case), self._terms(kept))
        duplicates, kepts = pair_rule_of(action)(step)
        return with_next_check(self.city, case, duplicates), with_next_check(self.city, kept, kepts)

    def _context(self, standing: Standing, actor: Actor, step_input: StepInput) -> StepContext:
        return StepContext(
            standing.name, self.clock(), actor.person, step_input.text, step_input.correlation, step_input.photos
        )

    def _terms(self, case: Case) -> Terms:
        return terms_of(case.ticket, self.city.catalogue, self.city.calendar)

    @property
    def _prefix(self) -> str:
        return self.city.catalogue.city.prefix


def _is_done(case: Case, action: Action, actor: Actor, step_input: StepInput, about: str = "") -> bool:
    """Whether the step was taken already.

    Raises:
        Outdated: it was not, and the person has not seen the latest, which matters to this action.
    """
    if is_repeat(case, action, actor.person, step_input, about):
        return True
    if not action.is_versioned:
        return was_taken(case, action, actor.person, step_input, about)
    if step_input.version is not None and is_news(case, step_input.version):
        raise Outdated(case.ticket.id, case.since(step_input.version))
    return False
