"""Signing in to a deployed stage: user pool by CloudFormation, keys fetched from within Lambda, IAM enforced."""

import pytest

from infra import accounts
from tests.deploy.stage import Stage
from tests.support.stage.accounts import CHOSEN, code, first_password

pytestmark = pytest.mark.deploy


def test_the_deploy_makes_the_citys_groups(stage: Stage):
    pool = accounts.stored_pool(stage.client("dynamodb"), stage.account.stage)
    pages = stage.client("cognito-idp").get_paginator("list_groups").paginate(UserPoolId=pool.id)
    groups = {group["GroupName"] for page in pages for group in page["Groups"]}
    assert groups == set(accounts.groups("pati"))
    assert {"coordinator", "leader", "auditor", "opd-DISHUB"} <= groups


def test_the_pool_is_as_the_template_says(stage: Stage):
    known = accounts.stored_pool(stage.client("dynamodb"), stage.account.stage)
    cognito = stage.client("cognito-idp")
    pool = cognito.describe_user_pool(UserPoolId=known.id)["UserPool"]
    client = cognito.describe_user_pool_client(UserPoolId=known.id, ClientId=known.client)["UserPoolClient"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    assert pool["MfaConfiguration"] == "OPTIONAL"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"]
    assert set(client["ExplicitAuthFlows"]) == {"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}


def test_an_officer_signs_in_with_an_authenticator_goes_on_and_signs_out(stage: Stage):
    output = stage.run("staff", "add", "petugas.uji", "--group", "dishub")
    first = stage.ask("POST", "/v1/sessions", username="petugas.uji", password=first_password(output))
    assert first.body["challenge"] == "new-password"
    session = stage.ask("POST", "/v1/sessions", session=first.body["session"], new_password=CHOSEN)
    assert session.status == 201, session.body
    assert session.body["expires_in"] == 1800

    access = session.body["access_token"]
    secret = stage.ask("POST", "/v1/totp", access, password=CHOSEN).body["secret"]
    assert stage.ask("PUT", "/v1/totp", access, code=code(secret)).status == 204
    asked = stage.ask("POST", "/v1/sessions", username="petugas.uji", password=CHOSEN)
    assert asked.body["challenge"] == "totp"
    session = stage.ask("POST", "/v1/sessions", session=asked.body["session"], code=code(secret))
    assert session.status == 201, session.body

    refresh = session.body["refresh_token"]
    assert stage.ask("POST", "/v1/sessions", refresh_token=refresh).status == 201
    assert stage.ask("DELETE", "/v1/sessions", session.body["access_token"], refresh_token=refresh).status == 204
    assert stage.ask("POST", "/v1/sessions", refresh_token=refresh).status == 401


def test_a_coordinator_opens_who_reported_with_the_functions_own_right_to_the_key(stage: Stage):
    output = stage.run("staff", "add", "koordinator.uji", "--group", "coordinator")
    first = stage.ask("POST", "/v1/sessions", username="koordinator.uji", password=first_password(output))
    session = stage.ask("POST", "/v1/sessions", session=first.body["session"], new_password=CHOSEN)
    ticket = stage.report(contact={"name": "Warga Uji", "phone": "081234567890"})["id"]
    opened = stage.ask(
        "POST", f"/v1/tickets/{ticket}/identity", session.body["access_token"], reason="Menelepon balik."
    )
    assert opened.status == 200, opened.body
    contact = opened.body["contact"]
    assert (contact["name"], contact["phone"]) == ("Warga Uji", "+6281234567890")


def test_outsiders_learn_nothing(stage: Stage):
    stage.run("staff", "add", "petugas.dua", "--group", "leader")
    known = stage.ask("POST", "/v1/sessions", username="petugas.dua", password="salah")
    unknown = stage.ask("POST", "/v1/sessions", username="tidak.ada", password="salah")
    assert (known.status, known.body["detail"]) == (unknown.status, unknown.body["detail"])
    assert stage.ask("POST", "/v1/totp", "eyJhbGciOiJub25lIn0.e30.").status == 401
