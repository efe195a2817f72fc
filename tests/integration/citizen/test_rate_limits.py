"""The brake of the form: puzzle or patience, the form again with everything typed, and no photo kept of strangers."""

import re
from datetime import timedelta

import pytest

from chalicelib import names, wiring
from chalicelib.domain.errors import RateLimited
from chalicelib.flow.tickets.intake import Intake
from tests.integration.api.test_rate_limits import from_outside
from tests.integration.citizen.test_pages import FORM, STORY, send, the_form
from tests.support.puzzles import solution_of
from tests.support.stage.html_page import Page
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import ACCOUNT, DESA, client

__all__ = ["from_outside"]

TYPED = {"description": STORY, "area": DESA}


@pytest.fixture
def later(monkeypatch):
    """`later(seconds=5)`: that much time passes."""
    passed = [timedelta()]
    clock = wiring.ports.clock

    def forward(**span):
        passed[0] += timedelta(**span)

    monkeypatch.setattr(wiring.ports, "clock", lambda: clock() + passed[0], raising=False)
    return forward


def solved(form, **changes):
    return {**TYPED, "solution": solution_of(form.fields["puzzle"]), **changes}


def test_a_solved_form_gets_its_receipt_at_once(world, from_outside):
    from_outside("203.0.113.1")
    form = the_form(world)
    assert send(world, form, **solved(form)).status == 200


def test_without_scripts_a_form_that_was_open_for_five_seconds_gets_its_receipt(world, from_outside, later):
    from_outside("203.0.113.1")
    form = the_form(world)
    again = send(world, form, **TYPED, address="Pinggir kali", name="Sri")
    assert again.status == 429
    assert again.headers["Retry-After"] == "5"
    assert "Tunggu 5 detik" in again.of("ramai")
    kept = again.form("/lapor")
    assert {name: kept.fields[name] for name in ("description", "area", "address", "name", "key", "puzzle")} == {
        **TYPED, "address": "Pinggir kali", "name": "Sri", "key": form.fields["key"], "puzzle": form.fields["puzzle"],
    }  # fmt: skip
    later(seconds=5)
    assert send(world, kept).status == 200


def test_a_correction_needs_no_second_wait_and_no_second_puzzle(world, from_outside, later):
    from_outside("203.0.113.1")
    form = the_form(world)
    later(seconds=5)
    corrected = send(world, form, description="pendek").form("/lapor")
    assert send(world, corrected, **TYPED).status == 200
    form = the_form(world)
    corrected = send(world, form, **solved(form, description="pendek")).form("/lapor")
    assert send(world, corrected, **TYPED).status == 200


def test_while_many_report_from_one_block_a_form_gets_a_harder_puzzle_and_is_sent_again_by_itself(world, from_outside):
    from_outside("203.0.114.1")
    for _ in range(12):
        form = the_form(world)
        answer = send(world, form, **solved(form))
    assert answer.status == 429
    again = answer.form("/lapor")
    assert (again.fields["puzzle"].split(".")[1], again.fields["solution"]) == ("10", "")
    assert again.fields["key"] == form.fields["key"]
    assert 'data-resend="1"' in answer.html
    assert send(world, again, **solved(again)).status == 200


def test_a_form_that_never_finds_room_stops_sending_itself(world, from_outside, monkeypatch):
    monkeypatch.setattr("chalicelib.http.citizen.form_admission.BY_ITSELF", 3)
    from_outside("203.0.113.1")
    form = the_form(world)
    answers = []
    for _ in range(5):
        answer = send(world, form, **TYPED)
        answers.append("data-resend" in answer.html)
        form = answer.form("/lapor")
    assert answers == [True] * 3 + [False] * 2


def test_work_that_was_done_is_not_asked_for_again(world, from_outside, monkeypatch):
    from_outside("203.0.116.1")
    monkeypatch.setattr(Intake, "submit", refusing(RateLimited(4, 7)))
    form = the_form(world)
    for wait in (4, 4, 4, 4, 4):
        answer = send(world, form, **solved(form))
        again = answer.form("/lapor")
        assert answer.status == 429
        assert (again.fields["puzzle"], again.fields["solution"]) == (
            form.fields["puzzle"],
            solution_of(form.fields["puzzle"]),
        )
        assert f'data-resend="{wait}"' in answer.html
        form = again


def test_a_wrong_solution_is_thrown_away_with_its_puzzle(world, from_outside):
    from_outside("203.0.113.1")
    form = the_form(world)
    again = send(world, form, **TYPED, solution="salah").form("/lapor")
    assert again.fields["solution"] == ""


def refusing(limited):
    def submit(*_, **__):
        raise limited

    return submit


def test_nobody_sends_a_form_that_we_did_not_make(world, from_outside, later):
    from_outside("203.0.113.1")
    form = the_form(world)
    later(minutes=5)
    for forged in ({"puzzle": ""}, {"key": "k" * 32}):
        assert send(world, form, **TYPED, **forged).status == 429


def test_the_receipt_makes_the_device_known_by_a_cookie_that_no_script_reads(world, from_outside):
    from_outside("203.0.113.1")
    form = the_form(world)
    cookie, _ = send(world, form, **solved(form)).headers["Set-Cookie"]
    assert cookie.startswith(("__Host-perangkat=", "__Secure-perangkat="))
    for attribute in ("HttpOnly", "SameSite=Lax", "Secure", "Max-Age=31536000"):
        assert attribute in cookie


def test_a_known_device_passes_where_its_block_is_full(world, from_outside, later):
    from_outside("203.0.115.1")
    form = the_form(world)
    cookie, _ = send(world, form, **solved(form)).headers["Set-Cookie"]
    later(days=1, minutes=1)
    for _ in range(12):
        form = the_form(world)
        full = send(world, form, **solved(form))
    assert full.status == 429
    form = the_form(world)
    body = form.body(**solved(form))
    answer = world.post(
        form.action, body, content_type="application/x-www-form-urlencoded", cookie=cookie.split(";")[0]
    )
    assert answer.status_code == 200


def test_a_photo_in_a_form_that_shows_neither_work_nor_patience_is_not_kept(world, from_outside):
    from_outside("203.0.113.1")
    form = the_form(world)
    boundary = "batas"
    fields = {**form.fields, **TYPED}
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="photo"; filename="x"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n'
    body = "".join([*parts, file, f"--{boundary}--\r\n"]).encode()
    before = stored(world)
    again = Page(world.post("/lapor", body, content_type=f"multipart/form-data; boundary={boundary}"))
    assert again.status == 429
    assert "Pilih fotonya sekali lagi" in again.text
    assert stored(world) == before


def stored(world):
    answer = client("s3").list_objects_v2(Bucket=names.photos(world.stage, ACCOUNT))
    return [each["Key"] for each in answer.get("Contents", ())]


def test_opening_a_form_reads_and_writes_nothing(world, from_outside, calls):
    from_outside("203.0.113.1")
    the_form(world)
    assert calls == []


def test_me_too_is_braked_in_words_though_the_cookie_is_thrown_away(world, from_outside, report):
    number = report()
    from_outside("203.0.113.99")
    answers = [world.post(f"/laporan/{number}/saya-juga", b"", content_type=FORM) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Tunggu" in Page(answers[-1]).text
    assert int(answers[-1].headers["Retry-After"]) > 200


def test_ten_identical_reports_of_one_browser_are_one(world):
    browser = Browser(world)
    pages = [browser.send(browser.get(LAMP).form("/lapor"), **TYPED) for _ in range(10)]
    assert [page.status for page in pages] == [200] + [409] * 9
    number = re.search(r"PTI-\w{4}-\w{4}", pages[0].text)[0]
    assert all(number in page.text and "Laporan yang sama sudah kami terima" in page.text for page in pages[1:])
    assert not re.search(r"([0-9A-Z]{4} ){6}[0-9A-Z]{2}", pages[1].text), "no secret code"
    assert pages[1].form("/lapor").fields["description"] == STORY
    another = browser.send(pages[1].form("/lapor"), description=f"{STORY} Di gang sebelah juga.")
    assert another.status == 200


def test_identical_reports_of_two_browsers_are_two_and_neither_learns_of_the_other(world):
    numbers = set()
    for _ in range(2):
        browser = Browser(world)
        page = browser.send(browser.get(LAMP).form("/lapor"), **TYPED)
        numbers.add(re.search(r"PTI-\w{4}-\w{4}", page.text)[0])
    assert len(numbers) == 2


@pytest.mark.parametrize("visibility", ["anonymous", "confidential"])
def test_a_browser_keeps_no_trace_of_a_report_that_is_not_public(world, visibility):
    browser = Browser(world)
    browser.send(browser.get(LAMP).form("/lapor"), **TYPED, visibility=visibility)
    assert set(browser.cookies) == {"perangkat"}


def test_reloading_the_receipt_gives_the_same_receipt_though_the_browser_remembers_the_report(world):
    browser = Browser(world)
    form = browser.get(LAMP).form("/lapor")
    first, second = (browser.send(form, **TYPED) for _ in range(2))
    assert first.html == second.html
    assert second.status == 200


LAMP = "/lapor?layanan=lampu-jalan"
