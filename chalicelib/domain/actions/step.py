"""A step, which is an action that somebody takes, and the rule that it follows.

Rules are loaded when a step is taken: whoever only reads a ticket does not pay for them.
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
    """One step as its rule needs it; `opd` or `photo` is the action's target."""

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
        return self.standing.relation is Relation.COORDINATOR

    @property
    def own_opd(self) -> str:
        """The OPD that acts; empty for the coordinator."""
        return "" if self.is_coordinators else self.standing.name


@value
class PairStep:
    """One step on a duplicate and on the ticket that it follows."""

    duplicate: Case
    kept: Case
    context: StepContext
    terms: Terms
    kept_terms: Terms


Rule = Callable[[Step], Change | None]
"""None: all that the step would do is so already."""

PairRule = Callable[[PairStep], tuple[Change, Change]]
"""The duplicate's change and that of the kept ticket."""


def rule_of(action: Action) -> Rule:
    """What the action does to one ticket."""
    rule: Rule = _named(action.rule)
    return rule


def pair_rule_of(action: Action) -> PairRule:
    """What the action does to two tickets at once."""
    rule: PairRule = _named(action.rule)
    return rule


def _named(rule: str) -> Any:
    module, _, function = rule.partition(".")
    return getattr(import_module(f"{__package__}.{module}"), function)
