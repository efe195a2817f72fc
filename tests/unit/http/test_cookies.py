"""The console's session: cookies that only we read, and forms that only we can have made."""

import pytest
from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import NotSignedIn, TokenExpired, Tokens
from chalicelib.http.core import cookies
from chalicelib.http.core.cookies import ForgedForm, check_csrf, check_origin, csrf_token, keep, signed_in
from chalicelib.http.core.requests import Call
from tests.support.memory_ports import FixedCity

BUDI = Actor("budi", frozenset({"DISHUB"}))
NEW = Tokens("access-2", "budi:refresh-1", 1800)


class Request:
    def __init__(self, headers):
        self.headers = headers


def a_call(cookie="", base="/api", **headers):
    """A request by API Gateway unless its headers say otherwise."""
    all_headers = {
        "host": "abc.execute-api.ap-southeast-3.amazonaws.com",
        "x-forwarded-proto": "https",
        "cookie": cookie,
    }
    all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request({name: value for name, value in all_headers.items() if value is not None})
    return Call(request, "id", "c-1", base, FixedCity())


def local(cookie="", base="", **headers):
    return a_call(cookie, base, **({"host": "127.0.0.1:8000", "x_forwarded_proto": None} | headers))


def set_cookies(response):
    """Name to the cookie's value and attributes."""
    parsed = {}
    for cookie in response.headers["Set-Cookie"]:
        first, *attributes = cookie.split("; ")
        name, _, value = first.partition("=")
        parsed[name] = (value, attributes)
    return parsed


def a_page():
    return Response("", {"Content-Type": "text/html", "Cache-Control": "no-cache"})


class Accounts:
    """Refreshes, and remembers what was ended."""

    def __init__(self):
        self.refreshed = []
        self.ended = []

    def refresh(self, refresh):
        self.refreshed.append(refresh)
        if refresh != "budi:refresh-1":
            raise NotSignedIn
        return NEW

    def sign_out(self, refresh, access=""):
        self.ended.append((refresh, access))


@pytest.fixture
def accounts(monkeypatch):
    made = Accounts()

    def actor_of(token):
        if token == "access-over":
            raise TokenExpired
        if token not in ("access-1", "access-2"):
            raise NotSignedIn
        return BUDI

    monkeypatch.setattr(wiring, "accounts", lambda: made)
    monkeypatch.setattr(wiring, "actor_of", actor_of)
    return made


SESSION = "__Secure-akses=access-1; __Secure-sesi=budi:refresh-1"


def test_below_a_stage_the_cookies_are_for_that_path_only():
    response = cookies.start_session(a_call(), a_page(), Tokens("access-1", "budi:refresh-1", 1800))
    attributes = ["Path=/api", "HttpOnly", "SameSite=Lax", "Secure"]
    assert set_cookies(response) == {
        "__Secure-akses": ("access-1", attributes),
        "__Secure-sesi": ("budi:refresh-1", attributes),
    }


def test_at_the_root_of_a_host_no_sibling_host_can_set_them():
    response = cookies.start_session(a_call(base=""), a_page(), NEW)
    assert list(set_cookies(response)) == ["__Host-akses", "__Host-sesi"]
    for _, attributes in set_cookies(response).values():
        assert {"Path=/", "Secure", "HttpOnly"} <= set(attributes)
        assert not [each for each in attributes if each.startswith("Domain")]


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000", "abc.execute-api.localhost:4566"]
)
def test_on_this_machine_plain_http_is_enough(host):
    for _, attributes in set_cookies(cookies.start_session(local(host=host), a_page(), NEW)).values():
        assert attributes == ["Path=/", "HttpOnly", "SameSite=Lax"]


@pytest.mark.parametrize(
    "host", ["lapor.pati.example", "127.0.0.1.jahat.example", "localhost.jahat.example:80", "", "notlocalhost"]
)
def test_anywhere_else_the_cookies_are_secure_even_if_nobody_says_https(host):
    for _, attributes in set_cookies(cookies.start_session(local(host=host), a_page(), NEW)).values():
        assert "Secure" in attributes


def test_https_on_this_machine_gets_secure_cookies():
    call = local(x_forwarded_proto="https")
    assert list(set_cookies(cookies.start_session(call, a_page(), NEW))) == ["__Host-akses", "__Host-sesi"]


def test_what_sets_cookies_is_kept_by_no_cache():
    assert cookies.start_session(a_call(), a_page(), NEW).headers["Cache-Control"] == "no-store"


def test_the_session_says_who_it_is(accounts):
    signed = signed_in(a_call(SESSION))
    assert (signed.actor, signed.renewed, accounts.refreshed) == (BUDI, None, [])
    response = keep(a_call(SESSION), a_page(), signed)
    assert "Set-Cookie" not in response.headers


def test_other_cookies_beside_do_not_matter(accounts):
    assert signed_in(a_call(f"bahasa=id;{SESSION}; akses=access-over;x")).actor == BUDI


@pytest.mark.parametrize("access", ["__Secure-akses=access-over; ", ""])
def test_an_access_token_that_is_over_is_renewed_on_the_way(accounts, access):
    call = a_call(f"{access}__Secure-sesi=budi:refresh-1")
    signed = signed_in(call)
    assert (signed.actor, signed.renewed) == (BUDI, NEW)
    assert set_cookies(keep(call, a_page(), signed))["__Secure-akses"][0] == "access-2"


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "__Secure-akses=access-1",  # without the session's own cookie forms could not be checked
        "__Secure-sesi=",
        "__Secure-akses=forged; __Secure-sesi=budi:refresh-1",
        "__Secure-akses=access-over; __Secure-sesi=revoked",
        "akses=access-1; sesi=budi:refresh-1",  # names that another host could set
        "__Host-akses=access-1; __Host-sesi=budi:refresh-1",
    ],
)
def test_without_a_whole_session_nobody_is_signed_in(accounts, cookie):
    with pytest.raises(NotSignedIn):
        signed_in(a_call(cookie))


def test_a_forged_access_token_is_not_renewed(accounts):
    with pytest.raises(NotSignedIn):
        signed_in(a_call("__Secure-akses=forged; __Secure-sesi=budi:refresh-1"))
    assert accounts.refreshed == []


def test_signing_out_revokes_and_forgets(accounts):
    response = cookies.end_session(a_call(SESSION), a_page())
    assert accounts.ended == [("budi:refresh-1", "access-1")]
    for value, attributes in set_cookies(response).values():
        assert value == ""
        assert {"Max-Age=0", "Path=/api", "Secure"} <= set(attributes)


def test_signing_out_without_a_session_only_forgets(accounts):
    cookies.end_session(a_call(), a_page())
    assert accounts.ended == []


def test_a_form_of_ones_own_session_is_taken():
    call = a_call(SESSION)
    check_csrf(call, csrf_token(call))


def test_a_renewed_access_token_leaves_open_forms_good():
    given = csrf_token(a_call(SESSION))
    check_csrf(a_call(SESSION.replace("access-1", "access-2")), given)


@pytest.mark.parametrize("given", ["", "0" * 64, "é", "budi:refresh-1"])
def test_a_form_without_the_right_token_is_refused(given):
    with pytest.raises(ForgedForm):
        check_csrf(a_call(SESSION), given)


def test_a_form_of_another_session_is_refused():
    given = csrf_token(a_call("__Secure-sesi=siti:refresh-9"))
    with pytest.raises(ForgedForm):
        check_csrf(a_call(SESSION), given)


def test_a_form_made_without_a_session_is_refused():
    call = a_call()
    with pytest.raises(ForgedForm):
        check_csrf(call, csrf_token(call))


def test_the_token_does_not_give_the_session_away():
    assert "refresh-1" not in csrf_token(a_call(SESSION))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_is_refused_even_with_the_right_token(site):
    call = a_call(SESSION, sec_fetch_site=site)
    with pytest.raises(ForgedForm):
        check_csrf(call, csrf_token(call))
    with pytest.raises(ForgedForm):
        check_origin(call)


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_what_our_own_page_sends_or_an_old_browser_passes(site):
    check_origin(a_call(sec_fetch_site=site))
