"""What ships for Kabupaten Pati fits together: every report of every service is told in good letters."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.notifications import sms_text
from chalicelib.domain.routing.rules import Guesses
from tests.support import factory, memory_ports
from tests.support.memory_world import FaultInjector, World, pump

PATI = load("pati")
VILLAGE, TOWN = "33.18.01.2001", "33.18.10.1005"


@cache
def notices_of(service, area):
    """The notices of a report about this service at this place."""
    city = memory_ports.FixedCity(PATI.catalogue, PATI.calendar, PATI.notice_texts)
    world = World(FaultInjector(), lambda _text: Guesses((), confident=False), city=city)
    world.intake.submit(factory.a_submission(service=service, place={"area": area}), f"{service}/{area}", "c-1")
    assert pump(world) == []
    return world.notice_publisher.out


@pytest.mark.parametrize("area", [VILLAGE, TOWN, None], ids=["desa", "kelurahan", "coordinates"])
@pytest.mark.parametrize("service", PATI.catalogue.services)
def test_a_report_about_any_service_is_told_to_someone(service, area):
    notices = notices_of(service, area)
    assert notices
    assert len({notice.audience for notice in notices}) == len(notices)
    assert {notice.audience for notice in notices} <= {*PATI.catalogue.opds, "coordinator"}


@pytest.mark.parametrize("service", PATI.catalogue.services)
def test_a_letter_names_opds_by_their_names_and_fits_every_channel(service):
    for notice in notices_of(service, VILLAGE):
        assert "{" not in notice.letter
        assert "KECAMATAN" not in notice.letter
        assert f"Kepada Yth. {notice.audience}\n" not in notice.letter
        assert sms_text.septets(notice.sms) <= 160
        assert len(notice.subject) < 100


def test_every_village_has_an_office():
    catalogue = PATI.catalogue
    offices = {catalogue.village_office(code) for code in catalogue.areas}
    assert offices <= set(catalogue.opds)
    assert len(offices) == 21 + 5


def test_every_place_has_a_name():
    catalogue = PATI.catalogue
    assert catalogue.place_name(TOWN) == "Kelurahan Pati Wetan, Kecamatan Pati"
    assert catalogue.place_name("33.18.10") == "Kecamatan Pati"
    assert all(catalogue.place_name(code).startswith(("Desa ", "Kelurahan ", "Kecamatan ")) for code in catalogue.areas)


def test_every_service_is_found_by_words_of_its_own():
    """A service without a table of keywords is known by its name and description alone; "Lainnya" by nothing."""
    keywords = tomllib.loads((Path(__file__).parents[3] / "chalicelib/cities/pati/keywords.toml").read_text("utf-8"))
    assert set(PATI.catalogue.services) - {"lainnya"} == set(keywords) - {"aturan"}
