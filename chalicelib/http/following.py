"""What a duplicate follows: shown in its place, so that whoever reported sees how the work goes on."""

from chalicelib import wiring
from chalicelib.domain.merging import DEPTH
from chalicelib.domain.ticket import Case
from chalicelib.http.promise_view import promised
from chalicelib.http.views import View, ticket_view


def followed(case: Case) -> Case:
    """Of a duplicate: the ticket where the work goes on, at the end of the links (a query each, DEPTH at most)."""
    for _ in range(DEPTH):
        case = wiring.tickets().get(case.ticket.merged_into)
        if not case.ticket.merged_into:
            break
    return case


def follows(case: Case, language: str) -> View:
    """Of a duplicate: that ticket as the public sees it."""
    kept, city = followed(case), wiring.city()
    return promised(ticket_view(kept, city.catalogue, language), kept, city, wiring.now(), language)
