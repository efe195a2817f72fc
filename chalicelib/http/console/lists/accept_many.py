"""Accept many assignments at once from the inbox, each by an action of its own with its rules and its event."""

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
"""Most assignments of one form: the lines of a page."""
CHOSEN = "pilih_"
"""Prefix of the checkboxes' names, before the ticket number."""


@dataclass(frozen=True, slots=True)
class Refused:
    number: str
    reason: str


def accept(staff: Staff, fields: Fields) -> Response:
    """Accept the chosen assignments, by one query and one transaction each, and list the refused ones with the reason.

    Sending the form twice accepts nothing twice.

    Raises:
        NotFound: the OPD is none of the person's.
    """
    opd = fields.get("opd", "")
    if opd not in staff.actor.opds:
        raise NotFound
    chosen = [name.removeprefix(CHOSEN) for name in fields if name.startswith(CHOSEN)][:MOST]
    refused = [refusal for number in chosen if (refusal := _accept_one(staff, number, opd))]
    if refused:
        return staff.page("terima.html", refused=refused, accepted=len(chosen) - len(refused), opd=opd)
    news = ("accept" if len(chosen) == 1 else "accept_many") if chosen else "accept_none"
    return staff.go(HOME, opd=opd if len(staff.actor.opds) > 1 else None, saring="belum-diterima", kabar=news)


def _accept_one(staff: Staff, number: str, opd: str) -> Refused | None:
    step_input = StepInput(correlation=staff.call.correlation)
    try:
        number = parse_number(number, staff.catalogue.city.prefix)
        wiring.staff_actions().take("accept", number, staff.actor, step_input, opd)
    except (ForbiddenStep, MistypedNumber, NotAllowed, Outdated, UnknownTicket) as refusal:
        return Refused(number, _reason(refusal, staff.visit.language))
    return None


def _reason(refusal: Exception, language: str) -> str:
    return errors.explain(refusal, language).detail
