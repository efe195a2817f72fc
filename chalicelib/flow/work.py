"""What staff do to a ticket: every step asks the permissions, then the rules, and is written as one transaction."""

from dataclasses import dataclass, replace

from chalicelib.domain import options, steps
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import Invalid, Outdated, Problem
from chalicelib.domain.permissions import Actor, permit
from chalicelib.domain.repeating import is_news, is_repeat
from chalicelib.domain.stepping import take_step
from chalicelib.domain.steps import Rule, Step
from chalicelib.domain.terms import terms_of
from chalicelib.domain.ticket import Case, Change, Contact
from chalicelib.domain.told import Told, check
from chalicelib.flow.ports import CityPack, Clock, Tickets, Vault
from chalicelib.flow.saving import watched


@dataclass(frozen=True, slots=True)
class Wish:
    """`action` is a key of `permissions.MAY`, `opd` the part and `photo` the photo that it is about."""

    action: str
    rule: Rule
    opd: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One query and one transaction a step.

    UnknownTicket if the ticket is none of the person's business, NotAllowed if the step is not, ForbiddenStep if a
    rule forbids it, Outdated (with what happened since) if the person has not seen the latest, Invalid.
    """

    city: CityPack
    tickets: Tickets
    vault: Vault
    clock: Clock

    def read(self, number: str, actor: Actor) -> Case:
        """The ticket with its parts, history and all notes."""
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "read")
        return case

    def options(self, case: Case, actor: Actor) -> options.Options:
        """The steps that this person could take now: for the buttons of a page."""
        return options.options(case.ticket, actor)

    def on_part(self, number: str, opd: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of `steps.ON_PART`."""
        return self._step(number, Wish(action, steps.ON_PART[action], opd), actor, told)

    def on_ticket(self, number: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of `steps.ON_TICKET`."""
        return self._step(number, Wish(action, steps.ON_TICKET[action]), actor, told)

    def on_photo(self, number: str, photo: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of `steps.ON_PHOTO`."""
        name, rule = steps.ON_PHOTO[action]
        return self._step(number, Wish(name, rule, photo=photo), actor, told)

    def assign(self, number: str, actor: Actor, told: Told) -> Case:
        """Gives a part to `told.opd`: by the coordinator in any role, by an OPD with a part as support."""
        if not told.opd:
            raise Invalid((Problem("opd", "opd_missing"),))
        action = "give_lead" if told.role == "lead" else "call_in"
        return self._step(number, Wish(action, steps.assign, told.opd), actor, told)

    def room(self, number: str, actor: Actor, told: Told) -> Case:
        """A word among the OPDs. `@CODE` in it tells that OPD, if it has a part."""
        return self._step(number, Wish("room", steps.write_in_room), actor, replace(told, version=None))

    def identity(self, number: str, actor: Actor, told: Told) -> Contact:
        """Who reported, for the reason `told.text`, which stays in the history; empty if no contact was given."""
        self._step(number, Wish("identity", steps.read_identity), actor, told)
        sealed = self.tickets.identity(number)
        return self.vault.open(sealed, number) if sealed else Contact()

    def _step(self, number: str, wish: Wish, actor: Actor, told: Told) -> Case:
        return take_step(
            lambda: self.tickets.get(number, internal=True),
            lambda case: self._change(case, wish, actor, told),
            self.tickets.save,
        )

    def _change(self, case: Case, wish: Wish, actor: Actor, told: Told) -> Change | None:
        ticket, catalogue = case.ticket, self.city.catalogue
        standing = permit(actor, ticket, wish.action, wish.opd)
        check(told, {code: opd.is_external for code, opd in catalogue.opds.items()})
        if is_repeat(case, wish.action, actor.person, told, wish.opd, photo=wish.photo):
            return None
        if told.version is not None and is_news(case, told.version):
            raise Outdated(ticket.id, case.since(told.version))
        deed = Deed(standing.name, self.clock(), actor.person, told.text, told.correlation, told.photos)
        terms = terms_of(ticket, catalogue, self.city.calendar)
        changed = wish.rule(Step(case, wish.opd, standing, told, deed, terms, catalogue, wish.photo))
        return changed and watched(self.city, case, changed)
