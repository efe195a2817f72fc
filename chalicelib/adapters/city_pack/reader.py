"""Reads the files of a city pack, each into what the domain knows, and gathers what is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from chalicelib.adapters.city_pack import tables
from chalicelib.adapters.city_pack.entries import Entry
from chalicelib.adapters.city_pack.files import PackProblem, did_you_mean, read_rows, read_toml
from chalicelib.adapters.city_pack.lazy_tables import LazyTable
from chalicelib.domain.city.catalogue import Area, City, Deadline, Group, Opd, Question, Rule, Service
from chalicelib.domain.city.office_hours import Holiday, Hours
from chalicelib.domain.deadlines.escalation import Escalation

T = TypeVar("T")


@dataclass(frozen=True)
class Details:
    """The extra questions and the rules of one group of services (`services/<group>.toml`)."""

    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # service to its questions
    questions: Mapping[str, Question] = field(default_factory=dict)
    rules: tuple[tuple[tuple[str, ...], Rule], ...] = ()  # the services a rule holds for

    def questions_of(self, service: str) -> list[Question]:
        return [self.questions[code] for code in self.asks.get(service, ()) if code in self.questions]

    def rules_of(self, service: str) -> list[Rule]:
        return [rule for services, rule in self.rules if service in services]


@dataclass(frozen=True)
class PackReader:
    """Reads a pack's folder. A file that cannot be read at all raises BadPack; other mistakes go to `problems`."""

    folder: Path
    problems: list[PackProblem] = field(default_factory=list)

    def city(self) -> tuple[City, Hours]:
        entry = self._document("city.toml")
        read = tables.city(entry, self.folder.name), tables.hours(entry.table("hours"))
        entry.end()
        return read

    def opds(self) -> dict[str, Opd]:
        return self._keyed("opds.csv", tables.OPDS, tables.opd)

    def areas(self) -> dict[str, Area]:
        return self._keyed("areas.csv", tables.AREAS, tables.area)

    def groups(self) -> dict[str, Group]:
        return self._keyed("groups.csv", tables.GROUPS, tables.group)

    def holidays(self) -> list[Holiday]:
        return list(self._keyed("holidays.csv", tables.HOLIDAYS, tables.holiday).values())

    def deadlines(self) -> tuple[dict[str, Deadline], dict[str, dict[str, int | str]]]:
        """By kind of report, and by service what differs there."""
        entry = self._document("deadlines.toml")
        own = entry.table("services").each() if "services" in entry.values else []
        read = {policy.key: tables.deadline(policy) for policy in entry.each() if policy.key != "services"}
        differing = {service.key: tables.own_deadline(service) for service in own}
        entry.end()
        return read, differing

    def escalation(self) -> Escalation:
        entry = self._document("escalation.toml")
        read = tables.escalation(entry)
        entry.end()
        return read

    def services(self, details: Callable[[str], Details]) -> dict[str, Service]:
        """The services; `details` gives those of a group and is asked only when they are looked at."""

        def service(entry: Entry) -> Service:
            code, group = entry.values["code"], entry.values["group"]
            questions = LazyTable(lambda: details(group).questions_of(code))
            return tables.service(entry, questions, LazyTable(lambda: details(group).rules_of(code)))

        return self._keyed("services.csv", tables.SERVICES, service)

    def details(self, group: str) -> Details:
        """What a group adds to its services; nothing where it has no file."""
        file = f"services/{group}.toml"
        if not (self.folder / file).exists():
            return Details()
        entry = self._document(file)
        asks = entry.table("asks")
        rules = [(rule.codes("services"), tables.rule(rule)) for rule in entry.tables("rules")]
        read = Details(
            asks={service: asks.codes(service) for service in asks.values},
            questions={each.key: tables.question(each) for each in entry.table("questions").each()},
            rules=tuple(rules),
        )
        entry.end()
        self._check_asks(file, read)
        return read

    def _check_asks(self, file: str, details: Details) -> None:
        for service, codes in details.asks.items():
            for code in codes:
                if code not in details.questions:
                    message = f'question "{code}" is not in [questions]' + did_you_mean(code, details.questions)
                    self.problems.append(PackProblem(file, "asks", service, message))

    def _document(self, file: str) -> Entry:
        return Entry(file, "", read_toml(self.folder, file), self.problems)

    def _keyed(self, file: str, columns: tuple[str, ...], make: Callable[[Entry], T]) -> dict[str, T]:
        """The rows of a table by their first column."""
        read: dict[str, T] = {}
        for row in read_rows(self.folder, file, columns):
            code = row[columns[0]]
            if code in read:
                self.problems.append(PackProblem(file, code, columns[0], "is there twice: remove one of the rows"))
            read[code] = make(Entry(file, code, row, self.problems))
        return read
