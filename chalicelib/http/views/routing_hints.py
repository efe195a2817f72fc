"""Routing hints in words: which OPD a report could be for."""

from dataclasses import dataclass

from chalicelib import texts
from chalicelib.domain.city.catalogue import VILLAGE_OFFICE, Catalogue
from chalicelib.domain.tickets.ticket import Hint
from chalicelib.http.views.history import opd_name
from chalicelib.http.views.report_view import service_name


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible service and its OPD; `opd` is empty where the office depends on a place that is not known."""

    service: str
    opd: str
    name: str
    percent: int


def guess_of(hint: Hint, area: str | None, catalogue: Catalogue, language: str) -> Guess:
    """The hint in words; for a village matter, with the village office of the area."""
    service = service_name(hint.service, catalogue, language)
    if hint.opd != VILLAGE_OFFICE:
        return Guess(service, hint.opd, opd_name(hint.opd, catalogue), hint.percent)
    office = catalogue.village_office(area)
    name = opd_name(office, catalogue) if office else texts.say(language, "console.village_office")
    return Guess(service, office or "", name, hint.percent)
