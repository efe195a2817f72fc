"""The staff's actions on a ticket: permissions are checked first, then rules, then one transaction is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, Standing
from chalicelib.domain.actions import available
from chalicelib.domain.actions.action import Action, Target
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.actions.registry import STAFF
from chalicelib.domain.actions.repeats import is_news, is_repeat, was_taken
from chalicelib.domain.actions.step import PairStep, Step, pair_rule_of, rule_of
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.errors import Invalid, Outdated, Problem
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput, check_step_input
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_all_on_conflict, retry_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Tickets
from chalicelib.flow.tickets.duplicates import original_of

Pair = tuple[Case, Case | None]
"""A duplicate and its original; None instead of the original if nothing is to be done."""


@dataclass(frozen=True, slots=True)
class StaffActions:
    """One query and one transaction per action; two queries for an action on two tickets.

    Raises:
        UnknownTicket: there is no such ticket, or the person may not know of it.
        NotAllowed: the person may not take the action.
        ForbiddenStep: a rule forbids the action now.
        Outdated: the person has not seen the latest events, which the error holds.
        Invalid: a field of the input is wrong.
    """

    city: CityPack
    tickets: Tickets
    cipher: ContactCipher
    clock: Clock

    def read(self, number: str, actor: Actor) -> Case:
        """The ticket with its assignments, history and all notes."""
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "read")
        return case

    def options(self, case: Case, actor: Actor) -> available.Options:
        """The actions that this person can take now; a page shows their buttons."""
        return available.options(case.ticket, actor)

    def take(self, name: str, number: str, actor: Actor, step_input: StepInput, target: str = "") -> Case:
        """Take the action of this name in `registry.STAFF`; the ticket after it, or the duplicate of two tickets.

        `target`: the OPD of the assignment, or the id of the photo, that the action is about. A new assignment goes to
        `step_input.opd`.
        """
        action = STAFF[name]
        if action.is_on_pair:
            return self._take_pair(action, number, actor, step_input)
        if action.target is Target.NEW_ASSIGNMENT and not step_input.opd:
            raise Invalid((Problem("opd", "opd_missing"),))
        about = action.subject(target, step_input.opd)
        return retry_on_conflict(
            lambda: self.tickets.get(number, internal=True),
            lambda case: self._change(case, action, actor, step_input, about),
            self.tickets.save,
        )

    def identity(self, number: str, actor: Actor, step_input: StepInput) -> Contact:
        """The reporter's contact, empty if none was given.

        `step_input.text` is the reason for reading it, which stays in the history.
        """
        self.take("identity", number, actor, step_input)
        sealed = self.tickets.identity(number)
        return self.cipher.open(sealed, number) if sealed else Contact()

    def _change(self, case: Case, action: Action, actor: Actor, step_input: StepInput, about: str) -> Change | None:
        catalogue = self.city.catalogue
        opd, photo = ("", about) if action.target is Target.PHOTO else (about, "")
        standing = permit(actor, case.ticket, action.name, opd)
        check_step_input(step_input, {code: each.is_external for code, each in catalogue.opds.items()})
        if _is_done(case, action, actor, step_input, about):
            return None
        context, terms = self._context(standing, actor, step_input), self._terms(case)
        change = rule_of(action)(Step(case, standing, step_input, context, terms, catalogue, opd, photo))
        return change and with_next_check(self.city, case, change)

    def _take_pair(self, action: Action, number: str, actor: Actor, step_input: StepInput) -> Case:
        (case, _), changes = retry_all_on_conflict(
            lambda: self._pair(action, number, actor, step_input),
            lambda pair: self._changes(pair, action, actor, step_input),
            lambda changes: self.tickets.save(*changes),
        )
        return case.after(changes[0]) if changes else case

    def _pair(self, action: Action, number: str, actor: Actor, step_input: StepInput) -> Pair:
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, action.name)
        check_step_input(step_input, {})
        if _is_done(case, action, actor, step_input):
            return case, None
        return case, original_of(self.tickets, case, step_input.into if action.fields else None, self._prefix)

    def _changes(self, pair: Pair, action: Action, actor: Actor, step_input: StepInput) -> Sequence[Change]:
        case, original = pair
        if original is None:
            return ()
        standing = permit(actor, original.ticket, action.name)
        context = self._context(standing, actor, step_input)
        step = PairStep(case, original, context, self._terms(case), self._terms(original))
        change, original_change = pair_rule_of(action)(step)
        return with_next_check(self.city, case, change), with_next_check(self.city, original, original_change)

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
    """Whether the action was taken already.

    Raises:
        Outdated: it was not, it depends on the version seen, and the person has not seen the latest one.
    """
    if is_repeat(case, action, actor.person, step_input, about):
        return True
    if not action.is_versioned:
        return was_taken(case, action, actor.person, step_input, about)
    if step_input.version is not None and is_news(case, step_input.version):
        raise Outdated(case.ticket.id, case.since(step_input.version))
    return False
