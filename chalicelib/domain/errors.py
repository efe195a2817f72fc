"""What can be wrong, as types. HTTP maps them to answers in one table; nothing reads message texts."""

import dataclasses
from collections.abc import Mapping

from chalicelib.domain.events import Event
from chalicelib.domain.values import value


class DomainError(Exception):
    """A rule said no."""


@value
class Problem:
    """One field that must be corrected: `code` is the key of the message people read."""

    field: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(DomainError):
    """The input has problems; all of them are told at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class MistypedNumber(DomainError):
    """The ticket number's check character does not fit: a typing error."""


class UnknownTicket(DomainError):
    """The ticket number is well formed but there is no such ticket."""


class KeyReused(DomainError):
    """The idempotency key was used before for a different report."""


class Outdated(DomainError):
    """Someone else changed the ticket since it was read; `since` is what happened meanwhile, oldest first."""

    def __init__(self, ticket: str, since: tuple[Event, ...] = ()) -> None:
        super().__init__(ticket)
        self.ticket = ticket
        self.since = since


class NotAllowed(DomainError):
    """Whoever asks sees the ticket, but may not do this to it; `action` is a key of `actions.allowed.MAY`."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class WrongSecret(DomainError):
    """The secret is not that of this ticket's reporter."""


class ForbiddenStep(DomainError):
    """A rule forbids this step; `rule` is the key of the sentence that people read, `params` fill it."""

    def __init__(self, rule: str, **params: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.params = params


class UnknownLink(Exception):
    """No message has carried this link."""
