"""Every action, by its name and by its path in the API."""

from collections.abc import Mapping

from chalicelib.domain.actions import by_reporters, on_assignments, on_publication, on_tickets
from chalicelib.domain.actions.action import Action, Form, Target

STAFF: Mapping[str, Action] = {
    each.name: each for each in (*on_assignments.ACTIONS, *on_tickets.ACTIONS, *on_publication.ACTIONS)
}
"""The actions of staff, in the order in which they are offered."""

REPORTER: Mapping[str, Action] = {each.name: each for each in by_reporters.ACTIONS}
"""The actions of the reporter, in the order in which they are offered."""

ACTIONS: Mapping[str, Action] = {**STAFF, **REPORTER}

FORMS: Mapping[str, Form] = {name: each.form for name, each in STAFF.items() if each.form}
"""The forms of a ticket's page in the console, by the name of the action."""

LISTED: tuple[str, ...] = tuple(
    name for name, form in sorted(FORMS.items(), key=lambda each: each[1].place) if form.place
)
"""Names of the actions that the console lists for the ticket as a whole, in their order."""


def actions_on(*targets: Target) -> tuple[Action, ...]:
    """The actions on one of these targets."""
    return tuple(each for each in ACTIONS.values() if each.target in targets)


def action_at(target: Target, segment: str) -> Action | None:
    """The action at this last segment of a target's path in the API; None if there is none."""
    return next((each for each in actions_on(target) if each.segment == segment), None)


def assigning_action(role: str) -> Action:
    """The action that gives an OPD an assignment in this role; `call_in` for any other than `lead`."""
    return next((each for each in actions_on(Target.NEW_ASSIGNMENT) if each.role == role), STAFF["call_in"])
