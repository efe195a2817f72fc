"""How much of a report's content the public may read: a value of the ticket, beside the visibility that was chosen."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.values import value


class PublicationState(StrEnum):
    """Whether the public may read the content. Number and status are public in any case."""

    PUBLISHED = "published"
    HELD = "held"  # not before the coordinator has checked it
    HIDDEN = "hidden"  # the coordinator has taken it out of public sight
    WITHDRAWN = "withdrawn"  # the reporter has taken the report back


ACCUSATION, INSULT, SPAM = "accusation", "insult", "spam"
PERSONAL_DATA, OTHER = "personal_data", "other"
EVERY_REPORT = "every_report"

FLAGS = (PERSONAL_DATA, ACCUSATION, INSULT, SPAM, OTHER)
"""What a reader can say is wrong with a published content, in the order in which it is offered."""

DESCRIPTION, ADDRESS = "description", "address"
"""Names of two of a ticket's texts; the others are named by `answer_text` and `note_text`."""


def answer_text(question: str) -> str:
    """The name of the answer to this question, among the ticket's texts."""
    return f"answer.{question}"


def note_text(sequence: int) -> str:
    """The name of the note of this event, among the ticket's texts."""
    return f"note.{sequence}"


@value
class Redaction:
    """A passage that the public does not read: characters `start` up to `end` of one of the ticket's texts."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.text}={self.start}-{self.end}"


def parse_redaction(text: str) -> Redaction:
    """The redaction from its `str`."""
    name, _, passage = text.rpartition("=")
    start, _, end = passage.partition("-")
    return Redaction(name, int(start), int(end))


@value
class Publication:
    """The state, the redacted passages, and what the coordinator has to check.

    `reasons` say why there is something to check: a flag of a reader, ACCUSATION, INSULT or SPAM where rules found it,
    EVERY_REPORT where the city checks all. `due` is by when it must be checked (UTC), None if nothing must be.
    """

    state: PublicationState = PublicationState.PUBLISHED
    redactions: tuple[Redaction, ...] = ()
    reasons: tuple[str, ...] = ()
    due: datetime | None = None
