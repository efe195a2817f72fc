"""How often routing was right, for reports whose right answer is known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
"""`first`, `lead`, `guesses`, `by`, `service`, `opd` (right answer or None) and `right`, as `city route` makes it."""

_FAMILIES = {"KECAMATAN": ("KEC-", "KEL-"), "RSUD": ("RSUD-",)}
"""Right answers that stand for several OPDs: any village office, either hospital."""


def is_right(chosen: str | None, right: str) -> bool:
    return chosen is not None and family(chosen) == family(right)


def family(opd: str) -> str:
    """The OPD, or the family that it belongs to."""
    return next((name for name, prefixes in _FAMILIES.items() if opd.startswith(prefixes)), opd)


def scores(rows: Sequence[Row]) -> dict[str, Any]:
    """Shares of 1 over the rows with a known answer; None where there are none."""
    known = [row for row in rows if row["opd"]]
    sure = [row for row in known if row["by"] == "text" and row["service"]]
    return {
        "n": len(known),
        "top1": _share(sum(row["right"] for row in known), len(known)),
        "top3": _share(sum(_among_three(row) for row in known), len(known)),
        "confident": {
            "n": len(sure),
            "coverage": _share(len(sure), len(known)),
            "precision": _share(sum(row["right"] for row in sure), len(sure)),
        },
        "confusion": [{"opd": right, "chosen": chosen, "n": count} for (right, chosen), count in confusion(rows)],
    }


def _among_three(row: Row) -> bool:
    return row["right"] or any(is_right(guess["opd"], row["opd"]) for guess in row["guesses"])


def confusion(rows: Sequence[Row]) -> list[tuple[tuple[str, str], int]]:
    """Wrong answers as (right, chosen) with their number, most frequent first."""
    wrong = Counter((family(row["opd"]), family(row["first"] or "-")) for row in rows if row["right"] is False)
    return sorted(wrong.items(), key=lambda item: (-item[1], item[0]))


def _share(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None
