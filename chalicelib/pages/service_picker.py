"""Step 1 of the form: services by group, and found by the citizen's own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.city.catalogue import OTHER, Area, Catalogue, Group, Service

_MOST = 8


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """A group with its services, in the order of the city pack."""

    group: Group
    services: tuple[Service, ...]


def service_groups(catalogue: Catalogue) -> list[ServiceGroup]:
    """All services but "Lainnya", which has a place of its own."""
    wanted = [service for service in catalogue.services.values() if service.code != OTHER]
    every = (
        ServiceGroup(group, tuple(service for service in wanted if service.group == group.code))
        for group in catalogue.groups.values()
    )
    return [shelf for shelf in every if shelf.services]


def matches(catalogue: Catalogue, words: str, guessed: Iterable[str] = ()) -> list[Service]:
    """The services that these words fit, best first: those guessed from the text, then by name and description."""
    sought = [word for word in re.findall(r"\w+", words.lower()) if len(word) > 2]
    rated = {service.code: _rate(service, catalogue, sought) for service in catalogue.services.values()}
    best = max(rated.values())
    found = [code for code in sorted(rated, key=lambda code: -rated[code]) if rated[code] and rated[code] * 2 >= best]
    codes = dict.fromkeys([*guessed, *found])
    return [catalogue.services[code] for code in codes if code != OTHER][:_MOST]


def _rate(service: Service, catalogue: Catalogue, sought: list[str]) -> int:
    """How many of the words the service has, those in its name counting threefold; a word may be the start of one."""
    name = f" {service.name.id} {service.name.en}".lower()
    group = catalogue.groups[service.group].name.id
    more = f" {service.description.id} {service.description.en} {group}".lower()
    return sum(3 * (f" {word}" in name) + (f" {word}" in more) for word in sought)


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan with its villages, for the list of places."""

    area: Area
    villages: tuple[Area, ...]


def districts(catalogue: Catalogue) -> list[District]:
    """Every kecamatan with its desa and kelurahan, by name."""
    villages: dict[str, list[Area]] = {}
    for area in catalogue.areas.values():
        if area.kind != "kecamatan":
            villages.setdefault(area.parent, []).append(area)
    every = [area for area in catalogue.areas.values() if area.kind == "kecamatan"]
    return [District(area, tuple(_by_name(villages.get(area.code, [])))) for area in _by_name(every)]


def _by_name(areas: Iterable[Area]) -> list[Area]:
    return sorted(areas, key=lambda area: area.name)
