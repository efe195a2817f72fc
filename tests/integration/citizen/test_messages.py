"""The choice in form and API, and the page that ends the messages, over HTTP."""

import itertools
import json

import pytest

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.notifications.addresses import normal_form
from chalicelib.domain.notifications.message import token
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.ports.delivery import Link
from tests.support.stage.scriptless_browser import FORM, Browser
from tests.support.stage.stage_world import DESA, a_body, client

STORY = "Lampu jalan di depan balai desa padam sejak tiga malam."
CONTACT = {"name": "Sumini", "phone": "0812 3456 7890", "email": "Sumini@warga.example"}
PHONES = itertools.count(1000)
PRIVATE = ("Sumini", "sumini", "8123456", "warga.example")


@pytest.fixture(scope="module", autouse=True)
def _set_up(world):
    """The stage is set up for both channels, and SES knows the city."""
    client("sesv2").create_email_identity(EmailIdentity="patikab.go.id")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEDULUR_MESSAGES", "sms email")
        yield


@pytest.fixture
def browser(world):
    return Browser(world)


def wanting(*channels, **changes):
    """Each from an address of its own: one that reports all day long is told no more."""
    own = next(PHONES)
    to = {"phone": f"0812 3456 {own}", "email": f"Sumini{own}@warga.example"}
    return a_body(contact=CONTACT | to | {"notify": list(channels)}, **changes)


def notified(world, *channels, **changes):
    """Number of a report whose reporter was told that it has arrived, and the links in the messages."""
    body = wanting(*channels, **changes)
    agree(*body["contact"].values())
    ticket, _ = world.report(body)
    world.pump()
    secret_hash = wiring.tickets().get(ticket["id"]).ticket.secret_hash
    return ticket["id"], [f"/berhenti/{token(secret_hash, channel)}" for channel in channels]


def agree(*addresses):
    """The owners of these addresses have agreed to messages before."""
    for address in addresses:
        if isinstance(address, str):
            known = wiring.parse_phone(address) or normal_form(address)
            wiring.ports.addresses.confirm(wiring.ports.addresses.key(known), wiring.now())


def deliveries(number):
    return {each.audience: each.state for each in wiring.ledger().of(number) if each.audience.startswith("reporter")}


# ---- the choice


def test_the_answer_says_by_which_channels_the_reporter_will_be_told(world):
    assert world.post("/v1/tickets", wanting("sms")).json_body["messages"] == ["sms"]
    assert world.post("/v1/tickets", wanting("email", "sms")).json_body["messages"] == ["email", "sms"]
    assert world.post("/v1/tickets", a_body(contact=CONTACT)).json_body["messages"] == []


def test_a_repeat_gets_the_first_answer_and_another_wish_under_the_same_key_is_a_conflict(world):
    key = {"idempotency_key": "0d3f2c4e-5a6b-4c7d-8e9f-0123456789ab"}
    body = wanting("sms")
    first = world.post("/v1/tickets", body, **key)
    assert world.post("/v1/tickets", body, **key).body == first.body
    body["contact"]["notify"] = ["sms", "email"]
    assert world.post("/v1/tickets", body, **key).status_code == 409


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        ({"phone": "0812 3456 7890", "notify": ["wa"]}, "contact.notify"),
        ({"phone": "0812 3456 7890", "notify": "sms"}, "contact.notify"),
        ({"phone": "0812 3456 7890", "notify": [["sms"]]}, "contact.notify"),
        ({"email": "a@b.example", "notify": ["sms"]}, "contact.phone"),
        ({"phone": "0812 3456 7890", "notify": ["email"]}, "contact.email"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_by_field(world, contact, field):
    answer = world.post("/v1/tickets", a_body(contact=contact))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json_body["errors"]] == [field]


def test_who_wants_messages_and_in_which_language_lies_sealed_with_the_contact(world):
    ticket, _ = world.report(wanting("sms"), accept_language="en")
    items = json.dumps(world.items(ticket["id"]), default=str)
    assert not [word for word in (*PRIVATE, '"sms"') if word in items]
    contact = wiring.contact_cipher().open(wiring.tickets().identity(ticket["id"]), ticket["id"])
    assert (contact.notify, contact.language) == (("sms",), "en")


def test_the_form_offers_what_the_stage_has_and_ticks_nothing_by_itself(browser):
    page = browser.get("/lapor?layanan=lampu-jalan")
    assert "Kabari saya lewat SMS" in page.text
    assert {"notify_sms", "notify_email"} <= page.ids
    assert not {"notify_sms", "notify_email"} & set(page.form("/lapor").fields)


def test_a_stage_that_is_not_set_up_offers_nothing_and_promises_nothing(browser, monkeypatch):
    monkeypatch.setenv("SEDULUR_MESSAGES", "off")
    page = browser.get("/lapor?layanan=lampu-jalan")
    assert "Kabari saya" not in page.text
    filled = {"description": STORY, "area": DESA, "phone": "081234567890", "notify_sms": "1"}
    receipt = browser.send(page.form("/lapor"), **filled)
    assert receipt.status == 200
    assert "SMS" not in receipt.text


def test_the_receipt_says_that_news_will_come(browser):
    form = browser.get("/lapor?layanan=lampu-jalan").form("/lapor")
    filled = {"description": STORY, "area": DESA, "phone": "081234567890", "notify_sms": "1"}
    assert "Perkembangannya kami kabarkan lewat SMS." in browser.send(form, **filled).text


def test_who_ticks_sms_without_a_number_is_asked_for_it_and_the_tick_stays(browser):
    form = browser.get("/lapor?layanan=lampu-jalan&lang=en").form("/lapor")
    page = browser.send(form, description=STORY, area=DESA, notify_sms="1")
    assert page.status == 422
    assert "Write your mobile number, so that we can send you SMS." in page.of("phone-error")
    assert page.form("/lapor").fields["notify_sms"] == "1"


# ---- the first question


def test_a_strangers_link_shows_nothing_of_the_report_but_the_question_and_either_answer_is_kept(world, browser):
    for answer, said in (("resume", "Baik, kami kabari lagi."), ("stop", "Baik, kami berhenti.")):
        ticket, _ = world.report(wanting("sms"))
        number = ticket["id"]
        world.pump()
        assert deliveries(number) == {"reporter/sms": "sent"}
        address = f"/berhenti/{token(wiring.tickets().get(number).ticket.secret_hash, 'sms')}"
        page = browser.get(address)
        assert "Anda mau dikabari lewat SMS?" in page.text
        assert number not in page.html
        assert "Diterima" not in page.text
        page = browser.send(page.form(address), step=answer)
        assert said in page.text
        kept = wiring.subscriptions().of(number)
        assert (kept.pending, kept.stopped) == ((set(), set()) if answer == "resume" else ({"sms"}, {"sms"}))


def test_who_has_agreed_is_not_asked_for_the_next_report(world, browser):
    body = wanting("sms")
    first = world.report(body)[0]["id"]
    world.pump()
    address = f"/k/{token(wiring.tickets().get(first).ticket.secret_hash, 'sms')}"
    browser.send(browser.get(address).form("/berhenti/" + address.rpartition("/")[2]), step="resume")
    second = world.report(body)[0]["id"]
    world.pump()
    assert wiring.subscriptions().of(second).pending == frozenset()
    assert deliveries(second) == {"reporter/sms": "sent"}


# ---- the messages and their end


def test_a_reporter_who_asked_for_it_is_told(world):
    number, _ = notified(world, "sms", "email")
    assert deliveries(number) == {"reporter/sms": "sent", "reporter/email": "sent"}
    assert world.failures == []


def test_looking_at_the_page_ends_nothing_since_mail_scanners_look_too(world, browser):
    number, (address,) = notified(world, "email")
    for _ in range(3):
        page = browser.get(address)
    assert page.status == 200
    assert "Anda menerima surel tentang laporan ini." in page.text
    assert number in page.text
    assert wiring.subscriptions().of(number).stopped == frozenset()
    assert browser.answer.headers["Cache-Control"] == "no-store"
    assert browser.answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_button_ends_the_messages_and_gives_them_back(world, browser):
    number, (address,) = notified(world, "sms")
    page = browser.send(browser.get(address).form(address), step="stop")
    assert "Baik, kami berhenti." in page.text
    assert wiring.subscriptions().of(number).stopped == {"sms"}
    page = browser.send(page.form(address), step="resume")
    assert "Baik, kami kabari lagi." in page.text
    assert wiring.subscriptions().of(number).stopped == frozenset()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'),
        (FORM, b""),
    ],
)  # fmt: skip
def test_one_post_of_a_mail_program_ends_the_letters(world, kind, body):
    number, (_, address) = notified(world, "sms", "email")
    answer = world.request("POST", address, body, content_type=kind)
    assert answer.status_code == 200
    assert wiring.subscriptions().of(number).stopped == {"email"}


def test_nothing_is_sent_by_a_channel_that_was_ended(world):
    number, (address,) = notified(world, "sms")
    world.request("POST", address, b"", content_type=FORM)
    wiring.subscriptions().resume(Link(number, "email"))
    world.work("messages", world.stream_record(number, 1).replace("ticket.received", "ticket.archived"))
    assert deliveries(number) == {"reporter/sms": "sent"}


def test_a_link_works_in_small_letters_and_a_short_one_leads_to_the_same_page(world, browser):
    _, (address,) = notified(world, "sms")
    same = browser.get(address).text
    assert browser.get(f"/berhenti/{address.rpartition('/')[2].lower()}").text == same
    assert browser.get(f"/k/{address.rpartition('/')[2]}").text == same


@pytest.mark.parametrize("path", ["/k/0123456789AB", "/berhenti/x", "/berhenti/%00%ff", "/k/..%2f.."])
def test_an_unknown_link_is_told_and_changes_nothing(browser, path):
    page = browser.get(path)
    assert page.status == 404
    assert "Tautan ini tidak kami kenal" in page.text
    assert browser.post(path, b"").status in (404, 405)


def test_the_page_of_an_anonymous_report_does_not_lead_to_what_was_reported(world, browser):
    number, (address,) = notified(world, "sms", visibility="anonymous")
    page = browser.get(address)
    assert number not in page.html
    assert "Laporan ini anonim" in page.text
    assert not [word for word in ("Lampu", "lampu", "Sukolilo", "Dinas") if word in page.text]


def test_the_page_tells_nothing_of_who_reported(world, browser):
    _, (address,) = notified(world, "sms")
    page = browser.get(f"{address}?lang=en")
    assert "You get SMS messages about this report." in page.text
    assert not [word for word in PRIVATE if word in page.html]


def test_the_reporter_of_a_merged_report_is_told_with_the_own_number(world):
    original, _ = notified(world, "sms")
    own, _ = notified(world, "sms")
    coordinator = Actor("koordinator", roles=frozenset({"coordinator"}))
    wiring.staff_actions().take("merge", own, coordinator, StepInput(into=original, text="Lampu yang sama."))
    world.pump()
    dishub = Actor("rina", frozenset({"DISHUB"}))
    for step in ("accept", "start", "finish"):
        wiring.staff_actions().take(step, original, dishub, StepInput(text="Sudah menyala."), "DISHUB")
    world.pump()
    assert deliveries(own) == {"reporter/sms": "sent"}
    assert deliveries(original) == {"reporter/sms": "sent", f"reporter/{own}/sms": "sent"}
    assert world.failures == []


# ---- failures


def test_no_log_line_and_no_metric_tells_who_was_told(world, capsys):
    notified(world, "sms", "email")
    seen = capsys.readouterr()
    assert "MessagesSent" in seen.out
    assert not [word for word in PRIVATE if word in seen.out + seen.err]


def test_a_failure_tells_no_address_in_the_logs_either(world, capsys, monkeypatch):
    """Nobody has introduced this sender to SES: its refusal quotes addresses."""
    ticket, _ = world.report(wanting("email"))
    messenger = wiring.ports.messenger
    changed = type(messenger)(type(messenger.sender)(email=True, address="asing@lain.example"))
    monkeypatch.setattr(wiring.ports, "messenger", changed)
    with pytest.raises(Exception, match="1 of 1 records failed") as raised:
        world.work("messages", world.stream_record(ticket["id"]))
    seen = capsys.readouterr()
    (line,) = [each for each in wiring.ledger().of(ticket["id"]) if each.audience == "reporter/email"]
    assert (line.state, line.reason) == ("failed", "MessageRejected")
    assert not [word for word in PRIVATE if word in seen.out + seen.err + repr(raised.value)]
