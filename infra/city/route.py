"""`city route`: shows which OPDs get each report of a file, and why.

Each line of the file is `{"teks": …}` with optional `service` (default `lainnya`), `area` (Kemendagri code) and `opd`,
the right answer; if any line has it, shares of right answers and a confusion table are printed. The
decisions are made by the code that is in operation.
"""

import argparse
import json
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from chalicelib.adapters.city_pack.pack import BadPack, load
from chalicelib.domain.city.catalogue import OTHER, Catalogue
from chalicelib.domain.errors import DomainError
from chalicelib.domain.routing.classifier import make_guesser
from chalicelib.domain.routing.rules import Decision, Guesser, decide
from chalicelib.domain.tickets.ticket import Place, Report
from infra.city.scores import confusion, is_right, scores
from infra.terminal import standard_input

TEXT_SHOWN = 60
"""Characters of a report's text that are printed."""


class BadLine(Exception):
    """A line that is no report."""


def run(options: argparse.Namespace) -> int:
    try:
        with _source(options.file) as lines:
            rows = [(row, text) for row, text in routed(lines, *_city(options.city))]
    except (BadLine, BadPack, DomainError, OSError, UnicodeDecodeError) as error:
        print(f"{options.file}: {error}" if isinstance(error, BadLine) else error, file=sys.stderr)
        return 1
    result = {"rows": [row for row, _ in rows], **scores([row for row, _ in rows])}
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        _print(rows, result)
    return 0


def routed(lines: Iterable[str], catalogue: Catalogue, guess: Guesser) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the decision and the text of each line that is not blank.

    Raises:
        BadLine: A line is no report; the message names its number, counted from 1.
    """
    index = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                entry = _parse(line, catalogue)
            except BadLine as error:
                raise BadLine(f"line {number}: {error}") from error
            decision = decide(_report(entry), catalogue, guess)
            yield _row(index, number, decision, entry, catalogue), entry["teks"]
            index += 1


def _source(file: str) -> Any:
    """The lines of the file; `-` stands for standard input."""
    if file == "-":
        return standard_input()
    return Path(file).open(encoding="utf-8-sig")


def _city(code: str) -> tuple[Catalogue, Guesser]:
    pack = load(code)
    return pack.catalogue, make_guesser(pack.catalogue, pack.keywords)


def _parse(line: str, catalogue: Catalogue) -> dict[str, Any]:
    """Parse and validate one line.

    Raises:
        BadLine: The line is no JSON object, lacks `teks`, or names something unknown.
    """
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise BadLine(f"is no JSON: {error}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("teks"), str):
        raise BadLine('needs "teks", the text of the report')
    for field in ("service", "area", "opd"):
        if not isinstance(entry.get(field) or "", str):
            raise BadLine(f'"{field}" must be a text')
    if not isinstance(entry.get("attributes") or {}, dict):
        raise BadLine('"attributes" must be an object')
    _check_known("service", entry, catalogue.services)
    _check_known("area", entry, catalogue.areas)
    return entry


def _check_known(field: str, entry: Mapping[str, Any], codes: Container[str]) -> None:
    if entry.get(field) and entry[field] not in codes:
        raise BadLine(f'unknown {field} "{entry[field]}"')


def _report(entry: Mapping[str, Any]) -> Report:
    place = Place(entry.get("area") or None)
    return Report(entry.get("service") or OTHER, entry["teks"], place, attributes=entry.get("attributes") or {})


def _row(index: int, line: int, decision: Decision, entry: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    guesses = [{"service": g.service, "opd": g.opd, "score": round(g.score, 3)} for g in decision.guesses]
    row: dict[str, Any] = {
        "index": index,
        "line": line,
        "service": decision.service or None,
        "lead": decision.lead.opd if decision.lead else None,
        "support": [assignment.opd for assignment in decision.support],
        "guesses": guesses,
        "by": decision.by,
        "refer": decision.refer,
        "why": decision.why.id,
        "opd": entry.get("opd") or None,
        "first": _first(decision, catalogue),
    }
    return {**row, "right": is_right(row["first"], entry["opd"]) if entry.get("opd") else None}


def _first(decision: Decision, catalogue: Catalogue) -> str | None:
    """The one answer that is scored: the lead, else the best guess, else where it is referred to or KECAMATAN."""
    if decision.lead:
        return decision.lead.opd
    if decision.guesses:
        return decision.guesses[0].opd
    return decision.refer or (catalogue.services[decision.service].responsible or None)


def _print(rows: list[tuple[dict[str, Any], str]], result: Mapping[str, Any]) -> None:
    for row, text in rows:
        print("\n".join(_lines(row, text)))
    if result["n"]:
        print("\n".join(_summary(result)))


def _lines(row: Mapping[str, Any], text: str) -> Iterator[str]:
    shown = " ".join(text.split())
    mark = {True: "+", False: "-", None: " "}[row["right"]]
    yield f"{mark} {row['line']:>4}  {shown[:TEXT_SHOWN]}{'…' if len(shown) > TEXT_SHOWN else ''}"
    if row["lead"]:
        yield f"        lead {row['lead']}" + "".join(f", support {opd}" for opd in row["support"])
    elif row["refer"]:
        yield f"        coordinator: refer to {row['refer']}?"
    else:
        yield "        coordinator"
    yield f"        {row['why']}"
    if row["guesses"]:
        yield "        " + ", ".join(f"{g['opd']} {g['score']:.2f} ({g['service']})" for g in row["guesses"])
    if row["right"] is False:
        yield f"        right: {row['opd']}"


def _summary(result: Mapping[str, Any]) -> Iterator[str]:
    confident = result["confident"]
    yield ""
    yield f"{result['n']} reports with a known answer: top-1 {result['top1']:.1%}, top-3 {result['top3']:.1%}"
    if confident["n"]:
        sent, right = f"{confident['n']} ({confident['coverage']:.1%})", f"{confident['precision']:.1%}"
        yield f"{sent} sent on at once by their text, {right} of them right"
    yield ""
    yield "right answer → chosen instead"
    yield from (f"{right:>16} → {chosen:<16} {count}" for (right, chosen), count in confusion(result["rows"]))
