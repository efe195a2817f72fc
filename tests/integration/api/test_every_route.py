"""What is true of every address that there is, and of each that will be added: headers, and forms that are our own."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from chalicelib import wiring
from chalicelib.pages.rendering import by_address
from tests.support.stage.scriptless_browser import FORM, HERE, Browser
from tests.support.stage.stage_world import a_body

TYPES = {
    "text/html": "script-src 'self';",
    "application/json": "default-src 'none'; frame-ancestors 'none'",
    "application/problem+json": "default-src 'none'; frame-ancestors 'none'",
    "text/csv": "default-src 'none'; frame-ancestors 'none'",
    "text/plain": "default-src 'none'; frame-ancestors 'none'",
    "text/css": "default-src 'none'; frame-ancestors 'none'",
    "text/javascript": "default-src 'none'; frame-ancestors 'none'",
    "image/svg+xml": "default-src 'none'; frame-ancestors 'none'",
    "": "default-src 'none'; frame-ancestors 'none'",  # no content: it leads elsewhere
}
"""Everything that is sent, and what its Content-Security-Policy must say."""

PERSONS = ("nobody", "opd-DISHUB", "coordinator", "leader", "auditor")

OPEN_FORMS = {
    "/lapor": "a report: there is no session that could be abused, and its key is the browser's own",
    "/laporan/{number}": "the reporter's secret stands in the form",
    "/laporan/{number}/survei": "the reporter's secret stands in the form",
    "/laporan/{number}/saya-juga": "no session; what another site sends is refused by Sec-Fetch-Site",
    "/laporan/{number}/laporkan": "no session; what another site sends is refused by Sec-Fetch-Site",
    "/berhenti/{token}": "the address is the secret, and mail programs post to it by themselves (RFC 8058)",
}
"""Addresses for forms of pages without a session's token, each with the reason."""

GUESTS_FORMS = ("/petugas/masuk", "/petugas/lupa")
"""Whose token is that of a visit by somebody who is not signed in."""

ELSEWHERE = ("/lain.example", "\\lain.example", "/\\lain.example/x", "javascript:alert(1)")
"""Names of other hosts, if the address of a page were written into a link as it came."""

WICKED = '"><img src=x onerror=alert(1)>\r\nX-Injected: yes'


@pytest.fixture(scope="module")
def number(world):
    found = world.report(a_body())[0]["id"]
    world.pump()
    return found


@pytest.fixture(scope="module")
def browsers(world, people):
    """Everybody's browser, signed in."""
    known = {}
    for person in PERSONS:
        known[person] = Browser(world)
        if person != "nobody":
            known[person].sign_in(people.add(person))
    return known


class Inline(HTMLParser):
    """What of a page would run or be styled inline, or come from elsewhere, if the policy let it."""

    @classmethod
    def of(cls, html):
        reader = cls()
        reader.found = []
        reader.feed(html)
        return reader.found

    def handle_starttag(self, tag, attributes):
        for name, text in attributes:
            address = re.sub(r"\s", "", text or "").lower() if name in ("href", "src", "action", "formaction") else ""
            if name.startswith("on") or name == "style" or re.match(r"javascript:|data:|[/\\]{2}", address):
                self.found.append((tag, name, text))
        if tag in ("style", "object", "embed", "iframe", "base") or (
            tag == "script" and not dict(attributes).get("src")
        ):
            self.found.append((tag, "", ""))


def routes(world, method):
    return sorted(path for path, methods in world.app.routes.items() if method in methods)


def filled(path, number, other="x"):
    return re.sub(r"{(\w+)}", lambda found: number if found[1] == "number" else other, path)


def request(browser, method, path, body=None, **headers):
    """One request, not following where it leads."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    requested_headers = {"host": HERE, "cookie": cookies} | headers
    return browser.world.request(method, path, body, **{name: text for name, text in requested_headers.items() if text})


def check(path, answer):
    """Nothing inline runs, nobody frames it, nobody guesses its type, and no address is passed on."""
    headers = answer.headers
    kind = str(headers.get("Content-Type", "")).partition(";")[0]
    assert kind in TYPES, (path, kind)
    policy = headers["Content-Security-Policy"]
    assert TYPES[kind] in policy, path
    assert policy.startswith("default-src 'none'"), path
    assert "frame-ancestors 'none'" in policy, path
    assert not re.search(r"unsafe|\*|data:|http:(?!//(127\.0\.0\.1|localhost))", policy), (path, policy)
    assert int(re.search(r"max-age=(\d+)", headers["Strict-Transport-Security"])[1]) >= 31_536_000
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["X-Frame-Options"] == "DENY", path
    assert headers["Referrer-Policy"] == "no-referrer", path
    assert headers["Cache-Control"], path
    assert "Access-Control-Allow-Origin" not in headers, path
    assert "X-Injected" not in headers, path
    assert not any("\n" in str(text) or "\r" in str(text) for text in headers.values()), path
    if kind == "text/csv":  # a spreadsheet would run it
        cells = re.split(r"[\r\n,]+", answer.body.decode())
        assert not [cell for cell in cells if cell.lstrip('" ').startswith(("=", "+", "@", "\t"))], path
    if kind == "text/html":
        assert Inline.of(answer.body.decode()) == [], path


@pytest.mark.parametrize("person", PERSONS)
def test_every_address_that_is_read_answers_with_all_the_headers(world, browsers, number, person):
    """Also where there is nothing, where it is not one's business, and to junk."""
    statuses = set()
    for path in routes(world, "GET"):
        for value in (number, "PTI-0000-0000", *(quote(text, safe="") for text in (WICKED, *ELSEWHERE))):
            asks = filled(path, value, value if value != number else "x")
            answer = request(browsers[person], "GET", asks)
            check(asks, answer)
            statuses.add(answer.status_code)
    assert statuses <= {200, 303, 401, 403, 404, 422}, statuses
    assert {200, 401, 404} <= statuses


class Broken:
    """Tickets that nobody can read."""

    def get(self, *_, **__):
        return 1 / 0


def test_every_asset_and_whatever_breaks_answers_with_all_the_headers(world, browsers, number, monkeypatch):
    for name in by_address():
        check(name, request(browsers["nobody"], "GET", f"/static/{name}"))
    monkeypatch.setattr(wiring.ports, "tickets", Broken())
    for path in (f"/laporan/{number}", f"/v1/tickets/{number}", f"/petugas/laporan/{number}"):
        answer = request(browsers["coordinator"], "GET", path)
        check(path, answer)
        assert answer.status_code == 500
        assert b"ZeroDivision" not in answer.body


@pytest.mark.parametrize("person", PERSONS)
def test_every_parameter_of_a_list_bears_junk(world, browsers, person):
    """Forged cursors, unknown filters, markup and line breaks are words like any other."""
    junk = quote(WICKED, safe="")
    names = ("cursor", "saring", "opd", "nomor", "wilayah", "layanan", "cari", "bulan", "month", "area", "view", "ke")
    for path in [each for each in routes(world, "GET") if "{" not in each]:
        answers = [request(browsers[person], "GET", f"{path}?{name}={junk}") for name in names]
        for name, answer in zip(names, answers, strict=True):
            check(f"{path}?{name}", answer)
            assert answer.status_code < 500, (path, name)
            assert b"<img src=x" not in answer.body, (path, name)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize(
    "junk",
    [
        (b"", FORM), (b"\xff\xfe=%zz", FORM), (b"{", "application/json"), (b"[" * 30_000, "application/json"),
        (b"x=" + b"y" * 70_000, FORM), (b'{"text":"' + b"y" * 70_000 + b'"}', "application/json"),
        (b"&".join(b"f%d=" % n for n in range(2_000)), FORM), (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b"<a/>", "text/xml"),
    ],
    ids=["empty", "broken", "half", "deep", "long-form", "long-json", "many", "multipart", "xml"],
)  # fmt: skip
def test_every_address_that_is_written_to_refuses_junk_in_words(world, browsers, number, person, junk):
    body, kind = junk
    for path in routes(world, "POST"):
        if path == "/berhenti/{token}":
            continue
        answer = request(browsers[person], "POST", filled(path, number), body, content_type=kind)
        check(path, answer)
        takes_no_body = (path, answer.status_code) == ("/laporan/{number}/saya-juga", 303)
        assert 400 <= answer.status_code < 500 or takes_no_body, (path, answer.status_code)


def test_every_form_needs_the_sessions_token_or_a_reason_why_not(world, browsers, number):
    """A form of the console that changes anything is refused without, and nothing has changed."""
    before = world.items(number)
    forms = [path for path in routes(world, "POST") if not path.startswith("/v1/")]
    assert set(OPEN_FORMS) <= set(forms), "an address that is no more"
    for path in set(forms) - set(OPEN_FORMS):
        for person in PERSONS if path in GUESTS_FORMS else PERSONS[1:]:
            for forged in (b"step=accept&part=DISHUB&text=x&ke=x&phone=0812&opd=DISHUB", b"csrf=&step=room&text=x"):
                answer = request(browsers[person], "POST", filled(path, number), forged, content_type=FORM)
                assert answer.status_code in (403, 404), (path, person, answer.status_code)
    assert world.items(number) == before


def test_no_form_comes_from_another_site(world, browsers, number):
    """With the right token as well: a page that could steal it would still be another site's."""
    for path in [each for each in routes(world, "POST") if each.startswith("/petugas")]:
        browser = browsers["coordinator"]
        token = browser.get("/petugas/akun").form("/petugas/keluar").fields["csrf"]
        for site in ("cross-site", "same-site"):
            body = f"csrf={token}&username=x&password=y".encode()
            answer = request(browser, "POST", filled(path, number), body, content_type=FORM, sec_fetch_site=site)
            assert answer.status_code == 403, path


def test_the_json_api_takes_no_cookie(world, browsers, number):
    """So nothing of it can be forged by another site."""
    for path in routes(world, "POST"):
        if path.startswith("/v1/tickets/{number}/"):
            answer = request(browsers["coordinator"], "POST", filled(path, number), {})
            anybodys = path.endswith("/flag")  # no session, so a cookie gives nobody anything
            assert answer.status_code in ((422,) if anybodys else (400, 401, 403, 404)), path
    for path in ("/v1/inbox", "/v1/search", "/v1/undelivered", "/v1/overview", "/v1/reads"):
        assert request(browsers["coordinator"], "GET", path).status_code == 401


def test_every_form_on_a_page_of_the_console_carries_the_token(browsers, number):
    found = 0
    for person in PERSONS[1:]:
        for path in ("/petugas", "/petugas/meja", "/petugas/cari", "/petugas/akun", "/petugas/tak-sampai",
                     f"/petugas/laporan/{number}", f"/petugas/laporan/{number}/gabung", "/petugas/bukti", "/petugas/tampilan"):  # fmt: skip
            for form in browsers[person].get(path).forms:
                if form.method == "post":
                    assert re.fullmatch("[0-9a-f]{64}", form.fields["csrf"]), (path, form.action)
                    found += 1
    assert found > 20


COOKIE = re.compile(r"(__Host-)?[\w-]+=[^;\s]*; Path=/; HttpOnly; SameSite=Lax; Secure(; Max-Age=\d+)?")


def test_every_cookie_is_out_of_reach_of_scripts_and_other_hosts(world, people, number):
    """Of signing in, of being somebody else, of signing out, and of who says "me too"."""
    away = {"host": "lapor.example", "x_forwarded_proto": "https", "content_type": FORM}
    name = people.add("opd-DISHUB")
    coming = world.get("/petugas/masuk", host="lapor.example", x_forwarded_proto="https")
    token = re.search(rb'name="csrf" value="(\w+)"', coming.body)[1].decode()
    kept = coming.headers["Set-Cookie"][0].partition(";")[0]
    form = f"username={name}&password=Rahasia-Panjang-1&csrf={token}".encode()
    signing = world.request("POST", "/petugas/masuk", form, cookie=kept, **away)
    over = world.get("/petugas", host="lapor.example", x_forwarded_proto="https")
    me_too = world.request("POST", f"/laporan/{number}/saya-juga", b"", **away)
    for answer in (coming, signing, over, me_too):
        cookies = answer.headers["Set-Cookie"]
        assert cookies
        for cookie in cookies:
            assert COOKIE.fullmatch(cookie), cookie
            assert cookie.startswith("__Host-")
        assert answer.headers["Cache-Control"] == "no-store"
