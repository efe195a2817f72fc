"""Which steps there are, and which fields each takes: from the tables that the API reads its bodies by."""

from collections.abc import Mapping

from chalicelib.http import told

Fields = tuple[str, ...]
Table = Mapping[str, Fields]

EVERY_STEP: Fields = (*told.WORDS, "version")


STAFF_STEPS: Table = told.ON_TICKET
REPORTER_STEPS: Table = told.BY_REPORTER
"""Steps on a ticket, which share an address."""
ASSIGNMENT_FIELDS: Fields = told.ASSIGNING
"""What giving an assignment takes."""


def actions_of(view: str) -> Table:
    """The actions that a route with `{action}` takes, by the name of its view."""
    return {
        "step_on_part": told.ON_PART,
        "step_on_photo": told.ON_PHOTO,
        "step_on_ticket": {**STAFF_STEPS, **REPORTER_STEPS},
    }[view]


def fields_of(table: Table) -> Fields:
    """What any of the actions takes, each once."""
    return tuple(dict.fromkeys(name for fields in table.values() for name in fields))


def in_words(table: Table) -> str:
    """Which fields belong to some actions only."""
    taken = "; ".join(f"{action}: {', '.join(fields)}" for action, fields in table.items() if fields)
    return f"Fields that belong to some actions only: {taken}."
