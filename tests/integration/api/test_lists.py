"""The public lists, the catalogue, and what the API says of itself."""

import tomllib
from pathlib import Path

import pytest

from tests.support.stage.stage_world import DESA, KECAMATAN, a_body

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def tickets(world):
    """30 street lights, five roads and a secret one, newest first, all dispatched."""
    bodies = [a_body() for _ in range(30)]
    bodies += [a_body(service="jalan-rusak", location={"area": "33.18.01.2001"}) for _ in range(5)]
    numbers = [world.report(body)[0]["id"] for body in bodies]
    world.report(a_body(visibility="confidential"))
    world.pump()
    return numbers[::-1]


def numbers(answer):
    assert answer.status_code == 200, answer.body
    return [line["id"] for line in answer.json_body["tickets"]]


def test_the_list_is_newest_first_by_25_and_goes_on_with_its_cursor(world, tickets):
    first = world.get("/v1/tickets")
    assert numbers(first) == tickets[:25]
    second = world.get(f"/v1/tickets?cursor={first.json_body['cursor']}")
    assert numbers(second) == tickets[25:]
    assert second.json_body["cursor"] is None
    assert "Link" not in second.headers


def test_the_next_page_is_linked_with_its_filter(world, tickets):
    answer = world.get("/v1/tickets?service=lampu-jalan")
    link = answer.headers["Link"]
    assert link.endswith('>; rel="next"')
    following = world.get(link[1:].partition(">")[0])
    assert numbers(following) == tickets[30:]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("service=jalan-rusak", 5),
        (f"area={DESA}", 25),
        ("area=33.18.01.2001", 5),
        (f"kecamatan={KECAMATAN}", 25),
        (f"area={KECAMATAN}", 25),
        ("kecamatan=33.18.02", 0),
        ("status=dispatched", 25),
        ("status=closed", 0),
        ("opd=DPUTR", 5),
        ("opd=DLH", 0),
        ("service=&area=&status=", 25),
        ("utm_source=whatsapp", 25),
    ],
)
def test_the_list_shows_what_one_filter_lets_through(world, tickets, query, count):
    shown = numbers(world.get(f"/v1/tickets?{query}"))
    assert len(shown) == count
    assert shown == sorted(shown, key=tickets.index)


def test_a_line_tells_status_service_and_place_in_words_but_nothing_that_was_written(world, tickets):
    line = world.get("/v1/tickets?service=jalan-rusak", accept_language="en").json_body["tickets"][0]
    assert line["id"] == tickets[0]
    assert (line["status"], line["status_name"]) == ("dispatched", "Passed on")
    assert line["service"] == "jalan-rusak"
    assert line["place"].endswith("Kecamatan Sukolilo")
    assert line["received_at"] == world.get(f"/v1/tickets/{line['id']}").json_body["received_at"]
    assert "description" not in line


def test_confidential_tickets_are_in_no_list(world, tickets):
    public = set(tickets)
    for query in (
        "",
        "service=lampu-jalan",
        f"area={DESA}",
        f"kecamatan={KECAMATAN}",
        "status=dispatched",
        "opd=DISHUB",
    ):
        page = world.get(f"/v1/tickets?{query}")
        seen = numbers(page)
        while cursor := page.json_body["cursor"]:
            page = world.get(f"/v1/tickets?{query}&cursor={cursor}")
            seen += numbers(page)
        assert set(seen) <= public


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("service=terbang", {"service": "filter_unknown"}),
        ("status=lost", {"status": "filter_unknown"}),
        ("opd=dishub", {"opd": "filter_unknown"}),
        ("area=33.99", {"area": "filter_unknown"}),
        (f"kecamatan={DESA}", {"kecamatan": "filter_unknown"}),
        (f"service=lampu-jalan&area={DESA}", {"service": "filter_one", "area": "filter_one"}),
        ("cursor=abc", {"cursor": "cursor"}),
        ("cursor=%00", {"cursor": "cursor"}),
        ("cursor=%F0%9F%98%80", {"cursor": "cursor"}),
    ],
)
def test_a_list_that_cannot_be_asked_for_is_explained(world, query, fields):
    answer = world.get(f"/v1/tickets?{query}")
    assert answer.status_code == 422
    assert {error["field"]: error["code"] for error in answer.json_body["errors"]} == fields


def test_a_cursor_belongs_to_its_own_list(world, tickets):
    cursor = world.get("/v1/tickets").json_body["cursor"]
    assert world.get(f"/v1/tickets?service=lampu-jalan&cursor={cursor}").status_code == 422


def test_the_catalogue_tells_services_with_their_lead_and_support(world):
    body = world.get("/v1/services").json_body
    services = {service["code"]: service for service in body["services"]}
    assert services["lampu-jalan"]["lead"] == "DISHUB"
    assert services["banjir"]["support"]
    assert {service["group"] for service in services.values()} == {group["code"] for group in body["groups"]}
    assert services["lainnya"]["lead"] is None


def test_the_catalogue_speaks_both_languages(world):
    names = [
        world.get("/v1/services", accept_language=language).json_body["services"][0]["name"]
        for language in ("id", "en")
    ]
    assert len(set(names)) == 2


def test_opds_and_areas_are_those_of_the_city(world):
    opds = {opd["code"]: opd for opd in world.get("/v1/opds").json_body["opds"]}
    areas = {area["code"]: area for area in world.get("/v1/areas").json_body["areas"]}
    assert opds["DISHUB"] == {
        "code": "DISHUB", "name": "Dinas Perhubungan", "kind": opds["DISHUB"]["kind"], "external": False,
        "confirmed": False, "contact": None,
    }  # fmt: skip
    assert opds["X-PLN"]["external"]
    assert opds["X-PLN"]["contact"]
    assert len(areas) == 21 + 401 + 5
    assert areas[DESA]["parent"] == KECAMATAN


@pytest.mark.parametrize("path", ["/v1/services", "/v1/opds", "/v1/areas"])
def test_the_catalogue_is_asked_for_again_only_when_it_changed(world, path):
    answer = world.get(path)
    tag = answer.headers["ETag"]
    assert "max-age" in answer.headers["Cache-Control"]
    for asked in (tag, f'"other", W/{tag}', "*"):
        unchanged = world.get(path, if_none_match=asked)
        assert (unchanged.status_code, unchanged.body, unchanged.headers["ETag"]) == (304, b"", tag)
    assert world.get(path, if_none_match='"other"').status_code == 200
    assert world.get(path, accept_language="en", if_none_match=tag).status_code == (304 if "areas" in path else 200)


def test_health_says_what_is_up(world):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    health = world.get("/v1/health")
    assert health.json_body == {"status": "ok", "version": version, "stage": world.stage, "city": "pati"}
    assert health.headers["Cache-Control"] == "no-store"


def test_every_answer_carries_the_security_headers(world):
    for path in ("/v1/health", "/v1/services", "/v1/tickets", "/v1/tickets/x", "/v1/nothing"):
        headers = world.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Strict-Transport-Security"]
        assert headers["X-Correlation-Id"]
