"""Reads the files of a city pack into the domain's records and collects the problems in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, overload

from chalicelib.adapters.city_pack import tables
from chalicelib.adapters.city_pack.entries import Entry
from chalicelib.adapters.city_pack.files import PackProblem, did_you_mean, read_rows, read_toml
from chalicelib.domain.city.catalogue import Area, City, Deadline, Group, Opd, Question, Rule, Service
from chalicelib.domain.city.office_hours import Holiday, Hours
from chalicelib.domain.deadlines.escalation import Escalation

T = TypeVar("T")


class LazyTable(Sequence[T]):
    """A sequence whose items are read at the first access."""

    def __init__(self, read: Callable[[], Iterable[T]]) -> None:
        self._read = read

    @cached_property
    def _items(self) -> tuple[T, ...]:
        return tuple(self._read())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True)
class GroupDetails:
    """The extra questions and the rules of one group of services (`services/<group>.toml`)."""

    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # service code to question codes
    questions: Mapping[str, Question] = field(default_factory=dict)
    rules: tuple[tuple[tuple[str, ...], Rule], ...] = ()  # each with the services it holds for

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
        entry = self.document("city.toml")
        result = tables.city(entry, self.folder.name), tables.hours(entry.table("hours"))
        entry.end()
        return result

    def opds(self) -> dict[str, Opd]:
        return self._keyed("opds.csv", tables.OPDS, tables.opd)

    def areas(self) -> dict[str, Area]:
        return self._keyed("areas.csv", tables.AREAS, tables.area)

    def groups(self) -> dict[str, Group]:
        return self._keyed("groups.csv", tables.GROUPS, tables.group)

    def holidays(self) -> list[Holiday]:
        return list(self._keyed("holidays.csv", tables.HOLIDAYS, tables.holiday).values())

    def deadlines(self) -> tuple[dict[str, Deadline], dict[str, dict[str, int | str]]]:
        """Deadlines by kind of report, and by service the values that differ from its kind."""
        entry = self.document("deadlines.toml")
        own = entry.table("services").each() if "services" in entry.values else []
        result = {policy.key: tables.deadline(policy) for policy in entry.each() if policy.key != "services"}
        own_deadlines = {service.key: tables.own_deadline(service) for service in own}
        entry.end()
        return result, own_deadlines

    def escalation(self) -> Escalation:
        entry = self.document("escalation.toml")
        result = tables.escalation(entry)
        entry.end()
        return result

    def services(self, details: Callable[[str], GroupDetails]) -> dict[str, Service]:
        """The services; `details` is called with a group when the questions or rules of its services are first used."""

        def service(entry: Entry) -> Service:
            code, group = entry.values["code"], entry.values["group"]
            questions = LazyTable(lambda: details(group).questions_of(code))
            return tables.service(entry, questions, LazyTable(lambda: details(group).rules_of(code)))

        return self._keyed("services.csv", tables.SERVICES, service)

    def details(self, group: str) -> GroupDetails:
        """Questions and rules of a group of services; empty if the group has no file."""
        file = f"services/{group}.toml"
        if not (self.folder / file).exists():
            return GroupDetails()
        entry = self.document(file)
        asks = entry.table("asks")
        rules = [(rule.codes("services"), tables.rule(rule)) for rule in entry.tables("rules")]
        result = GroupDetails(
            asks={service: asks.codes(service) for service in asks.values},
            questions={each.key: tables.question(each) for each in entry.table("questions").each()},
            rules=tuple(rules),
        )
        entry.end()
        self._check_asks(file, result)
        return result

    def _check_asks(self, file: str, details: GroupDetails) -> None:
        for service, codes in details.asks.items():
            for code in codes:
                if code not in details.questions:
                    message = f'question "{code}" is not in [questions]' + did_you_mean(code, details.questions)
                    self.problems.append(PackProblem(file, "asks", service, message))

    def document(self, file: str) -> Entry:
        """A TOML file as a whole."""
        return Entry(file, "", read_toml(self.folder, file), self.problems)

    def _keyed(self, file: str, columns: tuple[str, ...], make: Callable[[Entry], T]) -> dict[str, T]:
        """The rows of a table by their first column."""
        result: dict[str, T] = {}
        for row in read_rows(self.folder, file, columns):
            code = row[columns[0]]
            if code in result:
                self.problems.append(PackProblem(file, code, columns[0], "is there twice: remove one of the rows"))
            result[code] = make(Entry(file, code, row, self.problems))
        return result
