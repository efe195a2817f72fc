"""The actions of the API and the fields that each takes, from the registry by which their bodies are read."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.actions.action import Action, Target
from chalicelib.domain.actions.registry import actions_on
from chalicelib.http.core.action_body import WORDS

Fields = tuple[str, ...]
Table = Mapping[str, Fields]
"""By action, the fields that belong to it."""

EVERY_STEP: Fields = (*WORDS, "version")
"""The fields of every action."""


def _table(actions: Iterable[Action]) -> Table:
    return {each.segment: each.fields for each in actions}


STAFF_STEPS: Table = _table(each for each in actions_on(Target.TICKET) if not each.has_own_route)
REPORTER_STEPS: Table = _table(actions_on(Target.REPORTERS_TICKET))
"""Steps of staff and of the reporter on a ticket, which share an address."""
ASSIGNMENT_FIELDS: Fields = tuple(
    dict.fromkeys(name for each in actions_on(Target.NEW_ASSIGNMENT) for name in each.fields)
)
"""The fields of giving an assignment."""


def actions_of(view: str) -> Table:
    """The actions that a route with `{action}` takes, by the name of its view."""
    return {
        "step_on_assignment": _table(actions_on(Target.ASSIGNMENT)),
        "step_on_photo": _table(actions_on(Target.PHOTO)),
        "step_on_ticket": {**STAFF_STEPS, **REPORTER_STEPS},
    }[view]


def fields_of(table: Table) -> Fields:
    """The fields that any of the actions takes, each once."""
    return tuple(dict.fromkeys(name for fields in table.values() for name in fields))


def in_words(table: Table) -> str:
    """A sentence about the fields that belong to some actions only."""
    taken = "; ".join(f"{action}: {', '.join(fields)}" for action, fields in table.items() if fields)
    return f"Fields that belong to some actions only: {taken}."
