"""Scores of routing, from reports whose right answer is known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
"""A report by `city route`: `first`, `lead`, `guesses`, `by`, `service`, `opd` (the answer, or None), `right`."""

_FAMILIES = {"KECAMATAN": ("KEC-", "KEL-"), "RSUD": ("RSUD-",)}
"""Right answers that stand for several OPDs: any village office, either hospital."""


def is_right(chosen: str | None, right: str) -> bool:
    """Whether the chosen OPD is the right one, or of the same family."""
    return chosen is not None and family(chosen) == family(right)


def family(opd: str) -> str:
    """The OPD, or the family that it belongs to."""
    return next((name for name, prefixes in _FAMILIES.items() if opd.startswith(prefixes)), opd)


def scores(rows: Sequence[Row]) -> dict[str, Any]:
    """Scores of the rows with a known answer, as shares of 1; None where there are no such rows."""
    known = [row for row in rows if row["opd"]]
    confident = [row for row in known if row["by"] == "text" and row["service"]]
    return {
        "n": len(known),
        "top1": _share(sum(row["right"] for row in known), len(known)),
        "top3": _share(sum(_is_in_top_three(row) for row in known), len(known)),
        "confident": {
            "n": len(confident),
            "coverage": _share(len(confident), len(known)),
            "precision": _share(sum(row["right"] for row in confident), len(confident)),
        },
        "confusion": [{"opd": right, "chosen": chosen, "n": count} for (right, chosen), count in confusion(rows)],
    }


def _is_in_top_three(row: Row) -> bool:
    return row["right"] or any(is_right(guess["opd"], row["opd"]) for guess in row["guesses"])


def confusion(rows: Sequence[Row]) -> list[tuple[tuple[str, str], int]]:
    """Wrong answers as (right, chosen) with their counts, most frequent first."""
    wrong = Counter((family(row["opd"]), family(row["first"] or "-")) for row in rows if row["right"] is False)
    return sorted(wrong.items(), key=lambda item: (-item[1], item[0]))


def _share(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None
