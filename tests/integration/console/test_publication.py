"""What the public reads, from form to console: covered, held, hidden, redacted, flagged, withdrawn."""

import json

import pytest

from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import DESA, a_body

NAME, PHONE, NIK = "Slamet Rahardjo", "0812 3456 7890", "3318014502900003"
ACCUSED = f"Pak {NAME} maling kabel lampu jalan, NIK {NIK}, hubungi {PHONE}."
LISTS = ("", "?service=lampu-jalan", f"?area={DESA}", "?opd=DISHUB")


@pytest.fixture
def coordinator(staff):
    return staff("coordinator")


@pytest.fixture
def citizen(world):
    return Browser(world)


def sent(world, **changes):
    """Number and secret of a report that has been routed."""
    ticket, secret = world.report(a_body(**changes))
    world.pump()
    return ticket["id"], secret


def everything_public(world, number):
    """All that anybody can read of the report, as one text."""
    answers = [
        world.get(f"/v1/tickets/{number}"),
        world.get(f"/laporan/{number}"),
        *(world.get(f"/v1/tickets{query}") for query in LISTS),
        world.get("/laporan"),
    ]
    return " ".join(_text(answer) for answer in answers)


def own_page(world, number, secret):
    """The report's page as its reporter opens it."""
    browser = Browser(world)
    return browser.send(browser.get(f"/laporan/{number}").form(f"/laporan/{number}"), secret=secret)


def _text(answer):
    return answer.body.decode() if isinstance(answer.body, bytes) else answer.body


def listed(world, number):
    return [number in _text(world.get(f"/v1/tickets{query}")) for query in ("", "?service=lampu-jalan", "?opd=DISHUB")]


def test_personal_data_are_covered_for_everybody_but_the_departments_and_the_reporter(world, staff):
    letters = world.inbox("opd-dishub")
    number, secret = sent(world, description=f"Lampu padam. NIK saya {NIK}, telepon {PHONE}.")
    public = everything_public(world, number)
    assert NIK not in public
    assert PHONE not in public
    shown = world.get(f"/v1/tickets/{number}").json_body
    assert shown["description"] == "Lampu padam. NIK saya [NIK ditutup], telepon [nomor telepon ditutup]."
    assert NIK in world.get(f"/v1/tickets/{number}", ticket_secret=secret).json_body["description"]
    assert NIK in staff("opd-DISHUB").on(number).text
    assert any(number in json.dumps(letter) and NIK in json.dumps(letter) for letter in letters())


def test_the_answer_to_the_report_is_what_the_public_reads(world):
    answer = world.post("/v1/tickets", a_body(description=f"Lampu padam, hubungi {PHONE}"))
    assert PHONE not in json.dumps(answer.json_body["ticket"])


def test_an_accusation_is_held_the_reporter_reads_why_and_work_begins(world, staff, coordinator):
    number, secret = sent(world, description=ACCUSED)
    assert NAME not in everything_public(world, number)
    assert listed(world, number) == [False] * 3
    shown = world.get(f"/v1/tickets/{number}").json_body
    assert shown["publication"] == "held"
    assert set(shown) == {
        "id", "visibility", "status", "status_name", "status_text", "publication", "publication_text", "links",
    }  # fmt: skip
    assert "Tampil setelah diperiksa" in Browser(world).get(f"/laporan/{number}").text
    private = own_page(world, number, secret)
    assert "tampil setelah diperiksa, paling lambat" in private.text
    assert "menuduh orang yang bisa dikenali" in private.text
    assert NAME in private.text
    assert NAME in staff("opd-DISHUB").on(number).text
    assert number in coordinator.get("/petugas/tampilan").links
    coordinator.take(number, "publish")
    assert listed(world, number) == [True] * 3
    public = everything_public(world, number)
    assert NAME in public
    assert NIK not in public
    assert number not in coordinator.get("/petugas/tampilan").links


def test_the_receipt_says_that_it_is_held(world):
    browser = Browser(world)
    form = browser.get("/lapor?layanan=lampu-jalan").form("/lapor")
    receipt = browser.send(form, description=ACCUSED, area=DESA)
    assert "tampil untuk umum setelah diperiksa, paling lambat" in receipt.text


def test_a_passage_is_redacted_and_the_history_does_not_say_which(world, coordinator):
    number, _ = sent(world, description=f"Lampu padam di depan rumah {NAME} sejak kemarin.")
    assert NAME in everything_public(world, number)
    refused = coordinator.take(number, "redact", passages="Joko", text="Nama orang.")
    assert "tidak ada di isi laporan" in refused.text
    assert refused.step("redact").fields["text"] == "Nama orang."
    coordinator.take(number, "redact", passages=NAME.lower(), text="Nama orang.")
    public = everything_public(world, number)
    assert NAME not in public
    assert "di depan rumah [ditutup] sejak kemarin" in public
    assert "Koordinator menutup sebagian isi laporan" in public
    assert "Nama orang." not in public
    events = [item for item in world.items(number) if "type" in item]
    assert NAME.lower() not in json.dumps(events, default=str).lower()
    assert "Yang dibaca umum" in coordinator.on(number).text
    coordinator.take(number, "uncover", text="Orangnya setuju.")
    assert NAME in everything_public(world, number)


def test_what_is_hidden_is_taken_back_from_everywhere_and_can_be_shown_again(world, coordinator):
    number, secret = sent(world, description=f"Lampu padam di depan rumah {NAME} sejak kemarin.")
    assert listed(world, number) == [True] * 3
    coordinator.take(number, "hide", text="Menyebut alamat orang.")
    assert NAME not in everything_public(world, number)
    assert listed(world, number) == [False] * 3
    shown = world.get(f"/v1/tickets/{number}").json_body
    assert (shown["publication"], shown["status"]) == ("hidden", "dispatched")
    assert "description" not in shown
    private = own_page(world, number, secret)
    assert "Menyebut alamat orang." in private.text
    assert world.post(f"/v1/tickets/{number}/support", {}, idempotency_key="a" * 22).status_code == 404
    coordinator.take(number, "publish")
    assert NAME in everything_public(world, number)


def test_a_withdrawn_report_shows_number_and_state_only(world):
    number, secret = sent(world, description=f"Lampu padam di depan rumah {NAME} sejak kemarin.")
    assert world.post(f"/v1/tickets/{number}/withdraw", {}, ticket_secret=secret).status_code == 200
    assert NAME not in everything_public(world, number)
    assert listed(world, number) == [False] * 3
    assert world.get(f"/v1/tickets/{number}").json_body["publication"] == "withdrawn"
    assert NAME in world.get(f"/v1/tickets/{number}", ticket_secret=secret).json_body["description"]


@pytest.mark.parametrize("abuse", [True, False])
def test_a_report_that_is_archived_as_abuse_shows_number_and_state_only(world, coordinator, abuse):
    number, _ = sent(world, description=f"Lampu padam di depan rumah {NAME} sejak kemarin.")
    form = coordinator.on(number).step("archive")
    changes = {"abuse": "1"} if abuse else {}
    coordinator.send(form, text="Bukan laporan.", **changes)
    assert (NAME in everything_public(world, number)) is not abuse
    assert listed(world, number) == [not abuse] * 3


def test_anybody_can_flag_a_public_report_once_for_each_reason(world, coordinator, citizen):
    letters = world.inbox("coordinator")
    number, _ = sent(world)
    form = citizen.get(f"/laporan/{number}").form(f"/laporan/{number}/laporkan")
    thanks = citizen.send(form, reason="insult")
    assert "Koordinator memeriksa isi laporan ini" in thanks.text
    before = world.items(number)
    for _ in range(3):
        answer = world.post(f"/v1/tickets/{number}/flag", {"reason": "insult"})
        assert (answer.status_code, answer.json_body) == (200, {"id": number, "reason": "insult"})
        assert answer.headers["Idempotent-Replay"] == "true"
    assert world.items(number) == before
    assert listed(world, number) == [True] * 3
    assert number in coordinator.get("/petugas/tampilan").links
    assert "ada kata kasar" in coordinator.on(number).text
    assert "Pembaca melaporkan" not in everything_public(world, number)
    coordinator.take(number, "publish")
    assert number not in coordinator.get("/petugas/tampilan").links
    world.pump()
    assert any(number in json.dumps(each) and "Isi laporan dilaporkan" in json.dumps(each) for each in letters())


def test_a_flag_does_not_make_an_officers_page_outdated(world, staff):
    number, _ = sent(world)
    dishub = staff("opd-DISHUB")
    form = dishub.on(number).step("accept", "DISHUB")
    world.post(f"/v1/tickets/{number}/flag", {"reason": "spam"})
    assert "Tugas diterima." in dishub.send(form).text


@pytest.mark.parametrize(
    ("body", "field"), [({}, "reason"), ({"reason": "jelek"}, "reason"), ({"reason": "spam", "text": "x"}, "text")]
)
def test_a_bad_flag_gets_a_clear_answer(world, body, field):
    number, _ = sent(world)
    answer = world.post(f"/v1/tickets/{number}/flag", body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json_body["errors"]] == [field]


def test_what_nobody_reads_cannot_be_flagged(world):
    for changes in ({"visibility": "confidential"}, {"description": ACCUSED}):
        number, _ = sent(world, **changes)
        assert world.post(f"/v1/tickets/{number}/flag", {"reason": "spam"}).status_code == 404


def test_the_api_takes_the_same_steps(world, office):
    number, _ = sent(world, description=f"Lampu padam di depan rumah {NAME} sejak kemarin.")
    coordinator = office("coordinator")
    coordinator.does(number, "redact", passages=[NAME], reason="Nama orang.")
    assert NAME not in everything_public(world, number)
    seen = coordinator.does(number, "hide", reason="Alamat orang.")
    assert seen["publication"] == "hidden"
    assert NAME in seen["description"]
    assert coordinator.does(number, "publish")["publication"] == "published"
    for wrong in ({"passages": "x"}, {"passages": [1]}, {"passages": []}):
        answer = coordinator.post(f"/v1/tickets/{number}/redact", {"reason": "x", **wrong})
        assert (answer.status_code, answer.json_body["errors"][0]["field"]) == (422, "passages")
