"""Signing in and out of the console, as a browser without scripts does it."""

import re

import pytest

from infra.local.emulator.moto_accounts import RESET_CODE
from tests.support.stage.accounts import FIRST, PASSWORD, code
from tests.support.stage.gateway_events import event
from tests.support.stage.html_page import Page
from tests.support.stage.scriptless_browser import FORM, Browser
from tests.support.stage.stage_world import CONTEXT

OWN_PASSWORD = "Milik-Sendiri-22"
GUESTS = {"tamu"}
"""All that a browser keeps while nobody is signed in."""


@pytest.fixture(scope="module")
def rina(people):
    return people.add("opd-DISHUB")


@pytest.fixture
def browser(world):
    return Browser(world)


def test_an_officer_signs_in_and_sees_the_inbox_of_the_own_opd(browser, rina):
    shown = browser.sign_in(rina)
    assert browser.trail == ["/petugas/masuk", "/petugas"]
    assert shown.title.startswith("Dinas Perhubungan")
    assert rina in shown.text


def test_who_is_not_signed_in_is_asked_to_and_led_back(browser, rina, world):
    shown = browser.get("/petugas/akun")
    assert browser.trail == ["/petugas/akun", "/petugas/masuk?ke=%2Fpetugas%2Fakun"]
    assert "Masuk sebagai petugas" in shown.title
    assert "Akun Anda" in browser.send(shown.form("/petugas/masuk"), username=rina, password=PASSWORD).title


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/petugas", "//evil.example/petugas", "/laporan", "/petugasx", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_place_than_the_console(browser, rina, elsewhere):
    form = browser.get("/petugas/masuk").form("/petugas/masuk")
    browser.send(form, username=rina, password=PASSWORD, ke=elsewhere)
    assert browser.trail[1] == "/petugas"


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_the_name_stays(browser, rina):
    wrong = browser.sign_in(rina, "Salah-Sekali-99")
    unknown = browser.sign_in("tidak.ada", "Salah-Sekali-99")
    assert (wrong.status, unknown.status) == (401, 401)
    assert wrong.of("kesalahan") == unknown.of("kesalahan")
    assert wrong.form("/petugas/masuk").fields["username"] == rina
    assert "Salah-Sekali-99" not in wrong.html
    assert set(browser.cookies) == GUESTS


def test_a_form_of_another_site_signs_nobody_in(browser, rina):
    form = browser.get("/petugas/masuk").form("/petugas/masuk")
    refused = browser.send(form, headers={"sec_fetch_site": "cross-site"}, username=rina, password=PASSWORD)
    assert refused.status == 403
    assert set(browser.cookies) == GUESTS


@pytest.mark.parametrize("path", ["/petugas/masuk", "/petugas/lupa"])
@pytest.mark.parametrize("silent", ["", "none"])
def test_a_form_of_another_site_is_no_good_though_the_browser_does_not_say_where_it_is_from(
    browser, rina, path, silent
):
    """Another site can have a form of its own visit, but neither read nor set what our visitor's browser keeps."""
    form, theirs = browser.get(path).form(path), Browser(browser.world).get(path).form(path).fields["csrf"]
    for forged in (theirs, "", None):
        fields = {"username": rina, "password": PASSWORD, "csrf": forged}
        refused = browser.send(form, headers={"sec_fetch_site": silent}, **fields)
        assert refused.status == 403
        assert "Buka lagi halamannya" in refused.text
        assert set(browser.cookies) == GUESTS


def test_who_keeps_no_cookies_is_told_and_the_form_works_once_they_are_kept(browser, rina):
    form = browser.get("/petugas/masuk").form("/petugas/masuk")
    browser.cookies.clear()
    refused = browser.send(form, username=rina, password=PASSWORD)
    assert refused.status == 403
    assert "kuki" in refused.text
    assert "Dinas Perhubungan" in browser.sign_in(rina).title


def test_two_windows_of_one_browser_can_both_sign_in(browser, rina):
    first, second = (browser.get("/petugas/masuk").form("/petugas/masuk") for _ in range(2))
    assert first.fields["csrf"] == second.fields["csrf"]
    assert "Dinas Perhubungan" in browser.send(first, username=rina, password=PASSWORD).title
    assert "Dinas Perhubungan" in browser.send(second, username=rina, password=PASSWORD).title


def test_the_first_sign_in_asks_for_a_password_of_ones_own(browser, people):
    name = people.add("opd-DLH", is_new=True)
    asked = browser.sign_in(name, FIRST)
    assert "kata sandi Anda sendiri" in asked.title
    form = asked.form("/petugas/masuk")
    assert FIRST not in asked.html
    assert "Lingkungan Hidup" in browser.send(form, new_password=OWN_PASSWORD).title
    assert "Lingkungan Hidup" in Browser(browser.world).sign_in(name, OWN_PASSWORD).title


def test_a_sign_in_that_took_too_long_begins_again(browser, people):
    name = people.add("opd-DLH", is_new=True)
    form = browser.sign_in(name, FIRST).form("/petugas/masuk")
    over = browser.send(form, session="tampered", new_password=OWN_PASSWORD)
    assert over.status in (400, 401)
    assert "password" in over.form("/petugas/masuk").fields


def test_the_authenticator_is_switched_on_in_the_account_and_asked_for_from_then_on(browser, people):
    name = people.add("opd-DLH")
    browser.sign_in(name)
    begun = browser.send(browser.get("/petugas/akun").form_with("/petugas/akun", "password"), password=PASSWORD)
    form = begun.form_with("/petugas/akun", "secret")
    secret = form.fields["secret"]
    assert "<svg" in begun.html.partition('class="qr"')[2]
    assert secret in begun.text
    wrong = browser.send(form, code="000000" if code(secret) != "000000" else "111111")
    assert (wrong.status, wrong.form_with("/petugas/akun", "secret").fields["secret"]) == (422, secret)
    assert "salah" in wrong.of("code-error")
    assert "Autentikator menyala" in browser.send(form, code=code(secret)).text

    again = Browser(browser.world)
    asked = again.sign_in(name)
    assert "Kode keamanan" in asked.title
    assert set(again.cookies) == GUESTS
    assert "Lingkungan Hidup" in again.send(asked.form("/petugas/masuk"), code=code(secret)).title


def test_who_forgot_the_password_learns_the_same_whether_there_is_such_an_account(browser, rina):
    known = browser.send(browser.get("/petugas/lupa").form("/petugas/lupa"), username=rina)
    unknown = browser.send(browser.get("/petugas/lupa").form("/petugas/lupa"), username="tidak.ada")
    assert known.status == unknown.status == 200
    assert known.text == unknown.text


def test_a_forgotten_password_is_set_anew_with_the_code(browser, people):
    name = people.add("opd-DLH", email="budi@dlh.example")
    form = browser.send(browser.get("/petugas/lupa").form("/petugas/lupa"), username=name).form("/petugas/lupa")
    wrong = browser.send(form, code="000000", new_password=OWN_PASSWORD)
    assert wrong.status == 422
    assert "salah" in wrong.of("code-error")
    assert OWN_PASSWORD not in wrong.html
    assert "Kata sandi baru tersimpan" in browser.send(form, code=RESET_CODE, new_password=OWN_PASSWORD).text
    assert "Lingkungan Hidup" in browser.sign_in(name, OWN_PASSWORD).title


def test_signing_out_ends_the_session_for_good(browser, rina):
    page = browser.sign_in(rina)
    stolen = dict(browser.cookies)
    assert "Anda sudah keluar" in browser.send(page.form("/petugas/keluar")).text
    assert set(browser.cookies) == GUESTS
    thief = Browser(browser.world, {"sesi": stolen["sesi"]})
    assert "Masuk sebagai petugas" in thief.get("/petugas").title


def test_a_session_that_was_planted_before_does_not_survive_the_sign_in(browser, rina, people):
    Browser.sign_in(attacker := Browser(browser.world), people.add("opd-DLH"))
    victim = Browser(browser.world, dict(attacker.cookies))
    victim.send(victim.get("/petugas/masuk").form("/petugas/masuk"), username=rina, password=PASSWORD)
    assert victim.cookies["sesi"] != attacker.cookies["sesi"]
    assert "Lingkungan Hidup" in attacker.get("/petugas").title
    assert "Dinas Perhubungan" in victim.get("/petugas").title


@pytest.mark.parametrize("path", ["/petugas/keluar", "/petugas/akun"])
@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_without_the_sessions_token_does_nothing(browser, rina, path, token):
    page = browser.sign_in(rina)
    form = page.form("/petugas/keluar")
    form.action = path
    assert browser.send(form, csrf=token).status == 403
    assert "Dinas Perhubungan" in browser.get("/petugas").title


def test_the_token_of_another_session_is_no_good(browser, rina):
    other = Browser(browser.world).sign_in(rina).form("/petugas/keluar").fields["csrf"]
    page = browser.sign_in(rina)
    assert browser.send(page.form("/petugas/keluar"), csrf=other).status == 403


def test_what_was_typed_when_the_session_ended_can_be_copied(browser, rina):
    browser.sign_in(rina)
    browser.cookies.clear()
    over = browser.post("/petugas/laporan/PTI-7K3M-9QXF", b"step=answer&text=Kami+datang+besok.")
    assert over.status == 401
    assert "Kami datang besok." in over.html
    assert "Masuk" in over.links


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"text=\xff", FORM, 400), (b"text=" + b"a" * 70_000, FORM, 413), (b"{}", "text/plain", 415)],
    ids=["broken", "too large", "no form"],
)
def test_an_unreadable_form_after_the_session_ended_is_told_as_such(browser, body, kind, status):
    page = browser.post("/petugas/laporan/PTI-7K3M-9QXF", body, content_type=kind)
    assert page.status == status
    assert "<h1" in page.html


def at_gateway(world, path, *, base, body=None, cookie="", resource=None, **query):
    """The console as it lives behind API Gateway, by HTTPS below a stage."""
    headers = {
        "host": "abc.execute-api.ap-southeast-3.amazonaws.com", "x-forwarded-proto": "https", "cookie": cookie,
        "content-type": "application/x-www-form-urlencoded" if body is not None else "",
    }  # fmt: skip
    asked = event(
        path, base=base, method="GET" if body is None else "POST", body=body, query=query or None, resource=resource,
        **{name: value for name, value in headers.items() if value},
    )  # fmt: skip
    return world.app(asked, CONTEXT)


def signed_in_at_gateway(world, username, base):
    """The answer to the sign-in form, filled in by somebody who has come for the first time."""
    shown = at_gateway(world, "/petugas/masuk", base=base)
    kept = shown["multiValueHeaders"]["Set-Cookie"][0].partition(";")[0]
    token = re.search(r'name="csrf" value="(\w+)"', shown["body"])[1]
    body = f"username={username}&password={PASSWORD}&ke=&csrf={token}"
    return at_gateway(world, "/petugas/masuk", base=base, body=body, cookie=kept)


@pytest.mark.parametrize(("base", "prefix", "path"), [("/api", "__Secure-", "/api"), ("", "__Host-", "/")])
def test_cookies_are_for_our_own_path_by_https_and_out_of_reach_of_scripts(world, rina, base, prefix, path):
    signed = signed_in_at_gateway(world, rina, base)
    assert (signed["statusCode"], signed["headers"]["Location"]) == (303, f"{base}/petugas")
    cookies = signed["multiValueHeaders"]["Set-Cookie"]
    assert [cookie.partition("=")[0] for cookie in cookies] == [f"{prefix}akses", f"{prefix}sesi"]
    for cookie in cookies:
        assert {f"Path={path}", "HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_every_link_and_form_of_the_console_leads_below_the_base_path(world, rina):
    signed = signed_in_at_gateway(world, rina, "/api")
    cookie = "; ".join(each.partition(";")[0] for each in signed["multiValueHeaders"]["Set-Cookie"])
    for path in ("/petugas", "/petugas/akun", "/petugas/cari"):
        response = at_gateway(world, path, base="/api", cookie=cookie)
        assert response["statusCode"] == 200, path
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', response["body"])
        assert addresses
        assert [each for each in addresses if not each.startswith(("/api/", "#"))] == []


@pytest.mark.parametrize("path", ["/petugas/masuk", "/petugas/lupa", "/petugas", "/petugas/akun", "/petugas/cari"])
def test_pages_of_the_console_are_kept_nowhere_and_run_nothing_inline(browser, rina, path):
    browser.sign_in(rina)
    shown = browser.get(path)
    headers = browser.answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", shown.html)
    assert [each for each in shown.addresses if "://" in each] == []


def test_the_console_speaks_english_too_on_every_link(browser, rina):
    shown = browser.sign_in(rina, path="/petugas/masuk?lang=en")
    assert isinstance(shown, Page)
    assert shown.language == "en"
    inside = [a for a in shown.addresses if a.startswith("/petugas")]
    assert len([a for a in inside if "lang=en" not in a]) == 1


def test_one_changes_the_own_password_and_signs_in_again(browser, people):
    name = people.add("opd-DLH")
    browser.sign_in(name)
    form = browser.get("/petugas/akun").form_with("/petugas/akun", "old_password")
    wrong = browser.send(form, old_password="Salah-Sekali-12", new_password=OWN_PASSWORD)
    assert (wrong.status, "Kata sandi ini salah" in wrong.text) == (422, True)
    weak = browser.send(form, old_password=PASSWORD, new_password="lemah")
    assert weak.status == 422
    changed = browser.send(form, old_password=PASSWORD, new_password=OWN_PASSWORD)
    assert "Kata sandi baru tersimpan" in changed.text
    assert "password" in browser.get("/petugas").form("/petugas/masuk").fields, "this session is over too"


def test_an_authenticator_is_set_up_with_the_password_only(browser, people):
    browser.sign_in(people.add("opd-DLH"))
    form = browser.get("/petugas/akun").form_with("/petugas/akun", "password")
    for password in ("", "Salah-Sekali-12"):
        refused = browser.send(form, password=password)
        assert (refused.status, "<svg" in refused.html.partition('class="qr"')[2]) == (422, False)
