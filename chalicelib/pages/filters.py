"""The filters of the public list, with names for people."""

from collections.abc import Mapping

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.texts import say

Choices = list[tuple[str, str]]


def options(catalogue: Catalogue, language: str) -> dict[str, Choices]:
    """Filter to codes and names of its values. `area` is empty: the page lists places by kecamatan."""
    opds = sorted((opd.name, code) for code, opd in catalogue.opds.items() if not opd.is_external)
    return {
        "area": [],
        "service": [(code, service.name[language]) for code, service in catalogue.services.items()],
        "opd": [(code, name) for name, code in opds],
        "status": [(str(status), say(language, f"status.{status}")) for status in TicketStatus],
    }


def named(filters: Mapping[str, str], catalogue: Catalogue, language: str) -> dict[str, str]:
    """The filters in use, each with the name of its value."""
    areas = {code: area.name for code, area in catalogue.areas.items()}
    names = {name: dict(choices) for name, choices in options(catalogue, language).items()}
    names |= {"area": areas, "kecamatan": areas}
    return {name: names[name].get(value, value) for name, value in filters.items() if value}
