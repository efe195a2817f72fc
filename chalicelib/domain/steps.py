"""What each step that staff take does to a ticket: one table an address of the API, from an action to its rule."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.domain import desk, dialogue, events, extending, leading, merging, proving, work
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem
from chalicelib.domain.events import Event
from chalicelib.domain.parts import active_parts, lead_of
from chalicelib.domain.pauses import pauses
from chalicelib.domain.permissions import Relation, Standing
from chalicelib.domain.photo import named
from chalicelib.domain.stakes import received_first
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.terms import Terms
from chalicelib.domain.ticket import Case, Change, Role, Ticket
from chalicelib.domain.told import Told
from chalicelib.domain.value import value

_MENTION = re.compile(r"@([A-Za-z0-9-]+)")


@value
class Step:
    """One step as its rule needs it."""

    case: Case
    opd: str
    standing: Standing
    told: Told
    deed: Deed
    terms: Terms
    catalogue: Catalogue
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


def _advance(action: str) -> Rule:
    return lambda step: work.advance(step.ticket, step.opd, action, step.deed, step.terms)


def _finish(step: Step) -> Change:
    """Proof is asked for last: whoever cannot finish yet need not take a photo first."""
    service = step.catalogue.service_or_other(step.ticket.report.service)
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
    return next(
        (e for e in reversed(case.events) if e.type == events.AssignmentFinished.type and e.data.opd == opd), None
    )


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


def assign(step: Step) -> Change:
    """Gives a part: whom the coordinator decides on, or whom an OPD calls in."""
    role = Role(step.told.role) if step.told.role else _usual_role(step)
    promised = step.terms.promised(received_first(step.case), pauses(step.case.events), step.opd)
    part = step.terms.part(step.opd, role, _why(step), promised, step.deed.at)
    return work.assign(step.ticket, part, step.deed, step.terms, settles=step.is_coordinators)


def _usual_role(step: Step) -> Role:
    return Role.LEAD if step.is_coordinators and lead_of(step.ticket) is None else Role.SUPPORT


def _why(step: Step) -> Mapping[str, str]:
    """What the citizen reads of it; the reason itself stays among the OPDs."""
    opd = step.catalogue.opds.get(step.own_opd)
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


def write_in_room(step: Step) -> Change:
    """Whoever is mentioned with `@CODE` and has a part is told."""
    known = {part.opd for part in active_parts(step.ticket)} - {step.own_opd}
    named = dict.fromkeys(name.upper() for name in _MENTION.findall(step.told.text))
    return work.write_in_room(step.ticket, tuple(n for n in named if n in known), step.deed, step.own_opd)


def read_identity(step: Step) -> Change:
    """That it is read, by whom and why, is written before anything is opened."""
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
