"""One row or table of a city pack's file, read field by field; the problems of each field are collected.

Reading goes on after a problem (a missing text becomes ""), so that all problems of a pack are reported at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from chalicelib.adapters.city_pack.files import PackProblem, did_you_mean
from chalicelib.domain.city.catalogue import Text

_MISSING = object()


@dataclass(slots=True)
class Entry:
    """A CSV row, a TOML table, or (without a name) a whole TOML file.

    A key that no reader has read is unknown; `end` reports those.
    """

    file: str
    name: str
    values: Mapping[str, Any]
    problems: list[PackProblem]
    path: str = ""  # of a table inside an entry, such as "box."
    keys_read: set[str] = field(default_factory=set)
    subtables: list["Entry"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The last part of the name: `112` of `emergencies.112`."""
        return self.name.rpartition(".")[2]

    def wrong(self, key: str, message: str) -> None:
        self.problems.append(PackProblem(self.file, self.name, self.path + key, message))

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it is required."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not _MISSING and not isinstance(value, str):
            self.wrong(key, f"must be a text in double quotes, not {value!r}")
        elif default is None:
            self.wrong(key, "is missing: write a text")
        return default or ""

    def option(self, key: str) -> str | None:
        return self.text(key, "") or None

    def bilingual(self, key: str) -> Text:
        """A text in two languages: columns `<key>_id` and `<key>_en`, or a table with `id` and `en`."""
        if f"{key}_id" in self.values:
            return Text(self.text(f"{key}_id"), self.text(f"{key}_en"))
        return self.table(key).languages()

    def languages(self) -> Text:
        """This table's own `id` and `en`."""
        return Text(self.text("id"), self.text("en"))

    def codes(self, key: str) -> tuple[str, ...]:
        """Codes separated by spaces in a CSV column, or in one text or a list of texts in TOML."""
        return tuple(code for text in self.phrases(key) for code in text.split())

    def phrases(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts."""
        value = self._take(key)
        if value is _MISSING:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.wrong(key, 'must be a text or a list of texts like ["satu", "dua"]')
        return ()

    def table(self, key: str) -> "Entry":
        return self._subtable(key, self._take(key))

    def tables(self, key: str) -> list["Entry"]:
        """A list of tables; empty if the key is missing."""
        value = self._take(key)
        if value is _MISSING:
            return []
        if not isinstance(value, list):
            self.wrong(key, "must be a list of tables")
            return []
        return [self._subtable(f"{key}[{position}]", item) for position, item in enumerate(value, 1)]

    def each(self) -> list["Entry"]:
        """All tables in this table, each as an entry named after its key."""
        return [self._subtable(key, self._take(key), f"{self.name}.{key}".lstrip(".")) for key in self.values]

    def number(self, key: str) -> float:
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, "must be a number")
            return 0
        return value

    def whole(self, key: str) -> int:
        value = self.number(key)
        if value != int(value) or value < 0:
            self.wrong(key, "must be a whole number, 0 or more")
        return int(value)

    def flag(self, key: str, default: str | None = None) -> bool:
        """`ya` or `tidak`."""
        value = self.text(key, default)
        if value and value not in ("ya", "tidak"):
            self.wrong(key, f'must be "ya" or "tidak", not "{value}"')
        return value == "ya"

    def truth(self, key: str) -> bool:
        """A TOML boolean; false if the key is missing."""
        value = self._take(key)
        if value is _MISSING or isinstance(value, bool):
            return value is True
        self.wrong(key, "must be true or false, without quotes")
        return False

    def day(self, key: str) -> date:
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.wrong(key, f'must be a date like 2026-08-17, not "{value}"')
            return date.min

    def clock(self, key: str) -> time:
        value = self._take(key)
        if not isinstance(value, time):
            self.wrong(key, "must be a time like 15:30:00, without quotes")
            return time(0)
        return value

    def end(self, *, known: Iterable[str] = ()) -> None:
        """Report every key that was not read, so that a mistyped key is not silently ignored."""
        expected = self.keys_read | set(known)
        for key in self.values:
            if key not in expected:
                self.wrong(key, "is not known here" + did_you_mean(key, expected))
        for subtable in self.subtables:
            subtable.end()

    def _take(self, key: str) -> Any:
        self.keys_read.add(key)
        return self.values.get(key, _MISSING)

    def _subtable(self, key: str, value: Any, name: str = "") -> "Entry":
        if not isinstance(value, Mapping):
            self.wrong(key, "is missing: write a table" if value is _MISSING else "must be a table")
            value = {}
        if not name and not self.name:
            name = key
        path = "" if name else f"{self.path}{key}."
        subtable = Entry(self.file, name or self.name, value, self.problems, path)
        self.subtables.append(subtable)
        return subtable
