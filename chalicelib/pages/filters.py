"""What the public list can be filtered by, with names for people."""

from collections.abc import Mapping

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.texts import say

Choices = list[tuple[str, str]]


def options(catalogue: Catalogue, language: str) -> dict[str, Choices]:
    """Filter to its values, each with its name. Places (`area`) are shown by kecamatan, apart from this."""
    opds = sorted((opd.name, code) for code, opd in catalogue.opds.items() if not opd.is_external)
    return {
        "area": [],
        "service": [(code, service.name[language]) for code, service in catalogue.services.items()],
        "opd": [(code, name) for name, code in opds],
        "status": [(str(status), say(language, f"status.{status}")) for status in TicketStatus],
    }


def named(asked: Mapping[str, str], catalogue: Catalogue, language: str) -> dict[str, str]:
    """The filters in use with the name of their value."""
    areas = {code: area.name for code, area in catalogue.areas.items()}
    names = {name: dict(choices) for name, choices in options(catalogue, language).items()}
    names |= {"area": areas, "kecamatan": areas}
    return {name: names[name].get(value, value) for name, value in asked.items() if value}
