"""The dashboards of a simulated year as HTML files that a browser can open, made by the real application."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from chalice.test import Client

from chalicelib import wiring
from tests.simulation.people import LEADER
from tests.simulation.year import Year

BROWSER = {"host": "127.0.0.1:8000", "cookie": "akses=simulasi; sesi=simulasi"}
"""The headers of a browser with the console's session cookies, under their names on this machine."""

_STATIC = re.compile(r'(href|src)="(/static/[^"]+)"')


def write(year: Year, folder: Path) -> bool:
    """Write the dashboards of the last month, quarter and year, the month before and the kecamatan with most reports.

    Returns:
        Whether every page could be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _wired(year):
        from app import app

        with Client(app, stage_name="simulate") as client:
            made = True
            for name, path in _pages(year):
                answer = client.http.get(path, headers=BROWSER)
                page = answer.body.decode()
                (folder / f"{name}.html").write_text(_local(page, client, folder), encoding="utf-8")
                print(f"{answer.status_code} {path}: {folder / name}.html")
                made = made and answer.status_code == 200
    return made


def _pages(year: Year) -> Iterator[tuple[str, str]]:
    last = year.end - timedelta(minutes=1)
    months = {"": f"{last:%Y-%m}", "-sebelumnya": f"{last.replace(day=1) - timedelta(days=1):%Y-%m}"}
    for suffix, month in months.items():
        yield f"statistik{suffix}", f"/statistik?bulan={month}"
        yield f"pimpinan{suffix}", f"/petugas/pimpinan?bulan={month}"
    for name, period in (("triwulan", f"{last:%Y}-Q{(last.month + 2) // 3}"), ("tahun", f"{last:%Y}")):
        yield f"statistik-{name}", f"/statistik?bulan={period}"
        yield f"pimpinan-{name}", f"/petugas/pimpinan?bulan={period}"
    yield "statistik-wilayah", f"/statistik?bulan={months['-sebelumnya']}&wilayah={_fullest(year)}"
    yield "statistik-en", f"/statistik?bulan={months['-sebelumnya']}&lang=en"
    yield "laporan-bulanan", f"/petugas/pimpinan/laporan?bulan={months['-sebelumnya']}"


def _fullest(year: Year) -> str:
    areas = [(case.ticket.report.place.area or "")[:8] for case in year.city.tickets.cases.values()]
    return max(sorted({*areas} - {""}), key=areas.count)


def _local(page: str, client: Client, folder: Path) -> str:
    """The page with addresses of files beside it, which are written too."""
    for _, address in _STATIC.findall(page):
        name = address.rpartition("/")[2]
        if not (folder / name).exists():
            (folder / name).write_bytes(client.http.get(address, headers=BROWSER).body)
    return _STATIC.sub(lambda found: f'{found[1]}="{found[2].rpartition("/")[2]}"', page)


@contextmanager
def _wired(year: Year) -> Iterator[None]:
    """Wire the application to what the year has left in memory, at its last minute, for a leader."""
    city, last = year.city, year.end - timedelta(minutes=1)
    os.environ.update({"SEDULUR_STAGE": "simulate", "SEDULUR_CITY": city.pack.catalogue.city.code})

    wiring.reset()
    vars(wiring.ports).update(
        clock=lambda: last,
        city=city.pack,
        tickets=city.tickets,
        counters=city.counters,
        published_figures=city.published_figures,
        actor_of=lambda _token: LEADER,
        site=lambda: "http://127.0.0.1:8000",
    )
    try:
        yield
    finally:
        wiring.reset()
