"""Many parts accepted at once from the inbox: each by a step of its own, with the rules and the history of each."""

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import ForbiddenStep, MistypedNumber, NotAllowed, Outdated, UnknownTicket
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http import errors
from chalicelib.http.console.session.staff_view import HOME, Staff
from chalicelib.http.core.form_body import Fields
from chalicelib.http.errors import NotFound

MOST = 25
"""As many as a page has."""
CHOSEN = "pilih_"


@dataclass(frozen=True, slots=True)
class Refused:
    number: str
    reason: str


def accept(staff: Staff, fields: Fields) -> Response:
    """One query and one transaction for each. Those that were refused are told with the reason; sent twice, nothing
    happens twice.
    """
    opd = fields.get("opd", "")
    if opd not in staff.actor.opds:
        raise NotFound
    chosen = [name.removeprefix(CHOSEN) for name in fields if name.startswith(CHOSEN)][:MOST]
    refused = [told for number in chosen if (told := _try(staff, number, opd))]
    if refused:
        return staff.page("terima.html", refused=refused, accepted=len(chosen) - len(refused), opd=opd)
    news = ("accept" if len(chosen) == 1 else "accept_many") if chosen else "accept_none"
    return staff.go(HOME, opd=opd if len(staff.actor.opds) > 1 else None, saring="belum-diterima", kabar=news)


def _try(staff: Staff, number: str, opd: str) -> Refused | None:
    step_input = StepInput(correlation=staff.call.correlation)
    try:
        number = parse_number(number, staff.catalogue.city.prefix)
        wiring.staff_actions().take("accept", number, staff.actor, step_input, opd)
    except (ForbiddenStep, MistypedNumber, NotAllowed, Outdated, UnknownTicket) as refusal:
        return Refused(number, _reason(refusal, staff.visit.language))
    return None


def _reason(refusal: Exception, language: str) -> str:
    return errors.explain(refusal, language).detail
