"""Which steps there are, and which fields each takes: from the tables that the API reads its bodies by."""

from collections.abc import Mapping

from chalicelib.http import told

Fields = tuple[str, ...]
Table = Mapping[str, Fields]

EVERY_STEP: Fields = (*told.WORDS, "version")


def actions_of(view: str) -> Table:
    """The actions that a route with `{action}` takes, by the name of its view."""
    return {
        "step_on_part": told.ON_PART,
        "step_on_photo": told.ON_PHOTO,
        "step_on_ticket": {**told.ON_TICKET, **told.BY_REPORTER},
    }[view]


def assignment_fields() -> Fields:
    """What giving an assignment takes."""
    return told.ASSIGNING


def fields_of(table: Table) -> Fields:
    """What any of the actions takes, each once."""
    return tuple(dict.fromkeys(name for fields in table.values() for name in fields))


def in_words(table: Table) -> str:
    """Which fields belong to some actions only."""
    taken = "; ".join(f"{action}: {', '.join(fields)}" for action, fields in table.items() if fields)
    return f"Fields that belong to some actions only: {taken}."
