"""Bad input gets a clear answer: a problem that names the field, in the reader's language."""

import json

import pytest

from chalicelib import texts
from tests.support.stage.stage_world import ALUN_ALUN, a_body

KEY = "test-key-0123456789"


def refused(answer, status, code):
    assert answer.status_code == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json_body
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"urn:sedulur:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["correlation"] == answer.headers["X-Correlation-Id"]
    return {error["field"]: error for error in problem["errors"]}


def place(**location):
    return a_body(location=location)


def contact(**fields):
    return a_body(contact=fields)


INVALID = {
    "no service": (a_body(service=None), "service", "service_missing"),
    "an unknown service": (a_body(service="terbang"), "service", "service_unknown"),
    "a service that is no text": (a_body(service=["lampu-jalan"]), "service", "text"),
    "no description": (a_body(description=None), "description", "too_short"),
    "nine characters": (a_body(description="123456789"), "description", "too_short"),
    "spaces only": (a_body(description=" \n\t" * 20), "description", "too_short"),
    "4,001 characters": (a_body(description="a" * 4001), "description", "too_long"),
    "a description that is a number": (a_body(description=12345678901), "description", "text"),
    "NUL": (a_body(description="Lampu jalan\x00 padam"), "description", "control_characters"),
    "an escape character": (a_body(description="Lampu jalan\x1b[31m padam"), "description", "control_characters"),
    "half a surrogate pair": (a_body(description="Lampu jalan \ud800 padam"), "description", "control_characters"),
    "an unknown visibility": (a_body(visibility="secret"), "visibility", "visibility_unknown"),
    "no place": (a_body(location=None), "location.area", "place_missing"),
    "a place that is a text": (a_body(location="di pasar"), "location", "object"),
    "an unknown area": (place(area="33.18.99.2001"), "location.area", "area_unknown"),
    "an area of another regency": (place(area="33.74.01.1001"), "location.area", "area_unknown"),
    "an area that is a number": (place(area=33.18), "location.area", "text"),
    "latitude only": (place(lat=-6.75), "location.long", "coordinates_incomplete"),
    "longitude only": (place(long=111.03), "location.lat", "coordinates_incomplete"),
    "Semarang": (place(lat=-6.99, long=110.42), "location.lat", "outside_city"),
    "swapped coordinates": (place(lat=111.03, long=-6.75), "location.lat", "outside_city"),
    "coordinates in words": (place(lat="selatan", long=111.03), "location.lat", "coordinate"),
    "a coordinate beyond the globe": (place(lat=-6.75, long=1e300), "location.long", "coordinate"),
    "a coordinate beyond all numbers": (place(lat=-6.75, long=10**400), "location.long", "coordinate"),
    "a coordinate that is a truth value": (place(lat=True, long=111.03), "location.lat", "coordinate"),
    "a long landmark": (place(**ALUN_ALUN, address="a" * 301), "location.address", "too_long"),
    "answers in a list": (a_body(attributes=["ya"]), "attributes", "object"),
    "an unknown question": (a_body(attributes={"warna": "biru"}), "attributes.warna", "attribute_unknown"),
    "an unknown answer": (
        a_body(service="jalan-rusak", attributes={"pemilik": "raja"}),
        "attributes.pemilik",
        "answer_unknown",
    ),
    "a contact that is a text": (a_body(contact="0812"), "contact", "object"),
    "a long name": (contact(name="a" * 101), "contact.name", "too_long"),
    "a landline": (contact(phone="(0295) 381234"), "contact.phone", "phone"),
    "a mobile number that is too short": (contact(phone="62812345678"), "contact.phone", "phone"),
    "a foreign number": (contact(phone="+1 202 555 0123"), "contact.phone", "phone"),
    "letters for a number": (contact(phone="nol delapan"), "contact.phone", "phone"),
    "an e-mail address without a host": (contact(email="siti@"), "contact.email", "email"),
    "an e-mail address with a line break": (contact(email="siti@warga.example\nBcc: x@y.id"), "contact.email", "email"),
}


@pytest.mark.parametrize(("body", "field", "code"), INVALID.values(), ids=INVALID.keys())
def test_a_wrong_field_is_named_with_what_to_do(world, body, field, code):
    errors = refused(world.post("/v1/tickets", body), 422, "invalid")
    assert list(errors) == [field]
    assert errors[field]["code"] == code
    assert errors[field]["message"]


def test_all_problems_are_told_at_once(world):
    body = {"service": "terbang", "description": "pendek", "location": {}, "contact": {"phone": "1", "email": "x"}}
    errors = refused(world.post("/v1/tickets", body), 422, "invalid")
    assert set(errors) == {"service", "description", "location.area", "contact.phone", "contact.email"}


def test_an_empty_object_lacks_service_description_and_place(world):
    errors = refused(world.post("/v1/tickets", {}), 422, "invalid")
    assert set(errors) == {"service", "description", "location.area"}


def test_messages_are_in_bahasa_indonesia_unless_english_is_preferred(world):
    body = a_body(description="pendek")
    for accepted, language in {
        None: "id",
        "id": "id",
        "en": "en",
        "en-GB,en;q=0.9": "en",
        "id,en;q=0.5": "id",
        "en;q=0.2,id;q=0.8": "id",
        "fr-FR,en;q=0.3": "en",
        "jv": "id",
        "*": "id",
        "en;q=0": "id",
        ";;q=x,,": "id",
    }.items():
        answer = world.post("/v1/tickets", body, **({"accept_language": accepted} if accepted else {}))
        message = answer.json_body["errors"][0]["message"]
        assert message == texts.say(language, "problem.too_short", least=10, given=6), accepted
        assert answer.headers["Content-Language"] == language
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"])
def test_a_body_of_another_type_is_refused(world, kind):
    refused(world.post("/v1/tickets", a_body(), content_type=kind), 415, "wrong-type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_name_its_character_set(world, kind):
    assert world.post("/v1/tickets", a_body(), content_type=kind).status_code == 201


def test_an_overlong_body_is_refused_before_it_is_read(world):
    body = b'{"description": "' + b"a" * 65_600
    answer = world.request("POST", "/v1/tickets", body, content_type="application/json")
    refused(answer, 413, "body-too-large")
    assert "64" in answer.json_body["detail"]


def test_the_longest_description_fits(world):
    assert world.post("/v1/tickets", a_body(description="ꦗ" * 4000)).status_code == 201


def test_the_longest_description_fits_in_the_widest_escapes(world):
    escaped = json.dumps(a_body(description="\N{MOTORWAY}" * 4000), ensure_ascii=True)
    assert len(escaped) > 48_000
    assert world.request("POST", "/v1/tickets", escaped.encode(), content_type="application/json").status_code == 201


BROKEN = {
    "nothing": b"",
    "half an object": b'{"service": ',
    "a text": b'"lampu"',
    "a list": b"[]",
    "null": b"null",
    "NaN": b'{"location": {"lat": NaN}}',
    "two objects": b"{}{}",
    "nested too deeply": b"[" * 20_000,
    "a number of ten thousand digits": b'{"service": ' + b"1" * 10_000 + b"}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_json_object_is_refused(world, body):
    refused(world.request("POST", "/v1/tickets", body, content_type="application/json"), 400, "broken-json")


def test_broken_utf8_is_refused(world):
    body = json.dumps(a_body(description="Jalan berlubang \u00e9 besar"), ensure_ascii=False).encode("latin-1")
    answer = world.request("POST", "/v1/tickets", body, content_type="application/json")
    refused(answer, 400, "broken-text")


WEAK = {
    "a number that an integrator counts up": "laporan-20260001",
    "36 digits": "2026" * 9,
    "half of a UUID": "0d3f2c4e5a6b4c7d",
    "21 random characters": "Zq3vX9kLm2Rt7YbNc4WpA"[:20],
}


@pytest.mark.parametrize(
    "key", ["short", "a" * 129, "a b" * 10, "kunci-rahasia-é-12345", "a" * 40 + "\x7f", *WEAK.values()]
)
def test_a_key_that_is_too_weak_or_no_visible_ascii_is_refused(world, key):
    errors = refused(world.post("/v1/tickets", a_body(), idempotency_key=key), 400, "invalid")
    assert list(errors) == ["Idempotency-Key"]


def test_unknown_fields_are_ignored(world):
    ticket, _ = world.report(a_body(status="closed", id="PTI-0000-0000", assignments=[{"opd": "DLH"}]))
    assert ticket["status"] == "received"
    assert ticket["assignments"] == []


def test_markup_stays_text(world):
    text = "<script>alert('x')</script> lampu & jalan"
    assert world.report(a_body(description=text))[0]["description"] == text


SPELLINGS = ["0812 3456 7890", "+62 812-3456-7890", "62812 34567890", "(0812) 3456.7890", "812 3456 7890"]


@pytest.mark.parametrize("phone", SPELLINGS)
def test_a_mobile_number_counts_in_every_spelling(world, phone):
    world.report(contact(phone=phone))


@pytest.mark.parametrize("path", ["/v1/tiket", "/v1/%00", "/v1/opds/DLH"])
def test_an_address_that_does_not_exist_is_a_problem_too(world, path):
    refused(world.get(path), 404, "not-found")


def test_a_method_that_an_address_does_not_take_is_a_problem_that_names_those_it_takes(world):
    answer = world.request("DELETE", "/v1/tickets")
    refused(answer, 405, "wrong-method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}
