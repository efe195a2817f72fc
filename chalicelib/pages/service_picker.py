"""Step 1 of the form: services by group, and by the citizen's own words."""

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
    """All services by group, without “Lainnya” (other), which has its own place on the page."""
    services = [service for service in catalogue.services.values() if service.code != OTHER]
    groups = (
        ServiceGroup(group, tuple(service for service in services if service.group == group.code))
        for group in catalogue.groups.values()
    )
    return [group for group in groups if group.services]


def matches(catalogue: Catalogue, words: str, guessed: Iterable[str] = ()) -> list[Service]:
    """At most `_MOST` services for these words, best first: the guessed ones, then by name and description."""
    search_words = [word for word in re.findall(r"\w+", words.lower()) if len(word) > 2]
    scores = {service.code: _score(service, catalogue, search_words) for service in catalogue.services.values()}
    best = max(scores.values())
    by_words = [
        code for code in sorted(scores, key=lambda code: -scores[code]) if scores[code] and scores[code] * 2 >= best
    ]
    codes = dict.fromkeys([*guessed, *by_words])
    return [catalogue.services[code] for code in codes if code != OTHER][:_MOST]


def _score(service: Service, catalogue: Catalogue, words: list[str]) -> int:
    """How many of the words begin a word of the service; those in its name count three times."""
    name = f" {service.name.id} {service.name.en}".lower()
    group = catalogue.groups[service.group].name.id
    more = f" {service.description.id} {service.description.en} {group}".lower()
    return sum(3 * (f" {word}" in name) + (f" {word}" in more) for word in words)


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
    kecamatan = [area for area in catalogue.areas.values() if area.kind == "kecamatan"]
    return [District(area, tuple(_by_name(villages.get(area.code, [])))) for area in _by_name(kecamatan)]


def _by_name(areas: Iterable[Area]) -> list[Area]:
    return sorted(areas, key=lambda area: area.name)
