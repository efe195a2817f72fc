"""The city pack: a folder of CSV and TOML files that a civil servant can read and correct.

What every request needs stands in CSV, which reads much faster than TOML. Each part is read when first asked for;
questions and rules are read even only for the group of the service in question.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.adapters.city_pack.files import BadPack, PackProblem, bad, did_you_mean, read_toml
from chalicelib.adapters.city_pack.lazy_tables import LazyTable
from chalicelib.adapters.city_pack.reader import Details, PackReader
from chalicelib.domain.city.boundaries import Boundary
from chalicelib.domain.city.catalogue import Catalogue, City
from chalicelib.domain.city.office_hours import Hours
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.escalation import Escalation

__all__ = ["BOUNDARIES", "CITIES", "BadPack", "FolderPack", "PackProblem", "load"]

CITIES = Path(__file__).parents[2] / "cities"

BOUNDARIES = "boundaries.json"
"""Area code to rings, made by `python -m infra city areas`; not committed, since its licence is not ours."""

T = TypeVar("T")


def load(code: str) -> "FolderPack":
    """The pack of a city by the name of its folder; nothing is read yet. BadPack if there is no such city."""
    cities = [folder.parent.name for folder in CITIES.glob("*/city.toml")]
    if code not in cities:
        raise bad(f"cities/{code}", f"is no city pack; there are: {', '.join(cities)}" + did_you_mean(code, cities))
    return FolderPack(CITIES / code)


@dataclass(frozen=True)
class FolderPack:
    """One city's data. Each property is read at first use and raises BadPack with the problems of its files."""

    folder: Path

    @cached_property
    def catalogue(self) -> Catalogue:
        return _flawless(self.folder, self._catalogue)

    @cached_property
    def calendar(self) -> Calendar:
        city, hours = self._city
        holidays = _flawless(self.folder, PackReader.holidays)
        return Calendar(city.zone, hours, frozenset(holiday.day for holiday in holidays))

    @cached_property
    def escalation(self) -> Escalation:
        """Who hears that something is late."""
        return _flawless(self.folder, PackReader.escalation)

    @cached_property
    def keywords(self) -> Mapping[str, Any]:
        """Service code to what its words are (domain/routing/classifier.py says how)."""
        return self._optional("keywords.toml")

    @cached_property
    def notice_texts(self) -> Mapping[str, Any]:
        """The texts of notices (domain/notifications/notice_writer.py says how)."""
        return self._optional("notices.toml")

    @cached_property
    def message_texts(self) -> Mapping[str, Any]:
        """The texts of messages to reporters (domain/notifications/message_writer.py says how)."""
        return self._optional("messages.toml")

    @cached_property
    def digest_texts(self) -> Mapping[str, Any]:
        """The texts of digests (domain/notifications/digest_templates.py says how)."""
        return self._optional("digests.toml")

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """Ready sentences for officers, by code: `steps` that offer it, `title` by language, `text`, `services`."""
        return self._optional("answers.toml")

    @cached_property
    def _city(self) -> tuple[City, Hours]:
        return _flawless(self.folder, PackReader.city)

    @cached_property
    def _details(self) -> dict[str, Details]:
        return {}

    def _catalogue(self, reader: PackReader) -> Catalogue:
        deadlines, own_deadlines = reader.deadlines()
        return Catalogue(
            city=self._city[0],
            opds=reader.opds(),
            areas=reader.areas(),
            groups=reader.groups(),
            services=reader.services(self._details_of),
            deadlines=deadlines,
            own_deadlines=own_deadlines,
            boundaries=LazyTable(self._boundaries),
        )

    def _details_of(self, group: str) -> Details:
        if group not in self._details:
            self._details[group] = _flawless(self.folder, lambda reader: reader.details(group))
        return self._details[group]

    def _boundaries(self) -> Iterable[Boundary]:
        import json

        path = self.folder / BOUNDARIES
        rings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return [Boundary(area, tuple(tuple(map(tuple, ring)) for ring in outline)) for area, outline in rings.items()]

    def _optional(self, file: str) -> Mapping[str, Any]:
        return read_toml(self.folder, file) if (self.folder / file).exists() else {}


def _flawless(folder: Path, read: Callable[[PackReader], T]) -> T:
    reader = PackReader(folder)
    value = read(reader)
    if reader.problems:
        raise BadPack(reader.problems)
    return value
