"""For what purposes staff may open who reported, and when they may not."""

from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem
from chalicelib.domain.tickets.ticket import Case

CLARIFY, VISIT, SAFETY, LAW, OTHER = "clarify", "visit", "safety", "law", "other"
PURPOSES = (CLARIFY, VISIT, SAFETY, LAW, OTHER)
"""To ask what the report leaves open; to meet at the place; because somebody is in danger; because a law or a court
demands it; anything else, in words."""

IN_WORDS = frozenset({LAW, OTHER})
"""Purposes that need words beside them."""

LEAST_WORDS = 15
"""Characters of a text that says why, at least."""


def purpose_of(purpose: str, text: str) -> str:
    """The purpose, `OTHER` where only words came.

    Raises:
        Invalid: there is no such purpose, or the text does not say enough.
    """
    chosen = purpose or (OTHER if text else "")
    if chosen not in PURPOSES:
        raise Invalid((Problem("purpose", "purpose_unknown" if chosen else "purpose_missing"),))
    if chosen in IN_WORDS and len(text) < LEAST_WORDS:
        raise Invalid((Problem("text", "reason_short", {"least": LEAST_WORDS}),))
    return chosen


def check_may_open(case: Case, catalogue: Catalogue, opd: str, purpose: str) -> None:
    """Check that the contact may be opened by this OPD, or by the coordinator if `opd` is empty.

    Raises:
        ForbiddenStep: the reporter has withdrawn the report, the service is about staff and the OPD not the one that
            investigates them, or the coordinator has not agreed.
    """
    if case.has(events.TicketWithdrawn.type) and (opd or purpose != LAW):
        raise ForbiddenStep("contact_closed")
    if not opd or not case.ticket.is_confidential:
        return
    check_is_not_concerned(case, catalogue, opd)
    if not is_allowed(case, opd):
        raise ForbiddenStep("assent_needed")


def check_is_not_concerned(case: Case, catalogue: Catalogue, opd: str) -> None:
    """Check that the OPD may know who reported: of a complaint about staff, only the OPD that leads the service.

    Raises:
        ForbiddenStep: it may not.
    """
    service = catalogue.service_or_other(case.ticket.report.service)
    if catalogue.deadlines[service.deadline].about_staff and opd != service.lead:
        raise ForbiddenStep("about_staff")


def is_allowed(case: Case, opd: str) -> bool:
    """Whether the coordinator has agreed that this OPD opens who reported in confidence."""
    return any(event.type == events.IdentityAllowed.type and event.data.opd == opd for event in case.events)
