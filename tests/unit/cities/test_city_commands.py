"""`python -m infra city due`, `areas` and `regenerate`."""

import json
import shutil
from pathlib import Path

import pytest

from chalicelib.adapters.city_pack import pack as city_pack
from chalicelib.adapters.city_pack.pack import BOUNDARIES, CITIES, FolderPack, load
from infra.__main__ import main
from infra.city.regenerate import regenerate

SHARED = Path(__file__).parents[4] / "shared/data/pati-kecamatan.geojson"


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """A copy of the pack of Pati that the commands work on."""
    shutil.copytree(CITIES / "pati", tmp_path / "pati", ignore=shutil.ignore_patterns(BOUNDARIES))
    monkeypatch.setattr(city_pack, "CITIES", tmp_path)
    return tmp_path / "pati"


def due(tmp_path, capsys, *lines):
    file = tmp_path / "starts.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    code = main(["city", "due", "pati", str(file)])
    captured = capsys.readouterr()
    return code, [json.loads(line)["due"] for line in captured.out.splitlines()], captured.err


def test_due_counts_working_days_over_holidays_and_cuti_bersama(tmp_path, capsys):
    code, dates, _ = due(tmp_path, capsys, {"start": "2026-03-16T09:00:00+07:00", "days": 5})
    assert code == 0
    assert dates == ["2026-03-30T15:30:00+07:00"]


def test_due_on_a_friday_is_an_hour_earlier_and_a_six_day_week_sooner(tmp_path, capsys):
    starts = [{"start": "2026-11-23T23:00:00Z", "days": 3}, {"start": "2026-11-27", "days": 1, "week": 6}]
    assert due(tmp_path, capsys, *starts)[1] == ["2026-11-27T14:30:00+07:00", "2026-11-28T15:30:00+07:00"]


@pytest.mark.parametrize("line", ['{"days": 3}', "no JSON", '{"start": "2026-11-24", "days": 1, "week": 7}', "[]"])
def test_due_says_which_line_it_cannot_read(tmp_path, capsys, line):
    code, dates, output = due(tmp_path, capsys, {"start": "2026-11-24", "days": 1}, line)
    assert code == 1
    assert len(dates) == 1
    assert output.startswith("line 2: ")


def square(code="33.18.10", kind="Polygon"):
    ring = [[110.9, -6.8], [111.1, -6.8], [111.1, -6.7], [110.9, -6.7], [110.9, -6.8]]
    rings = [ring] if kind == "Polygon" else [[ring]]
    return {"type": "Feature", "properties": {"kode": code}, "geometry": {"type": kind, "coordinates": rings}}


def districts(**first):
    codes = [f"33.18.{number:02}" for number in range(1, 22)]
    return {"features": [square(codes[0]) | first, *(square(code, "MultiPolygon") for code in codes[1:])]}


def imported(pack, tmp_path, content):
    file = tmp_path / "kecamatan.geojson"
    file.write_text(json.dumps(content))
    return main(["city", "areas", "pati", str(file)])


def test_imported_boundaries_are_found_at_run_time(pack, tmp_path, capsys):
    assert imported(pack, tmp_path, districts()) == 0
    assert "21 kecamatan" in capsys.readouterr().out
    assert FolderPack(pack).catalogue.area_at(-6.75, 111.0) == "33.18.01"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "is no GeoJSON FeatureCollection"),
        ({"features": [square()]}, "has no boundary of Sukolilo"),
        (districts(properties={"kode": "33.19.01"}), "'33.19.01', which is no area of Kabupaten Pati"),
        (districts(geometry={"type": "Point", "coordinates": [111, -6.7]}), "is a Point, not a Polygon"),
        (districts(geometry={"type": "Polygon", "coordinates": [[[-6.7, 111.0]]]}), "outside the city's box"),
    ],
)
def test_boundaries_that_cannot_be_right_are_refused(pack, tmp_path, capsys, content, message):
    assert imported(pack, tmp_path, content) == 1
    assert message in capsys.readouterr().out
    assert not (pack / BOUNDARIES).exists()


@pytest.mark.skipif(not SHARED.exists(), reason="the boundaries of Pati (CC BY-IGO) are not on this machine")
def test_places_in_pati_find_their_real_kecamatan(pack):
    assert main(["city", "areas", "pati", str(SHARED)]) == 0
    catalogue = FolderPack(pack).catalogue
    labels = [feature["properties"] for feature in json.loads(SHARED.read_text())["features"]]
    assert len(labels) == 21
    for label in labels:
        assert catalogue.area_at(label["label_lat"], label["label_lng"]) == label["kode"]
    assert catalogue.area_at(-6.36, 110.76) is None  # the sea


def test_regenerated_tables_are_those_that_are_committed(pack):
    before = {name: (pack / name).read_text() for name in ("areas.csv", "holidays.csv")}
    regenerate(pack, "33.18", range(2024, 2028))
    assert {name: (pack / name).read_text() for name in before} == before


def test_regenerating_keeps_the_city_s_own_holidays(pack):
    with (pack / "holidays.csv").open("a") as file:
        file.write("2026-08-07,Hari Jadi Kabupaten Pati,tambahan,tidak\n")
    assert main(["city", "regenerate", "pati"]) == 0
    kept = load("pati").calendar.holidays
    assert len([day for day in kept if day.isoformat() == "2026-08-07"]) == 1
    assert (pack / "holidays.csv").read_text().startswith("# Hari libur")


@pytest.mark.parametrize("command", ["due", "areas", "route"])
def test_a_file_that_is_not_there_is_told_in_a_sentence(command, capsys, tmp_path):
    assert main(["city", command, "pati", str(tmp_path / "none.json")]) == 1
    captured = capsys.readouterr()
    assert "none.json" in captured.out + captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", ["due", "areas", "route"])
def test_a_city_that_is_not_there_is_told_in_a_sentence(command, capsys, tmp_path):
    file = tmp_path / "lines.jsonl"
    file.touch()
    assert main(["city", command, "kudus", str(file)]) == 1
    captured = capsys.readouterr()
    assert "cities/kudus: is no city pack; there are: pati" in captured.out + captured.err


# due dates


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"start": "2026-11-24T10:00:00+07:00", "days": 5}, "2026-12-01T15:30:00+07:00"),
        ({"start": "2026-11-24T03:00:00Z", "days": 5}, "2026-12-01T15:30:00+07:00"),  # the same instant
        ({"start": "2026-11-24T12:00:00+09:00", "days": 5}, "2026-12-01T15:30:00+07:00"),
        ({"start": "2026-11-24T10:00:00", "days": 5, "week": None}, "2026-12-01T15:30:00+07:00"),
        ({"start": "2026-11-24T10:00:00+07:00", "days": 5, "week": 6}, "2026-11-30T15:30:00+07:00"),
        ({"start": "2026-11-24T10:00:00+07:00", "hours": 2}, "2026-11-24T12:00:00+07:00"),
        ({"start": "2026-11-24T15:00:00+07:00", "hours": 1}, "2026-11-25T08:00:00+07:00"),
        ({"start": "2026-11-27T14:00:00+07:00", "hours": 1.5}, "2026-11-30T08:30:00+07:00"),
        ({"start": "2026-11-28T09:00:00+07:00", "hours": 1, "week": 6}, "2026-11-28T10:00:00+07:00"),
    ],
)
def test_due_counts_days_or_hours_from_any_offset(tmp_path, capsys, asked, answer):
    assert due(tmp_path, capsys, asked)[:2] == (0, [answer])


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"days": 3}, "start"),
        ({"start": 5, "days": 3}, "start"),
        ({"start": "kemarin", "days": 3}, "start"),
        ({"start": "2026-11-24"}, "days"),
        ({"start": "2026-11-24", "days": 0}, "days"),
        ({"start": "2026-11-24", "days": -1}, "days"),
        ({"start": "2026-11-24", "days": 1.5}, "days"),
        ({"start": "2026-11-24", "days": "3"}, "days"),
        ({"start": "2026-11-24", "days": True}, "days"),
        ({"start": "2026-11-24", "days": 10**9}, "days"),
        ({"start": "2026-11-24", "days": 3, "hours": 3}, "hours"),
        ({"start": "2026-11-24", "hours": 0}, "hours"),
        ({"start": "2026-11-24", "hours": "3"}, "hours"),
        ({"start": "2026-11-24", "hours": 1e300}, "hours"),
        ({"start": "2026-11-24", "days": 3, "week": 4}, "week"),
        ({"start": "2026-11-24", "days": 3, "minggu": 6}, "minggu"),
        ({"start": "9999-12-31T20:00:00-12:00", "days": 1}, "days"),
    ],
)
def test_due_names_the_line_and_the_field_that_is_wrong(tmp_path, capsys, line, field):
    good = {"start": "2026-11-24", "days": 1}
    code, dates, output = due(tmp_path, capsys, good, line, good)
    assert (code, len(dates)) == (1, 1)  # nothing after it that could be taken for its answer
    assert output.startswith(f'line 2: "{field}" ')


def test_due_says_that_a_file_is_no_text(tmp_path, capsys):
    file = tmp_path / "lines.jsonl"
    file.write_bytes('{"start": "2026-11-24", "days": 1}'.encode("utf-16"))
    assert main(["city", "due", "pati", str(file)]) == 1
    assert capsys.readouterr().err == f"{file}: is no UTF-8 text: invalid start byte at byte 0\n"


def test_due_tells_of_every_wrong_line(tmp_path, capsys):
    output = due(tmp_path, capsys, "x", {"start": "2026-11-24", "days": 1}, "y")[2]
    assert [line.split(":")[0] for line in output.splitlines()] == ["line 1", "line 3"]


def test_due_warns_where_no_holidays_are_known_yet(tmp_path, capsys):
    code, dates, output = due(tmp_path, capsys, {"start": "2031-05-05", "days": 1})
    assert (code, dates) == (0, ["2031-05-06T15:30:00+07:00"])
    assert "no holidays of 2031" in output
