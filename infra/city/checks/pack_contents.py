"""What can be read of a city pack, sound or not, for the checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.adapters.city_pack.files import BadPack, PackProblem, did_you_mean, read_toml
from chalicelib.adapters.city_pack.publication import publication_rules
from chalicelib.adapters.city_pack.reader import GroupDetails, PackReader
from chalicelib.domain.city.catalogue import Area, Box, Catalogue, City, Deadline, Group, Opd, Service
from chalicelib.domain.city.office_hours import Holiday, Hours
from chalicelib.domain.deadlines.escalation import Escalation
from chalicelib.domain.publication.publication_rules import PublicationRules

T = TypeVar("T")

NO_CITY = City("", "", "", "", "", Box(0, 0, 0, 0), {}, ())
NO_HOURS = Hours(time(0), time(0))


@dataclass(frozen=True)
class PackEntry:
    """An entry of a file of the pack. What is wrong with it is added to `problems`."""

    problems: list[PackProblem]
    file: str
    name: str

    def wrong(self, field: str, message: str) -> None:
        """Report a problem of a field; an empty name stands for the entry as a whole."""
        self.problems.append(PackProblem(self.file, self.name, field, message))

    def known(self, field: str, code: str, choices: Mapping[str, Any], what: str) -> bool:
        """Return whether a code is one of the choices, and report a problem if not.

        Without choices, which then could not be read, every code is accepted.
        """
        if code in choices or not choices:
            return True
        self.wrong(field, f'"{code}" is not {what}{did_you_mean(code, choices)}')
        return False


@dataclass(frozen=True)
class Contents:
    """A pack as far as it can be read. `problems` grows while the pack is read and checked."""

    problems: list[PackProblem]
    city: City = NO_CITY
    hours: Hours = NO_HOURS
    opds: Mapping[str, Opd] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    own_deadlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()
    details: Mapping[str, GroupDetails] = field(default_factory=dict)  # by name of their file
    keywords: Mapping[str, Any] | None = None  # None where the file is missing or no TOML
    notices: Mapping[str, Any] | None = None
    messages: Mapping[str, Any] | None = None
    answers: Mapping[str, Any] | None = None
    escalation: Escalation | None = None
    digests: Mapping[str, Any] | None = None
    publication: PublicationRules | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue, as far as it can be read."""
        return Catalogue(
            self.city,
            self.opds,
            self.areas,
            self.groups,
            self.services,
            self.deadlines,
            own_deadlines=self.own_deadlines,
        )

    def entry(self, file: str, name: str) -> PackEntry:
        """The entry of this name; an empty name stands for the file as a whole."""
        return PackEntry(self.problems, file, name)


def read(folder: Path) -> Contents:
    """Read everything in the folder; what cannot be read at all is a problem and stays empty."""
    reader = PackReader(folder)
    details = {path.stem: _details(reader, path.stem) for path in sorted((folder / "services").glob("*.toml"))}
    city, hours = _read(reader, PackReader.city, (NO_CITY, NO_HOURS))
    no_deadlines: tuple[dict[str, Deadline], dict[str, dict[str, int | str]]] = ({}, {})
    deadlines, own_deadlines = _read(reader, PackReader.deadlines, no_deadlines)
    return Contents(
        problems=reader.problems,
        city=city,
        hours=hours,
        opds=_read(reader, PackReader.opds, {}),
        areas=_read(reader, PackReader.areas, {}),
        groups=_read(reader, PackReader.groups, {}),
        services=_read(reader, lambda r: r.services(lambda group: details.get(group, GroupDetails())), {}),
        deadlines=deadlines,
        own_deadlines=own_deadlines,
        holidays=tuple(_read(reader, PackReader.holidays, [])),
        details=details,
        keywords=_read(reader, lambda r: read_toml(r.folder, "keywords.toml"), None),
        notices=_read(reader, lambda r: read_toml(r.folder, "notices.toml"), None),
        messages=_read(reader, lambda r: read_toml(r.folder, "messages.toml"), None),
        answers=_read(reader, _answers, None),
        escalation=_read(reader, PackReader.escalation, None),
        digests=_read(reader, lambda r: read_toml(r.folder, "digests.toml"), None),
        publication=_read(reader, publication_rules, None),
    )


def _answers(reader: PackReader) -> Mapping[str, Any]:
    """The ready sentences, without which a city may do."""
    return read_toml(reader.folder, "answers.toml") if (reader.folder / "answers.toml").exists() else {}


def _details(reader: PackReader, group: str) -> GroupDetails:
    return _read(reader, lambda r: r.details(group), GroupDetails())


def _read(reader: PackReader, read: Callable[[PackReader], T], instead: T) -> T:
    try:
        return read(reader)
    except BadPack as error:
        reader.problems.extend(error.problems)
        return instead
