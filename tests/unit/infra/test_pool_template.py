"""The user pool in the template: was something that keeps outsiders out deleted by mistake?"""

import json

import pytest

from infra.accounts import groups
from infra.aws.release import stages
from infra.template import opds, render

POOL = render("dev", "pati")["Resources"]["UserPool"]
CLIENT = render("dev", "pati")["Resources"]["UserPoolClient"]["Properties"]


def test_nobody_signs_up_by_himself():
    assert POOL["Properties"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True


def test_people_sign_in_by_a_name_in_any_case():
    assert POOL["Properties"]["UsernameConfiguration"] == {"CaseSensitive": False}
    assert "UsernameAttributes" not in POOL["Properties"], (
        "the secret's hash is made with the name (adapters/identity/user_pool.py)"
    )


def test_passwords_are_long_and_mixed_and_first_ones_short_lived():
    policy = POOL["Properties"]["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == 12
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
    assert policy["TemporaryPasswordValidityDays"] == 3


def test_a_lost_account_comes_back_by_verified_e_mail_or_by_the_admin():
    mechanisms = POOL["Properties"]["AccountRecoverySetting"]["RecoveryMechanisms"]
    assert [each["Name"] for each in mechanisms] == ["verified_email"]


def test_an_authenticator_is_possible_and_sms_codes_are_not():
    assert (POOL["Properties"]["MfaConfiguration"], POOL["Properties"]["EnabledMfas"]) == (
        "OPTIONAL",
        ["SOFTWARE_TOKEN_MFA"],
    )


def test_the_pool_survives_a_careless_update_and_in_production_a_careless_deletion():
    assert POOL["UpdateReplacePolicy"] == "Retain"
    assert POOL["Properties"]["DeletionProtection"] == {"Fn::If": ["Protected", "ACTIVE", "INACTIVE"]}


def test_only_who_has_the_clients_secret_can_use_the_client():
    assert CLIENT["GenerateSecret"] is True
    assert CLIENT["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert "AllowedOAuthFlows" not in CLIENT


def test_outsiders_are_not_told_who_exists_and_signing_out_revokes():
    assert CLIENT["PreventUserExistenceErrors"] == "ENABLED"
    assert CLIENT["EnableTokenRevocation"] is True


def test_access_is_short_and_a_session_lasts_a_working_day():
    units = CLIENT["TokenValidityUnits"]
    assert (CLIENT["AccessTokenValidity"], units["AccessToken"]) == (30, "minutes")
    assert (CLIENT["RefreshTokenValidity"], units["RefreshToken"]) == (12, "hours")


def test_people_cannot_change_the_address_their_codes_go_to():
    assert CLIENT["WriteAttributes"] == ["name"]


def test_there_is_a_group_for_every_role_and_every_opd_of_the_city():
    assert groups("pati") == ("coordinator", "leader", "auditor", *(f"opd-{code}" for code in opds("pati")))


@pytest.mark.parametrize("function", stages.FUNCTIONS)
def test_no_function_may_do_anything_to_accounts(function):
    """What they ask of Cognito needs the client's secret and no permission (InitiateAuth and its like)."""
    assert "cognito" not in json.dumps(json.loads(stages.policy(function, "dev")))
