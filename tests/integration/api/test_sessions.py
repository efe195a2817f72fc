"""Signing in and out through the API: what each answer says, and what it does not say."""

import logging
import os
import time
from datetime import timedelta
from unittest.mock import patch

import jwt
import pytest

from chalicelib import wiring
from chalicelib.adapters.aws import clients
from chalicelib.domain.access.sign_in_brake import LETTERS, SIGN_IN
from infra.__main__ import main
from infra.aws.release import stages
from tests.support.stage.accounts import CHOSEN, FIRST, PASSWORD, code
from tests.support.stage.aws_wire import Wire, refusal
from tests.support.stage.stage_world import CONTEXT, client


def post(world, path="/v1/sessions", **body):
    return world.post(path, body)


def bearer(session):
    return {"Authorization": f"Bearer {session['access_token']}"}


def signed_in(world, name, password=PASSWORD):
    answer = post(world, username=name, password=password)
    assert answer.status_code == 201, answer.body
    return answer.json_body


def problem(answer):
    return answer.status_code, answer.json_body["code"]


def test_name_and_password_are_answered_with_tokens(world, people):
    name = people.add("opd-DISHUB")
    answer = post(world, username=name, password=PASSWORD)
    assert answer.status_code == 201
    assert set(answer.json_body) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (answer.json_body["token_type"], answer.headers["Cache-Control"]) == ("Bearer", "no-store")
    assert wiring.actor_of(answer.json_body["access_token"]).opds == {"DISHUB"}


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(world, people):
    name, gone = people.add(), people.add()
    people.disable(gone)
    answers = set()
    for username, password in ((name, "salah"), ("tidak-ada", PASSWORD), (gone, PASSWORD)):
        answer = post(world, username=username, password=password)
        assert problem(answer) == (401, "sign-in-refused")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        body = {key: value for key, value in answer.json_body.items() if key != "correlation"}
        answers.add(str(body))
    assert len(answers) == 1


def test_the_first_sign_in_is_answered_with_a_challenge(world, people):
    name = people.add("leader", is_new=True)
    asked = post(world, username=name, password=FIRST)
    assert (asked.status_code, asked.json_body["challenge"]) == (200, "new-password")
    assert set(asked.json_body) == {"challenge", "session"}
    weak = post(world, session=asked.json_body["session"], new_password="lemah")
    assert weak.status_code == 422
    assert [(e["field"], e["code"]) for e in weak.json_body["errors"]] == [("new_password", "password_weak")]
    done = post(world, session=asked.json_body["session"], new_password=CHOSEN)
    assert done.status_code == 201
    again = post(world, session=asked.json_body["session"], new_password=CHOSEN)
    assert problem(again) == (401, "sign-in-over")


def test_an_authenticator_is_switched_on_and_then_asked_for(world, people):
    name = people.add("opd-DLH")
    session = signed_in(world, name)
    begun = world.post("/v1/totp", {"password": PASSWORD}, **bearer(session))
    assert begun.status_code == 201
    assert f"Sedulur:{name}?secret={begun.json_body['secret']}" in begun.json_body["otpauth"]
    assert world.request("PUT", "/v1/totp", {"code": "abc"}, **bearer(session)).status_code == 422
    done = world.request("PUT", "/v1/totp", {"code": code(begun.json_body["secret"])}, **bearer(session))
    assert (done.status_code, done.body) == (204, b"")
    asked = post(world, username=name, password=PASSWORD).json_body
    assert asked["challenge"] == "totp"
    assert post(world, session=asked["session"], code="bukan").status_code == 422
    asked = post(world, username=name, password=PASSWORD).json_body
    assert post(world, session=asked["session"], code=code(begun.json_body["secret"])).status_code == 201


def test_a_session_goes_on_until_it_is_signed_out(world, people):
    session = signed_in(world, people.add("opd-DLH"))
    assert post(world, refresh_token=session["refresh_token"]).status_code == 201
    out = world.request("DELETE", "/v1/sessions", {"refresh_token": session["refresh_token"]}, **bearer(session))
    assert (out.status_code, out.body) == (204, b"")
    assert problem(post(world, refresh_token=session["refresh_token"])) == (401, "not-signed-in")
    assert problem(world.post("/v1/totp", {}, **bearer(session))) == (401, "not-signed-in")


def test_signing_out_without_saying_which_session_ends_all(world, people):
    name = people.add()
    here, there = signed_in(world, name), signed_in(world, name)
    assert world.request("DELETE", "/v1/sessions", **bearer(here)).status_code == 204
    for session in (here, there):
        assert problem(post(world, refresh_token=session["refresh_token"])) == (401, "not-signed-in")


def test_a_stolen_token_sets_up_no_authenticator(world, people):
    session = signed_in(world, people.add("opd-DLH"))
    assert world.post("/v1/totp", {}, **bearer(session)).status_code == 422
    refused = world.post("/v1/totp", {"password": "Salah-Sekali-12"}, **bearer(session))
    assert (refused.status_code, refused.json_body["errors"][0]["code"]) == (422, "password_wrong")


def test_who_changes_the_own_password_ends_every_session(world, people):
    name = people.add("opd-DLH")
    here, there = signed_in(world, name), signed_in(world, name)
    change = {"old_password": PASSWORD, "new_password": CHOSEN}
    assert world.request("PUT", "/v1/passwords", change).status_code == 401
    wrong = world.request("PUT", "/v1/passwords", change | {"old_password": "Salah-Sekali-12"}, **bearer(here))
    assert (wrong.status_code, wrong.json_body["errors"][0]["field"]) == (422, "old_password")
    assert world.request("PUT", "/v1/passwords", change, **bearer(here)).status_code == 204
    for session in (here, there):
        assert problem(world.get("/v1/inbox", **bearer(session))) == (401, "not-signed-in")
        assert problem(post(world, refresh_token=session["refresh_token"])) == (401, "not-signed-in")
    assert problem(post(world, username=name, password=PASSWORD)) == (401, "sign-in-refused")
    assert post(world, username=name, password=CHOSEN).status_code == 201


@pytest.mark.parametrize("action", ["reset", "disable"])
def test_what_the_administrator_ends_is_over_within_a_minute(world, people, action, monkeypatch):
    """Another container's last reading may be a minute old."""
    name = people.add("opd-DLH")
    session = signed_in(world, name)
    assert world.get("/v1/inbox", **bearer(session)).status_code == 200
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")
    with patch.dict(os.environ):
        assert main(["staff", "--stage", world.stage, action, name]) == 0
    assert world.get("/v1/inbox", **bearer(session)).status_code == 200
    later = wiring.now() + timedelta(seconds=61)
    monkeypatch.setattr(wiring.ports, "clock", lambda: later)
    assert problem(world.get("/v1/inbox", **bearer(session))) == (401, "not-signed-in")
    assert problem(post(world, refresh_token=session["refresh_token"])) == (401, "not-signed-in")


def test_a_session_is_looked_up_once_a_minute(world, people, watched):
    session = signed_in(world, people.add("opd-DLH"))
    world.get("/v1/inbox", **bearer(session))
    watched.forget()
    for _ in range(3):
        world.get("/v1/inbox", **bearer(session))
    assert "GetItem" not in watched.operations


def test_a_renewed_token_says_when_its_session_began(world, people):
    """On the emulator as at Cognito: else an ended session would come back with its renewal."""
    session = signed_in(world, people.add("opd-DLH"))
    time.sleep(1.1)
    renewed = post(world, refresh_token=session["refresh_token"]).json_body
    times = [
        jwt.decode(each["access_token"], options={"verify_signature": False})["auth_time"]
        for each in (session, renewed)
    ]
    assert times[0] == times[1]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic dTpw", "Bearer a b", "Token abc"])
@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/sessions"), ("POST", "/v1/totp"), ("PUT", "/v1/totp")])
def test_without_a_good_bearer_nobody_is_signed_in(world, method, path, header):
    headers = {} if header is None else {"Authorization": header}
    assert problem(world.request(method, path, {"code": "1"}, **headers)) == (401, "not-signed-in")


def test_an_id_token_is_no_access_token(world, people):
    name = people.add("coordinator")
    pool = people.pool
    asked = {"USERNAME": name, "PASSWORD": PASSWORD}
    result = client("cognito-idp").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH", AuthParameters=asked, ClientId=pool.client
    )["AuthenticationResult"]
    assert problem(world.post("/v1/totp", {}, Authorization=f"Bearer {result['IdToken']}"))[0] == 401
    assert (
        world.post("/v1/totp", {"password": PASSWORD}, Authorization=f"Bearer {result['AccessToken']}").status_code
        == 201
    )


def test_a_forgotten_password_gives_the_same_answer_for_everybody(world, people):
    name = people.add(email="budi@dishub.example")
    answers = {(a.status_code, a.body) for a in (post(world, "/v1/passwords", username=u) for u in (name, "tidak-ada"))}
    assert answers == {(202, b"{}")}
    done = world.request("PUT", "/v1/passwords", {"username": name, "code": "123456", "new_password": CHOSEN})
    assert done.status_code == 204
    assert signed_in(world, name, CHOSEN)


@pytest.mark.parametrize(
    ("path", "method", "body", "fields"),
    [
        ("/v1/sessions", "POST", {}, ["username", "password"]),
        ("/v1/sessions", "POST", {"username": "budi", "password": ""}, ["password"]),
        ("/v1/sessions", "POST", {"username": ["budi"], "password": "x"}, ["username"]),
        ("/v1/sessions", "POST", {"username": "budi", "password": 12345}, ["password"]),
        ("/v1/sessions", "POST", {"username": "b" * 20_000, "password": "x"}, ["username"]),
        ("/v1/sessions", "POST", {"session": None, "code": "1"}, ["session"]),
        ("/v1/sessions", "POST", {"session": "x"}, ["new_password"]),
        ("/v1/sessions", "POST", {"session": "x", "code": 123456}, ["code"]),
        ("/v1/sessions", "POST", {"refresh_token": {}}, ["refresh_token"]),
        ("/v1/passwords", "POST", {}, ["username"]),
        ("/v1/passwords", "PUT", {}, ["username", "code", "new_password"]),
    ],
)
def test_what_is_missing_or_of_the_wrong_kind_is_named(world, path, method, body, fields):
    answer = world.request(method, path, body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json_body["errors"]] == fields
    assert all(each["message"] for each in answer.json_body["errors"])


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"'])
def test_what_is_no_json_object_is_refused(world, body):
    answer = world.request("POST", "/v1/sessions", body, **{"content-type": "application/json"})
    assert problem(answer) == (400, "broken-json")


def test_the_answers_speak_the_readers_language(world):
    asked = {"username": "tidak-ada", "password": "x"}
    assert world.post("/v1/sessions", asked).json_body["title"] == "Tidak bisa masuk"
    assert world.post("/v1/sessions", asked, accept_language="en").json_body["title"] == "Sign-in refused"


@pytest.mark.parametrize(
    "code", ["TooManyRequestsException", "TooManyFailedAttemptsException", "LimitExceededException"]
)
def test_who_tries_too_often_is_told_to_wait(world, watched, code):
    watched.before = says(code)
    answer = post(world, username="budi", password="x")
    assert problem(answer) == (429, "too-many-tries")
    assert int(answer.headers["Retry-After"]) == 900


def test_a_locked_account_is_not_told_from_a_wrong_password(world, watched):
    """Cognito says "Password attempts exceeded" under the same name."""
    watched.before = says("NotAuthorizedException")
    assert problem(post(world, username="budi", password=PASSWORD)) == (401, "sign-in-refused")


def test_neither_names_nor_passwords_are_logged(world, people, caplog, capsys):
    name = people.add()
    with caplog.at_level(logging.DEBUG, logger="sedulur"):
        session = signed_in(world, name)
        post(world, username=name, password="salah-sekali")
        post(world, refresh_token="x:bukan")
    output = caplog.text + capsys.readouterr().out
    for secret in (name, PASSWORD, "salah-sekali", session["access_token"], session["refresh_token"]):
        assert secret not in output


def test_a_sign_in_below_a_stage_works_the_same(world, people):
    import json

    from tests.support.stage.gateway_events import event

    body = json.dumps({"username": people.add(), "password": PASSWORD})
    response = world.app(event("/v1/sessions", method="POST", body=body, Content_Type="application/json"), CONTEXT)
    assert response["statusCode"] == 201


def says(code_):
    """Cognito's answer to every sign-in; everything else goes its way."""
    return lambda call: refusal(code_) if call.operation == "InitiateAuth" else None


@pytest.fixture
def watched(world, monkeypatch):
    """The shared clients' wire; afterwards it is taken down."""
    monkeypatch.setattr("time.sleep", lambda _: None)  # botocore's tries
    yield Wire()
    clients.forget()
    wiring.reset()


# our own brake


def test_who_tries_too_often_is_stopped_by_us_whether_there_is_such_an_account_or_not(world, people):
    for name in (people.add(), "belum-pernah-ada"):
        answers = [problem(post(world, username=name, password="salah")) for _ in range(SIGN_IN.per_user + 1)]
        assert answers == [(401, "sign-in-refused")] * SIGN_IN.per_user + [(429, "too-many-tries")]
    name = people.add()
    for _ in range(SIGN_IN.per_user + 3):
        assert post(world, username=name, password=PASSWORD).status_code == 201, "who succeeds is not counted"


def test_letters_are_limited_and_nobody_learns_of_it(world, people, watched):
    name = people.add(email="budi@dishub.example")
    answers = {(a.status_code, a.body) for a in (post(world, "/v1/passwords", username=name) for _ in range(6))}
    assert answers == {(202, b"{}")}
    assert watched.operations.count("ForgotPassword") == LETTERS.per_user


def test_neither_names_nor_addresses_are_stored_readably(world, people):
    name = people.add()
    post(world, username=name, password="salah")
    items = client("dynamodb").scan(TableName=f"sedulur-{world.stage}")["Items"]
    attempts = [item for item in items if item["pk"]["S"].startswith("attempts#")]
    assert attempts
    assert all(set(item) == {"pk", "sk", "n", "expires"} for item in attempts)
    assert name not in str(attempts)
