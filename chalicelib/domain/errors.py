"""The errors of the domain, as types. HTTP maps them to answers in one table; nothing reads their message texts."""

import dataclasses
from collections.abc import Mapping

from chalicelib.domain.events import Event
from chalicelib.domain.values import value


class DomainError(Exception):
    """A rule of the domain refuses what was asked for."""


@value
class Problem:
    """One field that must be corrected: `code` is the key of the message that people read, `params` fill it."""

    field: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(DomainError):
    """The input has problems, of which all are reported at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


class MistypedNumber(DomainError):
    """The text cannot be a ticket number: its form or its check character is wrong."""


class UnknownTicket(DomainError):
    """There is no ticket of this number, or it is none of the person's business."""


class HiddenTicket(UnknownTicket):
    """The ticket is none of the person's business; people read the same as for one that there is not."""

    def __init__(self, ticket: str) -> None:
        super().__init__(ticket)
        self.ticket = ticket


class KeyReused(DomainError):
    """The idempotency key was used before for a different report, whose number is `ticket`."""

    def __init__(self, ticket: str) -> None:
        super().__init__(ticket)
        self.ticket = ticket


class Outdated(DomainError):
    """Somebody else changed the ticket since it was read; `since` are the events since then, oldest first."""

    def __init__(self, ticket: str, since: tuple[Event, ...] = ()) -> None:
        super().__init__(ticket)
        self.ticket = ticket
        self.since = since


class NotAllowed(DomainError):
    """The person lacks the right; `action` is a key of `actions.allowed.MAY` or `access.permissions.MAY_OVERALL`."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class RateLimited(DomainError):
    """The client has used up its allowance for now.

    `retry_after`: seconds after which the same request would pass. `bits`: the difficulty of the puzzle with which a
    form would pass; 0 if only waiting helps.
    """

    def __init__(self, retry_after: int, bits: int = 0) -> None:
        super().__init__(f"{retry_after} s")
        self.retry_after = retry_after
        self.bits = bits


class WrongSecret(DomainError):
    """The secret does not belong to this ticket."""


class ForbiddenStep(DomainError):
    """A rule forbids the step; `rule` is the key of the sentence that people read, `params` fill it."""

    def __init__(self, rule: str, **params: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.params = params


class UnknownLink(Exception):
    """The link was in no message that we sent."""
