"""The files of a city pack: CSV tables and TOML, both with comments, in UTF-8."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing to correct: `file` relative to the pack, `entry` the code of the row or table, `field` its column."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        place = " > ".join(part for part in (self.file, self.entry, self.field) if part)
        return f"{place}: {self.message}"


class BadPack(Exception):
    """The city pack cannot be used as it is."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def read_rows(folder: Path, file: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV table. Empty lines and lines that begin with `#` are skipped.

    Raises:
        BadPack: the file is missing, is no CSV table, or has other columns.
    """
    lines = [
        line for line in _text(folder, file).splitlines(keepends=True) if line.strip() and not line.startswith("#")
    ]
    try:
        header, *rows = csv.reader(lines, strict=True) if lines else [[]]
    except csv.Error as error:
        raise bad(file, f"is no CSV table: {error}") from error
    _check_columns(file, header, columns)
    for row in rows:
        if len(row) != len(header):
            expected = f"has {len(row)} columns instead of {len(header)}"
            raise bad(file, f"{expected}: put a text that holds a comma in double quotes", row[0])
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_toml(folder: Path, file: str) -> dict[str, Any]:
    """A TOML file of the pack.

    Raises:
        BadPack: the file is missing or is no TOML.
    """
    import tomllib

    try:
        return tomllib.loads(_text(folder, file))
    except tomllib.TOMLDecodeError as error:
        raise bad(file, f"is no TOML: {error}") from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message that proposes the most similar known word; empty if none is similar."""
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def bad(file: str, message: str, entry: str = "", field: str = "") -> BadPack:
    """The error for one problem in a file of the pack."""
    return BadPack([PackProblem(file, entry, field, message)])


def _text(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text(encoding="utf-8-sig")  # spreadsheets often write a byte order mark
    except FileNotFoundError as error:
        raise bad(file, "is missing from the pack") from error
    except UnicodeDecodeError as error:
        raise bad(file, f"is not in UTF-8: {error}") from error


def _check_columns(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    if len(header) == 1 and ";" in header[0]:
        raise bad(file, "has semicolons between its columns: save it with commas")
    problems = [
        PackProblem(file, "", name, "is not a known column" + did_you_mean(name, columns))
        for name in header
        if name not in columns
    ]
    problems += [PackProblem(file, "", name, "column is missing") for name in columns if name not in header]
    if problems:
        raise BadPack(problems)
