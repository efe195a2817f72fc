"""What a duplicate follows: shown in its place, so that whoever reported sees how the work goes on."""

from chalicelib import wiring
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.merging import DEPTH
from chalicelib.domain.ticket import Case
from chalicelib.http.views import View, ticket_view


def followed(case: Case) -> Case:
    """Of a duplicate: the ticket where the work goes on, at the end of the links (a query each, DEPTH at most)."""
    for _ in range(DEPTH):
        case = wiring.tickets().get(case.ticket.merged_into)
        if not case.ticket.merged_into:
            break
    return case


def follows(case: Case, catalogue: Catalogue, language: str) -> View:
    """That ticket as the public sees it."""
    return ticket_view(followed(case), catalogue, language)
