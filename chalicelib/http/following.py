"""What a duplicate follows: shown in its place, so that whoever reported sees how the work goes on."""

from chalicelib import wiring
from chalicelib.domain.ticket import Case
from chalicelib.http.promise_view import promised
from chalicelib.http.report_view import View
from chalicelib.http.views import ticket_view


def follows(kept: Case, language: str) -> View:
    """The ticket that a duplicate follows as the public sees it."""
    city = wiring.city()
    return promised(ticket_view(kept, city.catalogue, language), kept, city, wiring.now(), language)
