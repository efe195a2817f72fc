"""The accounts of `make run`: one per role and OPD, ready to sign in."""

import pytest

from chalicelib import wiring
from chalicelib.adapters.identity.user_pool import UserPool
from infra import accounts
from infra.local.demo_accounts import PASSWORD, add_accounts, members
from infra.template import opds
from tests.support.stage.stage_world import client


@pytest.fixture(scope="module")
def everybody(world):
    pool = accounts.stored_pool(client("dynamodb"), world.stage)
    add_accounts(client("cognito-idp"), pool, "pati")
    return pool


def test_there_is_one_for_every_role_and_every_opd_of_the_city():
    names = members("pati")
    assert set(names) == {"coordinator", "leader", "auditor"} | {code.lower() for code in opds("pati")}
    assert not [name for name in names if name.startswith("x-")], "institutions outside have no part"


@pytest.mark.parametrize(
    ("name", "has_opds", "roles"),
    [
        ("coordinator", set(), {"coordinator"}),
        ("leader", set(), {"leader"}),
        ("auditor", set(), {"auditor"}),
        ("dishub", {"DISHUB"}, set()),
        ("rsud-kayen", {"RSUD-KAYEN"}, set()),
        ("kec-01", {"KEC-01"}, set()),
    ],
)
def test_each_signs_in_at_once_and_is_what_its_name_says(world, everybody, name, has_opds, roles):
    answer = world.post("/v1/sessions", {"username": name, "password": PASSWORD})
    assert answer.status_code == 201, "nothing to change at the first sign-in"
    actor = wiring.actor_of(answer.json_body["access_token"])
    assert (actor.person, actor.opds, actor.roles) == (name, has_opds, roles)


def test_adding_everybody_again_changes_nothing(everybody):
    cognito = client("cognito-idp")
    before = _users(cognito, everybody)
    add_accounts(cognito, everybody, "pati")
    assert _users(cognito, everybody) == before


def test_keys_that_cannot_be_fetched_are_our_trouble_and_not_a_bad_token(world, everybody, monkeypatch):
    session = world.post("/v1/sessions", {"username": "dishub", "password": PASSWORD}).json_body
    wiring.reset()
    monkeypatch.setattr(UserPool, "jwks_url", "http://127.0.0.1:1/keys")
    answer = world.post("/v1/totp", {"password": PASSWORD}, Authorization=f"Bearer {session['access_token']}")
    assert (answer.status_code, answer.json_body["code"]) == (503, "busy")
    monkeypatch.undo()
    monkeypatch.setattr(UserPool, "jwks_url", f"{_endpoint()}/no-bucket/keys")
    assert (
        world.post("/v1/totp", {"password": PASSWORD}, Authorization=f"Bearer {session['access_token']}").status_code
        == 503
    )
    monkeypatch.undo()
    wiring.reset()
    assert (
        world.post("/v1/totp", {"password": PASSWORD}, Authorization=f"Bearer {session['access_token']}").status_code
        == 201
    )


def _endpoint():
    import os

    return os.environ["AWS_ENDPOINT_URL"]


def _users(cognito, pool):
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool.id)
    return {(user["Username"], user["UserStatus"]) for page in pages for user in page["Users"]}
