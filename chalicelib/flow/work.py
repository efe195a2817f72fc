"""What staff do to a ticket: every step asks the permissions, then the rules, and is written as one transaction."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain import desk, dialogue, extending, leading, merging, options, proving, work
from chalicelib.domain import event as events
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ForbiddenStep, Invalid, Outdated, Problem
from chalicelib.domain.event import Event
from chalicelib.domain.parts import active_parts, lead_of
from chalicelib.domain.pauses import pauses
from chalicelib.domain.permissions import Actor, Relation, Standing, permit
from chalicelib.domain.photo import named
from chalicelib.domain.repeating import is_news, is_repeat
from chalicelib.domain.stakes import received_first
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.stepping import take_step
from chalicelib.domain.terms import Terms, terms_of
from chalicelib.domain.ticket import Case, Change, Contact, Role, Ticket
from chalicelib.domain.told import Told, check
from chalicelib.flow.ports import CityPack, Clock, Meter, Tickets, Vault
from chalicelib.flow.saving import watched

_MENTION = re.compile(r"@([A-Za-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One step as its rule needs it."""

    case: Case
    opd: str
    standing: Standing
    told: Told
    deed: Deed
    terms: Terms
    city: CityPack
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


Rule = Callable[[Step], Change | None]
"""None: all that is asked for is so already."""


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
    meter: Meter

    def read(self, number: str, actor: Actor) -> Case:
        """The ticket with its parts, history and all notes."""
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "read")
        return case

    def options(self, case: Case, actor: Actor) -> options.Options:
        """The steps that this person could take now: for the buttons of a page."""
        return options.options(case.ticket, actor)

    def on_part(self, number: str, opd: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of ON_PART."""
        return self._step(number, Wish(action, ON_PART[action], opd), actor, told)

    def on_ticket(self, number: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of ON_TICKET."""
        return self._step(number, Wish(action, ON_TICKET[action]), actor, told)

    def on_photo(self, number: str, photo: str, action: str, actor: Actor, told: Told) -> Case:
        """`action`: a key of ON_PHOTO."""
        name, rule = ON_PHOTO[action]
        return self._step(number, Wish(name, rule, photo=photo), actor, told)

    def assign(self, number: str, actor: Actor, told: Told) -> Case:
        """Gives a part to `told.opd`: by the coordinator in any role, by an OPD with a part as support."""
        if not told.opd:
            raise Invalid((Problem("opd", "opd_missing"),))
        action = "give_lead" if told.role == "lead" else "call_in"
        return self._step(number, Wish(action, _assign, told.opd), actor, told)

    def room(self, number: str, actor: Actor, told: Told) -> Case:
        """A word among the OPDs. `@CODE` in it tells that OPD, if it has a part."""
        return self._step(number, Wish("room", _write_in_room), actor, replace(told, version=None))

    def identity(self, number: str, actor: Actor, told: Told) -> Contact:
        """Who reported, for the reason `told.text`, which stays in the history; empty if no contact was given."""
        self._step(number, Wish("identity", _read_identity), actor, told)
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
        changed = wish.rule(Step(case, wish.opd, standing, told, deed, terms, self.city, wish.photo))
        return changed and watched(self.city, case, changed)


def _advance(action: str) -> Rule:
    return lambda step: work.advance(step.ticket, step.opd, action, step.deed, step.terms)


def _finish(step: Step) -> Change:
    """Proof is asked for last: whoever cannot finish yet need not take a photo first."""
    service = step.city.catalogue.service_or_other(step.ticket.report.service)
    finished = work.finish(step.ticket, step.opd, step.deed, step.terms, validation=service.validation)
    if service.proof and not step.deed.photos:
        raise ForbiddenStep("proof_needed")
    return finished


def _validate(step: Step) -> Change:
    """Without words and photos of one's own, the citizen sees those of whoever did the work."""
    finished = _finished(step.case, step.opd)
    text = step.deed.text or _words(step.case, finished)
    photos = step.deed.photos or (named(finished) if finished else ())
    return work.validate(step.ticket, step.opd, replace(step.deed, text=text, photos=photos), step.terms)


def _finished(case: Case, opd: str) -> Event | None:
    """The work that waits for a second person; None if nothing was finished."""
    return next((e for e in reversed(case.events) if e.type == events.FINISHED and e.data["opd"] == opd), None)


def _words(case: Case, event: Event | None) -> str:
    """What was said with it."""
    return next((note.text for note in case.notes if event and note.sequence == event.sequence), "")


def _give_back(step: Step) -> Change:
    return work.give_back(step.ticket, step.opd, step.told.opd, step.deed, step.terms)


def _waive(step: Step) -> Change:
    return work.waive(step.ticket, step.opd, step.deed, step.terms)


def _lead(step: Step) -> Change:
    """The coordinator moves it at once, the lead offers it, the supporting OPD takes it."""
    match step.standing.relation:
        case Relation.COORDINATOR:
            return leading.move_lead(step.ticket, step.opd, step.deed, step.terms, settles=True)
        case Relation.LEAD:
            return leading.offer_lead(step.ticket, step.opd, step.deed)
        case _:
            return leading.take_lead(step.ticket, step.opd, step.deed, step.terms)


def _order(step: Step) -> Change:
    return work.order(step.ticket, step.opd, step.told.after, step.deed, step.terms)


def _assign(step: Step) -> Change:
    role = Role(step.told.role) if step.told.role else _usual_role(step)
    promised = step.terms.promised(received_first(step.case), pauses(step.case.events), step.opd)
    part = step.terms.part(step.opd, role, _why(step), promised, step.deed.at)
    return work.assign(step.ticket, part, step.deed, step.terms, settles=step.is_coordinators)


def _usual_role(step: Step) -> Role:
    return Role.LEAD if step.is_coordinators and lead_of(step.ticket) is None else Role.SUPPORT


def _why(step: Step) -> Mapping[str, str]:
    """What the citizen reads of it; the reason itself stays among the OPDs."""
    opd = step.city.catalogue.opds.get(step.own_opd)
    if opd is None:
        return {"id": "Ditentukan oleh koordinator.", "en": "Decided by the coordinator."}
    return {"id": f"Diminta membantu oleh {opd.name}.", "en": f"Asked to help by {opd.name}."}


def _verify(step: Step) -> Change:
    """Of a duplicate: it stays one."""
    if step.ticket.status is TicketStatus.DUPLICATE:
        return merging.uphold(step.ticket, step.deed)
    return desk.verify(step.ticket, step.deed, step.terms)


def _ask(step: Step) -> Change:
    return dialogue.ask(step.ticket, step.deed, step.terms, step.own_opd)


def _refer(step: Step) -> Change:
    if not step.told.to:
        raise Invalid((Problem("to", "institution_missing"),))
    return desk.refer(step.ticket, step.told.to, step.told.reference, step.deed)


def _write_in_room(step: Step) -> Change:
    known = {part.opd for part in active_parts(step.ticket)} - {step.own_opd}
    named = dict.fromkeys(name.upper() for name in _MENTION.findall(step.told.text))
    return work.write_in_room(step.ticket, tuple(n for n in named if n in known), step.deed, step.own_opd)


def _read_identity(step: Step) -> Change:
    return work.read_identity(step.ticket, step.deed, step.own_opd)


ON_PART: Mapping[str, Rule] = {
    "accept": _advance("accept"),
    "start": _advance("start"),
    "answer": _advance("answer"),
    "finish": _finish,
    "validate": _validate,
    "return": _give_back,
    "waive": _waive,
    "lead": _lead,
    "order": _order,
    "extend": lambda step: extending.extend(step.ticket, step.opd, step.told, step.deed, step.terms),
}
"""`POST /v1/tickets/{id}/assignments/{opd}/{action}`."""

ON_TICKET: Mapping[str, Rule] = {
    "verify": _verify,
    "ask": _ask,
    "refer": _refer,
    "archive": lambda step: desk.archive(step.ticket, step.deed),
    "resolve": lambda step: desk.resolve(step.ticket, step.deed, step.terms, settles=step.is_coordinators),
}
"""`POST /v1/tickets/{id}/{action}`."""

ON_PHOTO: Mapping[str, tuple[str, Rule]] = {
    "accept": ("accept_proof", lambda step: proving.accept(step.case, step.photo, step.deed)),
    "reject": ("reject_proof", lambda step: proving.reject(step.case, step.photo, step.deed, step.terms)),
    "hide": ("hide_photo", lambda step: proving.hide(step.case, step.photo, step.deed)),
}
"""`POST /v1/tickets/{id}/photos/{photo}/{action}`: its key in the permissions, and its rule."""
