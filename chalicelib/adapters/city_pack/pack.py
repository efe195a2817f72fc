"""The city pack: a folder of CSV and TOML files that a civil servant can read and correct.

What every request needs is in CSV, which parses much faster than TOML. Each file is read at its first use; questions
and rules are read separately for each group of services.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.adapters.city_pack.files import BadPack, PackProblem, bad, did_you_mean, read_toml
from chalicelib.adapters.city_pack.reader import GroupDetails, LazyTable, PackReader
from chalicelib.domain.city.boundaries import Boundary
from chalicelib.domain.city.catalogue import Catalogue, City
from chalicelib.domain.city.office_hours import Hours
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.escalation import Escalation

if TYPE_CHECKING:
    from chalicelib.domain.publication.publication_rules import PublicationRules

__all__ = ["BOUNDARIES", "CITIES", "BadPack", "FolderPack", "PackProblem", "load"]

CITIES = Path(__file__).parents[2] / "cities"

BOUNDARIES = "boundaries.json"
"""Rings by area code, written by `python -m infra city areas`; not committed, because the licence does not allow it."""

T = TypeVar("T")


def load(code: str) -> "FolderPack":
    """The pack of a city by the name of its folder. No file is read yet.

    Raises:
        BadPack: there is no such city.
    """
    cities = [folder.parent.name for folder in CITIES.glob("*/city.toml")]
    if code not in cities:
        raise bad(f"cities/{code}", f"is no city pack; there are: {', '.join(cities)}" + did_you_mean(code, cities))
    return FolderPack(CITIES / code)


@dataclass(frozen=True)
class FolderPack:
    """One city's data. Each property reads its files at the first use, and raises BadPack if they have problems."""

    folder: Path

    @cached_property
    def catalogue(self) -> Catalogue:
        return _read_all(self.folder, self._catalogue)

    @cached_property
    def calendar(self) -> Calendar:
        city, hours = self._city
        holidays = _read_all(self.folder, PackReader.holidays)
        return Calendar(city.zone, hours, frozenset(holiday.day for holiday in holidays))

    @cached_property
    def escalation(self) -> Escalation:
        """Who is told when a deadline is missed."""
        return _read_all(self.folder, PackReader.escalation)

    @cached_property
    def publication_rules(self) -> "PublicationRules":
        """What is published at once, covered, or held for a check; without the file, all at once, and all covered."""
        from chalicelib.adapters.city_pack.publication import publication_rules

        return _read_all(self.folder, publication_rules)

    @cached_property
    def keywords(self) -> Mapping[str, Any]:
        """Keywords by service code, in the form that `domain.routing.classifier` describes."""
        return self._optional("keywords.toml")

    @cached_property
    def notice_texts(self) -> Mapping[str, Any]:
        """Texts of notices, in the form that `domain.notifications.notice_writer` describes."""
        return self._optional("notices.toml")

    @cached_property
    def message_texts(self) -> Mapping[str, Any]:
        """Texts of messages to reporters, in the form that `domain.notifications.message_writer` describes."""
        return self._optional("messages.toml")

    @cached_property
    def digest_texts(self) -> Mapping[str, Any]:
        """Texts of digests, in the form that `domain.notifications.digest` describes."""
        return self._optional("digests.toml")

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """Ready answers for officers by code: the `steps` that offer it, `title` by language, `text`, `services`."""
        return self._optional("answers.toml")

    @cached_property
    def _city(self) -> tuple[City, Hours]:
        return _read_all(self.folder, PackReader.city)

    @cached_property
    def _details(self) -> dict[str, GroupDetails]:
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

    def _details_of(self, group: str) -> GroupDetails:
        if group not in self._details:
            self._details[group] = _read_all(self.folder, lambda reader: reader.details(group))
        return self._details[group]

    def _boundaries(self) -> Iterable[Boundary]:
        import json

        path = self.folder / BOUNDARIES
        rings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return [Boundary(area, tuple(tuple(map(tuple, ring)) for ring in outline)) for area, outline in rings.items()]

    def _optional(self, file: str) -> Mapping[str, Any]:
        return read_toml(self.folder, file) if (self.folder / file).exists() else {}


def _read_all(folder: Path, read: Callable[[PackReader], T]) -> T:
    """What `read` makes of the folder.

    Raises:
        BadPack: the files it reads have problems.
    """
    reader = PackReader(folder)
    value = read(reader)
    if reader.problems:
        raise BadPack(reader.problems)
    return value
