"""A step is one action as somebody takes it, with everything that its rule needs.

Rules are imported when a step is taken, so that a request that only reads a ticket does not spend time on them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from chalicelib.domain.access.permissions import Relation, Standing
from chalicelib.domain.actions.action import Action
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.domain.values import value


@value
class Step:
    """One step on one ticket; `opd` or `photo` is what the action is about, if it is not the ticket as a whole."""

    case: Case
    standing: Standing
    step_input: StepInput
    context: StepContext
    terms: Terms
    catalogue: Catalogue
    opd: str = ""
    photo: str = ""

    @property
    def ticket(self) -> Ticket:
        return self.case.ticket

    @property
    def is_coordinators(self) -> bool:
        """Whether the coordinator takes it."""
        return self.standing.relation is Relation.COORDINATOR

    @property
    def own_opd(self) -> str:
        """The OPD that acts; empty for the coordinator."""
        return "" if self.is_coordinators else self.standing.name


@value
class PairStep:
    """One step on a duplicate and on its original, the ticket that it follows."""

    duplicate: Case
    original: Case
    context: StepContext
    terms: Terms
    original_terms: Terms


Rule = Callable[[Step], Change | None]
"""Returns the step's change, or None if the step would change nothing."""

PairRule = Callable[[PairStep], tuple[Change, Change]]
"""Returns the change of the duplicate and that of its original."""


def rule_of(action: Action) -> Rule:
    """The rule of an action on one ticket."""
    rule: Rule = _imported(action.rule)
    return rule


def pair_rule_of(action: Action) -> PairRule:
    """The rule of an action on two tickets at once."""
    rule: PairRule = _imported(action.rule)
    return rule


def _imported(rule: str) -> Any:
    module, _, function = rule.partition(".")
    return getattr(import_module(f"{__package__}.{module}"), function)
