"""The reporter's side of a ticket's page: with the secret in the form, never in an address."""

import pytest

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.city import date_format
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.factory import a_coordinator
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import a_body

DISHUB = Actor("rina", frozenset({"DISHUB"}))


@pytest.fixture
def browser(world):
    return Browser(world)


@pytest.fixture
def lamp(world):
    """Number and secret of a report that DISHUB leads."""
    ticket, secret = world.report(a_body())
    world.pump()
    return ticket["id"], secret


def opened(browser, number, secret):
    """The page as the reporter sees it, from the form on the public one."""
    return browser.send(browser.get(f"/laporan/{number}").step("open"), secret=secret)


def staff_does(number, step, text="", opd="DISHUB"):
    work = wiring.staff_actions()
    if opd:
        return work.take(step, number, DISHUB, StepInput(text=text), opd)
    return work.take(step, number, DISHUB, StepInput(text=text))


def test_the_secret_opens_what_only_the_reporter_can_do(browser, lamp):
    page = opened(browser, *lamp)
    assert page.steps == {("message", ""), ("withdraw", "")}
    assert browser.answer.headers["Cache-Control"] == "no-store"
    assert browser.trail == [f"/laporan/{lamp[0]}"]
    assert [address for address in page.addresses if lamp[1] in address] == []


def test_any_spelling_of_the_secret_will_do(browser, lamp):
    number, secret = lamp
    spelt = " ".join(secret.lower()[n : n + 4] for n in range(0, len(secret), 4))
    assert ("message", "") in opened(browser, number, spelt).steps


@pytest.mark.parametrize("secret", ["", "x", "0" * 26])
def test_a_wrong_secret_opens_nothing_and_can_be_typed_again(browser, lamp, secret):
    page = opened(browser, lamp[0], secret)
    assert page.status == 403
    assert "bukan kode laporan ini" in page.of("secret-error")
    assert page.steps == {("open", "")}


def test_the_secret_of_one_report_is_nothing_to_another(world, browser, lamp):
    other = world.report(a_body())[0]["id"]
    form = opened(browser, *lamp).step("withdraw")
    form.action = f"/laporan/{other}"
    assert browser.send(form).status == 403
    assert str(wiring.tickets().get(other).ticket.status) == "received"


def test_a_confidential_report_is_readable_for_its_reporter_alone(world, browser):
    ticket, secret = world.report(a_body(visibility="confidential"))
    assert "padam sejak" not in browser.get(f"/laporan/{ticket['id']}").html
    assert "padam sejak" in opened(browser, ticket["id"], secret).text
    refused = opened(browser, ticket["id"], "x")
    assert "padam sejak" not in refused.html


def test_what_was_asked_for_is_answered_and_work_goes_on(browser, lamp):
    staff_does(lamp[0], "ask", "Tiang nomor berapa?", opd="")
    assert "Dinas menunggu keterangan" in browser.get(f"/laporan/{lamp[0]}").text
    page = opened(browser, *lamp)
    assert "Tiang nomor berapa?" in page.of("milik")
    until = date_format.day(wiring.city().calendar.due(wiring.now(), 10), "WIB")
    assert f"Jawab paling lambat {until}." in page.of("milik")
    answered = browser.send(page.step("message"), text="Tiang nomor 17, dekat pos ronda.")
    assert "sudah sampai" in answered.text
    assert "Tiang nomor 17" in answered.text
    case = wiring.tickets().get(lamp[0])
    assert str(case.ticket.status) == "dispatched"
    assert "Tiang nomor 17" not in browser.get(f"/laporan/{lamp[0]}").html


def test_the_end_is_disputed_with_a_reason_and_then_confirmed_and_rated(browser, lamp):
    staff_does(lamp[0], "accept")
    staff_does(lamp[0], "finish", "Sudah diganti.")
    page = opened(browser, *lamp)
    assert page.steps == {("confirm", ""), ("dispute", ""), ("rate", ""), ("message", "")}
    assert "Anda bisa membantah sampai" in page.text
    refused = browser.send(page.step("dispute"), text="")
    assert refused.status == 409
    assert "Tulis dulu keterangannya" in refused.of("kesalahan")
    assert "Penanganan dibuka lagi" in browser.send(page.step("dispute"), text="Lampunya masih mati.").text
    staff_does(lamp[0], "finish", "Kabelnya yang putus, sudah disambung.")
    closed = browser.send(opened(browser, *lamp).step("confirm"))
    assert "Laporan ditutup" in closed.text
    assert closed.steps == {("rate", "")}
    assert browser.send(closed.step("rate")).status == 422
    rated = browser.send(closed.step("rate"), stars="4", text="Cepat setelah dibantah.")
    assert "Nilai Anda: 4 dari 5" in rated.text
    assert rated.steps == set()


def test_the_reporter_of_a_merged_report_disputes_the_end_of_the_one_that_it_follows(world, browser, lamp):
    (original, _), (ticket, secret) = lamp, world.report(a_body())
    number = ticket["id"]
    world.pump()
    wiring.staff_actions().take("merge", number, a_coordinator(), StepInput(into=original, text="Tiang yang sama."))
    page = opened(browser, number, secret)
    assert "Ini bukan hal yang sama" in page.of("milik")
    for step in ("accept", "start", "finish"):
        staff_does(original, step, "Sudah menyala.")
    page = opened(browser, number, secret)
    assert page.steps == {("dispute", "")}, "nobody closes a report for others"
    assert "Apakah masalahnya sudah selesai?" in page.of("milik")
    page = browser.send(page.step("dispute"), text="Masih mati di depan rumah saya.")
    assert "Penanganan dibuka lagi" in page.of("milik")
    assert f"Pelapor laporan {number}, yang digabung ke sini, menyatakan" in browser.get(f"/laporan/{original}").text
    assert "Masih mati di depan rumah saya." not in browser.get(f"/laporan/{original}").text


def test_a_report_is_taken_back_only_before_work_begins(browser, lamp):
    page = opened(browser, *lamp)
    staff_does(lamp[0], "accept")
    late = browser.send(page.step("withdraw"), text="Sudah menyala lagi.")
    assert late.status == 409
    assert "Laporan ini baru saja berubah" in late.of("kesalahan")
    assert "Sudah menyala lagi." in late.of("kesalahan")
    assert ("withdraw", "") not in late.steps


def test_a_report_that_is_taken_back_is_archived(browser, lamp):
    gone = browser.send(opened(browser, *lamp).step("withdraw"))
    assert "sudah ditarik" in gone.text
    assert str(wiring.tickets().get(lamp[0]).ticket.status) == "archived"


def test_a_message_that_is_sent_twice_counts_once(browser, lamp):
    form = opened(browser, *lamp).step("message")
    for _ in range(2):
        assert "sudah sampai" in browser.send(form, text="Kapan kira-kira?").text
    assert len(wiring.tickets().get(lamp[0], internal=True).notes) == 1


def test_who_is_too_late_keeps_what_was_typed(browser, lamp):
    page = opened(browser, *lamp)
    staff_does(lamp[0], "accept")
    late = browser.send(page.step("message"), text="Kapan kira-kira?")
    assert late.status == 409
    assert "menerima tugasnya" in late.of("kesalahan")
    assert late.step("message").fields["text"].strip() == "Kapan kira-kira?"
    assert "sudah sampai" in browser.send(late.step("message")).text


def test_the_room_of_the_opds_stays_among_them(browser, lamp):
    wiring.staff_actions().take("room", lamp[0], DISHUB, StepInput(text="Suku cadang habis, jangan bilang dulu."))
    page = opened(browser, *lamp)
    assert "Suku cadang" not in page.html
    assert "ruang kerja" not in page.text


@pytest.mark.parametrize("step", ["explode", "identity", "accept", "__class__"])
def test_a_step_that_is_not_the_reporters_is_not_there(browser, lamp, step):
    body = f"step={step}&secret={lamp[1]}".encode()
    assert browser.post(f"/laporan/{lamp[0]}", body).status == 404


def test_opening_is_one_query_and_a_step_one_transaction_more(browser, lamp, calls):
    form = browser.get(f"/laporan/{lamp[0]}").step("open")
    calls.clear()
    page = browser.send(form, secret=lamp[1])
    assert calls == ["Query"]
    calls.clear()
    browser.send(page.step("message"), text="Kapan?")
    assert calls == ["Query", "TransactWriteItems"]


def test_the_receipt_says_what_the_secret_is_for(browser):
    form = browser.get("/lapor?layanan=lampu-jalan").form("/lapor")
    receipt = browser.send(form, description="Lampu jalan padam sejak tiga malam.", area="33.18.01.2009")
    assert "menyetujui atau membantah" in receipt.text
