"""Reports about the same thing become one, and are told apart again: two queries and one transaction a step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain import merging
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import Invalid, MistypedNumber, Outdated, Problem, UnknownTicket
from chalicelib.domain.nearness import WITHIN, Likely, cells_around, likely
from chalicelib.domain.numbers import parse_number
from chalicelib.domain.permissions import Actor, permit
from chalicelib.domain.repeating import is_news, is_repeat
from chalicelib.domain.stepping import take_steps
from chalicelib.domain.terms import Terms, terms_of
from chalicelib.domain.ticket import Case, Change
from chalicelib.domain.told import Told, check
from chalicelib.flow.ports import CityPack, Clock, Tickets
from chalicelib.flow.saving import watched

Rule = Callable[[Case, Case, Deed, Terms, Terms], merging.Pair]


@dataclass(frozen=True, slots=True)
class Wish:
    """`action` is a key of `permissions.MAY`; `other` finds the number of the kept ticket."""

    action: str
    rule: Rule
    other: Callable[[Case], str]


Pair = tuple[Case, Case | None]
"""The duplicate and the kept ticket; None where nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Merging:
    """By the coordinator alone. Errors as those of `flow.work.Work`."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def merge(self, number: str, actor: Actor, told: Told) -> Case:
        """The ticket follows `told.into` from now on, for the reason `told.text`. Answers with the duplicate's case."""
        return self._step(number, Wish("merge", merging.merge, lambda _: self.number_in(told.into)), actor, told)

    def unmerge(self, number: str, actor: Actor, told: Told) -> Case:
        """The ticket stands by itself again, for the reason `told.text`."""
        return self._step(number, Wish("unmerge", merging.unmerge, _followed), actor, told)

    def look(self, number: str, actor: Actor, other: str = "") -> Pair:
        """Both tickets, before anything is decided; None while no number of an `other` is given. Invalid."""
        case = self._read(number, actor, "merge")
        return case, self._other(self.number_in(other)) if other else None

    def likely(self, case: Case, actor: Actor) -> tuple[Likely, ...]:
        """Public reports of the same service close by, within two weeks: the nearest first, a bounded number of them.

        A few queries of an index by cell, as many as cells are within reach, whatever the size of the city.
        """
        permit(actor, case.ticket, "merge")
        ticket = case.ticket
        since, until = ticket.received_at - WITHIN, ticket.received_at + WITHIN
        found = [
            each
            for cell in cells_around(ticket.report.service, ticket.report.place)
            for each in self.tickets.near(cell, since=since, until=until)
        ]
        return likely(ticket, found)

    def number_in(self, text: str) -> str:
        """The number of another ticket in any spelling. Invalid."""
        if not text.strip():
            raise _wrong("number_missing")
        try:
            return parse_number(text, self.city.catalogue.city.prefix)
        except MistypedNumber as mistyped:
            raise _wrong("number_mistyped") from mistyped

    def _step(self, number: str, wish: Wish, actor: Actor, told: Told) -> Case:
        (case, _), changes = take_steps(
            lambda: self._pair(number, wish, actor, told),
            lambda pair: self._changes(pair, wish, actor, told),
            lambda made: self.tickets.save(*made),
        )
        return case.after(changes[0]) if changes else case

    def _pair(self, number: str, wish: Wish, actor: Actor, told: Told) -> Pair:
        case = self._read(number, actor, wish.action)
        check(told, {})
        if is_repeat(case, wish.action, actor.person, told):
            return case, None
        if told.version is not None and is_news(case, told.version):
            raise Outdated(number, case.since(told.version))
        return case, self._other(wish.other(case))

    def _read(self, number: str, actor: Actor, action: str) -> Case:
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, action)
        return case

    def _other(self, number: str) -> Case:
        try:
            return self.tickets.get(number, internal=True)
        except UnknownTicket as unknown:
            raise _wrong("number_unknown") from unknown

    def _changes(self, pair: Pair, wish: Wish, actor: Actor, told: Told) -> Sequence[Change]:
        case, other = pair
        if other is None:
            return ()
        standing = permit(actor, other.ticket, wish.action)
        deed = Deed(standing.name, self.clock(), actor.person, told.text, told.correlation)
        one, two = wish.rule(case, other, deed, self._terms(case), self._terms(other))
        return watched(self.city, case, one), watched(self.city, other, two)

    def _terms(self, case: Case) -> Terms:
        return terms_of(case.ticket, self.city.catalogue, self.city.calendar)


def _followed(case: Case) -> str:
    merging.check_merged(case.ticket)
    return case.ticket.merged_into


def _wrong(code: str) -> Invalid:
    return Invalid((Problem("to", code),))
