"""The city pack of Pati as the code sees it, and how it is read."""

import json
import shutil
from datetime import date, time

import pytest

from chalicelib.adapters.city_pack import pack
from chalicelib.adapters.city_pack.pack import CITIES, BadPack, FolderPack, load
from chalicelib.domain.city.catalogue import Area
from chalicelib.domain.errors import Invalid
from chalicelib.domain.intake.submission import read_submission
from tests.support.factory import values

SQUARE = [[[110.9, -6.8], [111.1, -6.8], [111.1, -6.7], [110.9, -6.7], [110.9, -6.8]]]


@pytest.fixture(scope="module")
def pati():
    return load("pati")


@pytest.fixture
def copied(tmp_path):
    folder = tmp_path / "pati"
    shutil.copytree(CITIES / "pati", folder, ignore=shutil.ignore_patterns(pack.BOUNDARIES))
    return folder


def with_square(folder):
    (folder / pack.BOUNDARIES).write_text(json.dumps({"33.18.10": SQUARE}))
    return FolderPack(folder).catalogue


def test_pati_has_its_districts_villages_and_services(pati):
    kinds = [area.kind for area in pati.catalogue.areas.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"kecamatan": 21, "desa": 401, "kelurahan": 5}
    assert len(pati.catalogue.services) >= 75
    assert len(pati.catalogue.groups) >= 18
    assert pati.catalogue.areas["33.18.10.1007"] == Area(
        "33.18.10.1007", "Pati Kidul", "kelurahan", "33.18.10", "59114"
    )


def test_every_dimension_of_the_smart_city_has_services(pati):
    dimensions = {service.dimension for service in pati.catalogue.services.values()}
    assert dimensions == {"governance", "branding", "economy", "living", "society", "environment"}


def test_services_taken_over_from_semarang_say_so(pati):
    assert pati.catalogue.services["jalan-rusak"].adopted_from == "semarang"
    assert pati.catalogue.services["tambak"].adopted_from is None


def test_every_opd_is_still_to_confirm(pati):
    assert not any(opd.confirmed for opd in pati.catalogue.opds.values())


def test_deadlines_name_their_source_and_that_it_is_superseded(pati):
    resolutions = {policy.code: policy.resolution for policy in pati.catalogue.deadlines.values()}
    assert resolutions == {"informasi": 5, "pengaduan": 14, "pengawasan": 60}
    others = {
        (policy.verification, policy.first_answer, policy.silence) for policy in pati.catalogue.deadlines.values()
    }
    assert others == {(3, 5, 10)}
    assert {policy.source for policy in pati.catalogue.deadlines.values()} == {"Permenpan RB 62/2018"}
    assert all("5/2025" in policy.note for policy in pati.catalogue.deadlines.values())


def test_the_calendar_knows_holidays_and_office_hours(pati):
    assert not pati.calendar.is_working_day(date(2026, 8, 17))
    assert not pati.calendar.is_working_day(date(2026, 3, 24))  # cuti bersama
    assert pati.calendar.is_working_day(date(2026, 8, 18))
    assert pati.calendar.hours.closing == time(15, 30)
    assert pati.calendar.hours.friday_closing == time(14, 30)


def test_a_pack_is_read_only_when_it_is_asked_for(copied):
    (copied / "holidays.csv").write_text("broken")
    (copied / "services" / "jalan.toml").write_text("broken")
    catalogue = FolderPack(copied).catalogue
    assert catalogue.services["pohon"].questions
    with pytest.raises(BadPack, match=r"services/jalan\.toml: is no TOML"):
        len(catalogue.services["jalan-rusak"].questions)
    with pytest.raises(BadPack, match=r"holidays\.csv"):
        _ = FolderPack(copied).calendar


def test_questions_and_rules_of_a_group_are_read_once(copied):
    services = FolderPack(copied).catalogue.services
    first = services["jalan-rusak"].questions[0]
    (copied / "services" / "jalan.toml").unlink()
    assert services["jembatan-rusak"].questions[0] is first
    assert services["jembatan-rusak"].rules


def test_a_service_without_a_file_has_no_questions(pati):
    assert not pati.catalogue.services["perpustakaan"].questions
    assert not pati.catalogue.services["perpustakaan"].rules


def test_all_that_is_wrong_is_told_at_once(copied):
    path = copied / "opds.csv"
    text = path.read_text().replace("Badan Penanggulangan Bencana Daerah", "").replace("BPKAD,", "BPBD,", 1)
    path.write_text(text.replace(",tidak,", ",nein,", 1))
    with pytest.raises(BadPack) as error:
        _ = FolderPack(copied).catalogue
    assert {(p.file, p.entry, p.field) for p in error.value.problems} == {
        ("opds.csv", "BKPSDM", "confirmed"),
        ("opds.csv", "BPBD", "name"),
        ("opds.csv", "BPBD", "code"),
    }


def test_an_unknown_city_names_those_that_exist():
    with pytest.raises(BadPack, match=r'cities/patti: .*pati.*did you mean "pati"'):
        load("patti")


def test_a_spreadsheet_s_byte_order_mark_does_no_harm(copied):
    path = copied / "groups.csv"
    path.write_text("\ufeff" + path.read_text(), encoding="utf-8")
    assert FolderPack(copied).catalogue.groups["jalan"].name["en"] == "Roads & bridges"


def test_without_boundaries_a_point_has_no_area(copied):
    assert FolderPack(copied).catalogue.area_at(-6.75, 111.0) is None


def test_with_boundaries_a_point_finds_its_kecamatan(copied):
    catalogue = with_square(copied)
    assert catalogue.area_at(-6.75, 111.0) == "33.18.10"
    assert catalogue.area_at(-6.65, 111.0) is None


def test_a_report_with_coordinates_alone_gets_its_kecamatan(copied):
    catalogue = with_square(copied)
    fields = values(service="lampu-jalan", location={"lat": -6.75, "long": 111.0}, attributes={})
    assert read_submission(fields, catalogue, lambda text: text, "web").report.place.area == "33.18.10"


def test_the_area_that_was_told_counts_more_than_the_coordinates(copied):
    catalogue = with_square(copied)
    fields = values(service="lampu-jalan", location={"area": "33.18.20", "lat": -6.75, "long": 111.0}, attributes={})
    assert read_submission(fields, catalogue, lambda text: text, "web").report.place.area == "33.18.20"


def test_coordinates_outside_the_box_stay_outside(copied):
    with pytest.raises(Invalid):
        read_submission(
            values(service="lampu-jalan", location={"lat": 0, "long": 0}), with_square(copied), lambda text: text, "web"
        )
