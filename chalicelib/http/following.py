"""What a duplicate follows: shown in its place, so that whoever reported sees how the work goes on."""

from typing import TYPE_CHECKING

from chalicelib import wiring
from chalicelib.domain.ticket import Case
from chalicelib.http.promise_view import promised
from chalicelib.http.views import View, ticket_view

if TYPE_CHECKING:
    from chalicelib.pages.visit import Pack


def follows(kept: Case, city: "Pack", language: str) -> View:
    """The ticket that a duplicate follows as the public sees it."""
    return promised(ticket_view(kept, city.catalogue, language), kept, city, wiring.now(), language)
