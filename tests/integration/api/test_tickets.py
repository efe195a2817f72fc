"""One ticket: everything that a citizen may know, and nothing that they may not."""

import json

import pytest

from chalicelib.domain.tickets.ticket_number import ALPHABET
from tests.support.stage.stage_world import ALUN_ALUN, DESA, a_body

TEXT = "Lampu di tikungan makam padam, sudah ada yang jatuh."
HEAD = {"id", "visibility", "status", "status_name", "status_text", "publication", "publication_text", "links"}
WHO = {"name": "Siti Aminah", "phone": "081234567890", "email": "siti@warga.example"}
FLOOD = "Air sungai meluap, rumah kami terendam selutut."


@pytest.fixture(scope="module")
def flood(world):
    """A report in which several OPDs have an assignment."""
    ticket, _ = world.report(a_body(service="banjir", description=FLOOD))
    world.pump()
    return ticket["id"]


def test_the_ticket_tells_who_has_it_in_which_role_why_and_until_when(world, flood):
    ticket = world.get(f"/v1/tickets/{flood}").json_body
    assert (ticket["status"], ticket["status_name"]) == ("dispatched", "Terdisposisi")
    roles = {assignment["opd"]: assignment["role"] for assignment in ticket["assignments"]}
    assert roles["BPBD"] == "lead"
    assert {"DPUTR", "DINSOS"} <= set(roles)
    lead = ticket["assignments"][0]
    assert lead["opd_name"] == "Badan Penanggulangan Bencana Daerah"
    assert lead["status"] == "assigned"
    assert lead["due"] > ticket["received_at"]
    assert "WIB" in lead["due_text"]
    assert "banjir" in lead["why"].lower()


def test_the_history_is_told_in_words(world, flood):
    ticket = world.get(f"/v1/tickets/{flood}").json_body
    assert [event["type"] for event in ticket["timeline"]] == ["ticket.received", "ticket.dispatched"]
    assert "Badan Penanggulangan Bencana Daerah (penanggung jawab)" in ticket["timeline"][1]["text"]


def test_the_ticket_speaks_english_to_those_who_prefer_it(world, flood):
    answer = world.get(f"/v1/tickets/{flood}", accept_language="en")
    ticket = answer.json_body
    assert answer.headers["Content-Language"] == "en"
    assert ticket["timeline"][0]["text"] == "The report was received."
    assert ticket["assignments"][0]["role_name"] == "In charge"
    assert ticket["assignments"][0]["why"] != world.get(f"/v1/tickets/{flood}").json_body["assignments"][0]["why"]
    assert ticket["description"] == FLOOD


def test_place_and_answers_are_shown_in_words(world):
    body = a_body(service="jalan-rusak", attributes={"pemilik": "kabupaten"}, location={"area": DESA, **ALUN_ALUN})
    ticket, _ = world.report(body)
    assert ticket["location"] == {
        "area": DESA, "place": "Desa Sukolilo, Kecamatan Sukolilo", "address": "", **ALUN_ALUN,
    }  # fmt: skip
    assert ticket["attributes"] == {"pemilik": "kabupaten"}
    assert ticket["answers"][0]["answer"] == "Jalan kabupaten"


def test_what_rules_cannot_decide_waits_for_the_coordinator_and_says_so(world):
    ticket, _ = world.report(a_body(service="jalan-rusak", attributes={"pemilik": "provinsi"}))
    world.pump()
    answer = world.get(f"/v1/tickets/{ticket['id']}")
    waiting = answer.json_body["coordinator"]
    assert answer.json_body["status"] == "received"
    assert waiting["refer"]["opd"] == "X-PROV"
    assert waiting["refer"]["contact"]
    assert waiting["why"] in answer.json_body["timeline"][1]["text"]
    assert waiting["due_text"] in answer.json_body["timeline"][1]["text"]


def test_guesses_are_not_for_the_public(world):
    ticket, secret = world.report(a_body(service="lainnya", description="Mohon dibantu, saya bingung harus ke mana."))
    world.pump()
    (asked,) = [item for item in world.items(ticket["id"]) if item["sk"]["S"] == "event#00002"]
    assert asked["type"]["S"] == "ticket.unroutable"
    for headers in ({}, {"ticket_secret": secret}):
        body = world.get(f"/v1/tickets/{ticket['id']}", **headers).body
        assert b"guess" not in body
        assert b"score" not in body


MATRIX = [
    ("public", None, True),
    ("public", "wrong", True),
    ("public", "right", True),
    ("anonymous", None, True),
    ("anonymous", "wrong", True),
    ("anonymous", "right", True),
    ("confidential", None, False),
    ("confidential", "wrong", False),
    ("confidential", "right", True),
]


@pytest.mark.parametrize(("visibility", "secret", "open_"), MATRIX)
def test_who_sees_what_of_a_ticket(world, visibility, secret, open_):
    created, right = world.report(a_body(description=TEXT, visibility=visibility, contact=WHO))
    world.pump()
    headers = {} if secret is None else {"ticket_secret": right if secret == "right" else "0" * 26}
    answer = world.get(f"/v1/tickets/{created['id']}", **headers)
    ticket = answer.json_body
    assert answer.status_code == 200
    assert (ticket["visibility"], ticket["status"]) == (visibility, "dispatched")
    if open_:
        assert ticket["description"] == TEXT
        assert ticket["assignments"][0]["opd"] == "DISHUB"
    else:
        assert set(ticket) == HEAD
    for view in (created, ticket):
        for word in ("Siti", "81234567890", "warga.example"):
            assert word not in json.dumps(view)
    kept = answer.headers["Cache-Control"]
    assert kept == ("no-cache" if secret is None and visibility != "confidential" else "no-store")
    assert "Ticket-Secret" in answer.headers["Vary"]


def test_the_first_answer_about_a_confidential_report_shows_no_content_either(world):
    created, _ = world.report(a_body(description=TEXT, visibility="confidential"))
    assert set(created) == HEAD


def test_a_secret_counts_in_any_spelling_and_for_its_own_ticket_only(world):
    one, secret = world.report(a_body(visibility="confidential"))
    other, _ = world.report(a_body(visibility="confidential"))
    spelled = secret.lower().replace("0", "o").replace("1", "l")
    assert "description" in world.get(f"/v1/tickets/{one['id']}", ticket_secret=spelled).json_body
    assert "description" not in world.get(f"/v1/tickets/{other['id']}", ticket_secret=secret).json_body


def test_a_number_counts_in_any_spelling(world, flood):
    bare = flood.replace("-", "").lower()
    for spelling in (bare, bare.removeprefix("pti"), flood.replace("-", "%20"), flood.replace("-", "%2D")):
        assert world.get(f"/v1/tickets/{spelling}").json_body["id"] == flood


def test_a_mistyped_number_is_told_from_an_unknown_one(world, flood):
    typed = [flood[:-1] + character for character in ALPHABET if character != flood[-1]]
    codes = {world.get(f"/v1/tickets/{number}").json_body["code"] for number in typed}
    assert codes == {"mistyped-number"}
    other = flood[:-2] + ("A" if flood[-2] != "A" else "B")
    answers = [world.get(f"/v1/tickets/{other}{character}") for character in ALPHABET]
    assert sorted(answer.json_body["code"] for answer in answers) == ["mistyped-number"] * 31 + ["unknown-ticket"]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("number", ["1", "..", "%2e%2e", "%00", "%ff", "PTI-%F0%9F%98%80", "SMG-0000-0000", "site"])
def test_what_is_no_number_is_mistyped(world, number):
    answer = world.get(f"/v1/tickets/{number}")
    assert (answer.status_code, answer.json_body["code"]) == (404, "mistyped-number")


def test_a_number_that_nobody_has_names_the_city(world, flood):
    other = flood[:-2] + ("A" if flood[-2] != "A" else "B")
    answers = [world.get(f"/v1/tickets/{other}{character}").json_body for character in ALPHABET]
    (unknown,) = [answer for answer in answers if answer["code"] == "unknown-ticket"]
    assert "Pati" in unknown["detail"]
