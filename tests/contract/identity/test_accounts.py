"""The staff's accounts, in a user pool on moto made from the template."""

import pytest

from chalicelib import names, wiring
from chalicelib.adapters.identity import sealed_state, user_pool
from chalicelib.domain.access.sign_in import (
    Challenge,
    ChallengeKind,
    NotSignedIn,
    SignInOver,
    SignInRefused,
    Tokens,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from infra import accounts as pools
from infra.local.emulator.moto_accounts import RESET_CODE
from tests.support.stage.accounts import CHOSEN, FIRST, PASSWORD, People, code
from tests.support.stage.aws_wire import answer as aws_answer
from tests.support.stage.aws_wire import refusal
from tests.support.stage.stage_world import client


@pytest.fixture
def people(stage):
    return People(client, stage)


@pytest.fixture
def accounts(stage):
    return wiring.accounts()


@pytest.fixture
def forced(stage):
    """Members of the group `auditor` must use an authenticator."""
    table = {"TableName": names.table(stage), "Key": pools.POOL_KEY}
    values = {":group": {"SS": ["auditor"]}}
    client("dynamodb").update_item(**table, UpdateExpression="ADD totp :group", ExpressionAttributeValues=values)
    yield
    client("dynamodb").update_item(**table, UpdateExpression="REMOVE totp")


def test_name_and_password_give_a_session(accounts, people):
    name = people.add("opd-DISHUB", "coordinator")
    tokens = accounts.sign_in(name, PASSWORD)
    actor = wiring.actor_of(tokens.access)
    assert (actor.person, actor.opds, actor.roles) == (name, {"DISHUB"}, {"coordinator"})


def test_the_name_is_taken_as_people_write_it(accounts, people):
    name = people.add()
    assert isinstance(accounts.sign_in(f" {name.upper()} ", PASSWORD), Tokens)


def test_a_wrong_name_a_wrong_password_and_a_disabled_account_look_the_same(accounts, people):
    known, gone = people.add(), people.add()
    people.disable(gone)
    answers = set()
    for name, password in ((known, "salah"), ("tidak-ada", PASSWORD), (gone, PASSWORD), (gone, "salah"), ("", "")):
        with pytest.raises(SignInRefused) as refused:
            accounts.sign_in(name, password)
        answers.add(str(refused.value))
    assert answers == {""}


def test_the_first_sign_in_changes_the_password(accounts, people):
    name = people.add("leader", is_new=True)
    challenge = accounts.sign_in(name, FIRST)
    assert challenge.kind is ChallengeKind.NEW_PASSWORD
    tokens = accounts.answer(challenge.session, CHOSEN)
    assert wiring.actor_of(tokens.access).roles == {"leader"}
    with pytest.raises(SignInRefused):
        accounts.sign_in(name, FIRST)
    assert isinstance(accounts.sign_in(name, CHOSEN), Tokens)


@pytest.mark.parametrize(
    "password", ["pendek-1A", "tanpa-huruf-besar-1", "TANPA-HURUF-KECIL-1", "Tanpa-Angka-Sekali", "TanpaTandaBaca12"]
)
def test_a_weak_new_password_is_refused_and_can_be_chosen_again(accounts, people, password):
    challenge = accounts.sign_in(people.add(is_new=True), FIRST)
    with pytest.raises(WeakPassword):
        accounts.answer(challenge.session, password)
    assert isinstance(accounts.answer(challenge.session, CHOSEN), Tokens)


def test_a_challenge_answered_before_is_over(accounts, people):
    challenge = accounts.sign_in(people.add(is_new=True), FIRST)
    accounts.answer(challenge.session, CHOSEN)
    with pytest.raises(SignInOver):
        accounts.answer(challenge.session, CHOSEN)


@pytest.mark.parametrize("session", ["", "bukan sesi", "é", "gAAAAA"])
def test_a_session_that_is_not_ours_is_over(accounts, session):
    with pytest.raises(SignInOver):
        accounts.answer(session, "123456")


def test_a_session_sealed_long_ago_is_over(accounts, people, monkeypatch):
    challenge = accounts.sign_in(people.add(is_new=True), FIRST)
    monkeypatch.setattr(sealed_state, "LIFETIME", -1)
    with pytest.raises(SignInOver):
        accounts.answer(challenge.session, CHOSEN)


def test_a_session_goes_on(accounts, people):
    name = people.add("opd-DLH")
    tokens = accounts.sign_in(name, PASSWORD)
    renewed = accounts.refresh(tokens.refresh)
    assert wiring.actor_of(renewed.access).person == name
    assert renewed.refresh == tokens.refresh


@pytest.mark.parametrize("refresh", ["", "budi", "budi:", "budi:karangan", ":"])
def test_an_invented_session_does_not_go_on(accounts, refresh):
    with pytest.raises(NotSignedIn):
        accounts.refresh(refresh)


def test_a_stolen_session_under_another_name_does_not_go_on(accounts, people):
    """Cognito checks the secret's hash with the name: the refresh token is good for its owner only."""
    token = accounts.sign_in(people.add(), PASSWORD).refresh.partition(":")[2]
    with pytest.raises(NotSignedIn):
        accounts.refresh(f"{people.add()}:{token}")


def test_signing_out_ends_this_session_and_no_other(accounts, people):
    name = people.add()
    here, there = accounts.sign_in(name, PASSWORD), accounts.sign_in(name, PASSWORD)
    accounts.sign_out(here.refresh, here.access)
    with pytest.raises(NotSignedIn):
        accounts.refresh(here.refresh)
    with pytest.raises(NotSignedIn):
        wiring.actor_of(here.access)
    assert accounts.refresh(there.refresh)
    assert wiring.actor_of(there.access)
    accounts.sign_out(here.refresh, here.access)


def test_signing_out_everywhere_ends_all_of_them(accounts, people):
    name = people.add()
    here, there = accounts.sign_in(name, PASSWORD), accounts.sign_in(name, PASSWORD)
    accounts.sign_out_everywhere(here.access)
    for each in (here, there):
        with pytest.raises(NotSignedIn):
            accounts.refresh(each.refresh)


def test_an_authenticator_is_asked_for_once_it_is_switched_on(accounts, people):
    name = people.add("opd-DISHUB")
    access = accounts.sign_in(name, PASSWORD).access
    secret = accounts.begin_totp(access, PASSWORD)
    accounts.switch_on_totp(access, code(secret))
    challenge = accounts.sign_in(name, PASSWORD)
    assert (challenge.kind, challenge.secret) == (ChallengeKind.TOTP, "")
    with pytest.raises(WrongCode):
        accounts.answer(challenge.session, wrong(secret))
    assert isinstance(accounts.answer(accounts.sign_in(name, PASSWORD).session, code(secret)), Tokens)


def test_a_wrong_first_code_switches_nothing_on(accounts, people):
    name = people.add()
    access = accounts.sign_in(name, PASSWORD).access
    secret = accounts.begin_totp(access, PASSWORD)
    with pytest.raises(WrongCode):
        accounts.switch_on_totp(access, wrong(secret))
    assert isinstance(accounts.sign_in(name, PASSWORD), Tokens)


def test_a_token_alone_gets_no_authenticator(accounts, people):
    access = accounts.sign_in(people.add("opd-DLH"), PASSWORD).access
    for password in ("", "Salah-Sekali-12"):
        with pytest.raises(WrongPassword):
            accounts.begin_totp(access, password)


def test_ones_own_password_is_changed_with_the_old_one(accounts, people):
    name = people.add("opd-DLH")
    access = accounts.sign_in(name, PASSWORD).access
    with pytest.raises(WrongPassword):
        accounts.change_password(access, "Salah-Sekali-12", CHOSEN)
    with pytest.raises(WeakPassword):
        accounts.change_password(access, PASSWORD, "lemah")
    accounts.change_password(access, PASSWORD, CHOSEN)
    with pytest.raises(SignInRefused):
        accounts.sign_in(name, PASSWORD)
    assert isinstance(accounts.sign_in(name, CHOSEN), Tokens)


def test_a_group_can_be_made_to_use_an_authenticator(accounts, people, forced):
    name = people.add("auditor", "opd-DLH")
    challenge = accounts.sign_in(name, PASSWORD)
    assert challenge.kind is ChallengeKind.TOTP_SETUP
    with pytest.raises(WrongCode):
        accounts.answer(challenge.session, wrong(challenge.secret))
    tokens = accounts.answer(challenge.session, code(challenge.secret))
    assert wiring.actor_of(tokens.access).roles == {"auditor"}
    assert accounts.sign_in(name, PASSWORD).kind is ChallengeKind.TOTP, "set up once"
    assert isinstance(accounts.sign_in(people.add("opd-DLH"), PASSWORD), Tokens), "the others need none"


def test_who_must_use_one_gets_no_token_before(accounts, people, forced):
    """Neither by the first password nor inside of what is handed out to come back."""
    name = people.add("auditor", is_new=True)
    challenge = accounts.answer(accounts.sign_in(name, FIRST).session, CHOSEN)
    assert challenge.kind is ChallengeKind.TOTP_SETUP
    sealed = sealed_state.open_seal(user_pool.read().seal, challenge.session)
    assert wiring.actor_of(sealed["access"]).person == name, "it is in there, sealed"
    assert sealed["access"] not in repr(challenge) + challenge.session


def test_a_forgotten_password_is_set_anew_with_the_code(accounts, people):
    name = people.add(email="budi@dishub.example")
    accounts.forgot(name)
    accounts.confirm_forgot(name, RESET_CODE, CHOSEN)
    assert isinstance(accounts.sign_in(name, CHOSEN), Tokens)


def test_a_code_is_good_for_who_asked_for_it_and_once(accounts, people):
    name, other = people.add(email="budi@dishub.example"), people.add(email="sri@dishub.example")
    refuses_code(accounts, name, RESET_CODE)
    accounts.forgot(name)
    refuses_code(accounts, name, "000000")
    refuses_code(accounts, other, RESET_CODE)
    with pytest.raises(WeakPassword):
        accounts.confirm_forgot(name, RESET_CODE, "pendek")
    accounts.confirm_forgot(name, RESET_CODE, CHOSEN)
    refuses_code(accounts, name, RESET_CODE)
    assert isinstance(accounts.sign_in(name, CHOSEN), Tokens)
    assert isinstance(accounts.sign_in(other, PASSWORD), Tokens)


def test_a_code_for_nobody_is_as_wrong_as_any(accounts, people):
    gone = people.add(email="lama@dishub.example")
    accounts.forgot(gone)
    people.disable(gone)
    refuses_code(accounts, gone, RESET_CODE)
    refuses_code(accounts, "tidak-ada", RESET_CODE)


def refuses_code(accounts, name, code_):
    with pytest.raises(WrongCode):
        accounts.confirm_forgot(name, code_, CHOSEN)


def test_asking_for_a_code_tells_nobody_who_is_there(accounts, people, wire):
    for code_, operation in (
        ("UserNotFoundException", "ForgotPassword"),
        ("InvalidParameterException", "ForgotPassword"),
        ("NotAuthorizedException", "ForgotPassword"),
        ("LimitExceededException", "ForgotPassword"),
        ("CodeDeliveryFailureException", "ForgotPassword"),
    ):
        wire.before = lambda call, code_=code_: refusal(code_)
        assert accounts.forgot("siapa-pun") is None
        assert wire.operations[-1] == operation


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("NotAuthorizedException", SignInRefused),
        ("UserNotFoundException", SignInRefused),
        ("UserNotConfirmedException", SignInRefused),
        ("PasswordResetRequiredException", SignInRefused),
        ("InvalidParameterException", SignInRefused),
        ("TooManyRequestsException", TooManyTries),
        ("TooManyFailedAttemptsException", TooManyTries),
        ("LimitExceededException", TooManyTries),
    ],
)
def test_what_cognito_says_at_sign_in(accounts, wire, monkeypatch, reply, meant):
    monkeypatch.setattr("time.sleep", lambda _: None)  # botocore's tries
    wire.before = lambda call: refusal(reply)
    with pytest.raises(meant):
        accounts.sign_in("budi", PASSWORD)


@pytest.mark.parametrize(
    ("reply", "meant"),
    [("CodeMismatchException", WrongCode), ("ExpiredCodeException", WrongCode), ("UserNotFoundException", WrongCode),
     ("InvalidPasswordException", WeakPassword), ("TooManyFailedAttemptsException", TooManyTries)],
)  # fmt: skip
def test_what_cognito_says_to_a_code(accounts, wire, reply, meant):
    wire.before = lambda call: refusal(reply)
    with pytest.raises(meant):
        accounts.confirm_forgot("budi", "000000", CHOSEN)


def test_a_missing_client_is_no_wrong_password(accounts, wire):
    wire.before = lambda call: refusal("ResourceNotFoundException")
    with pytest.raises(client("cognito-idp").exceptions.ClientError):
        accounts.sign_in("budi", PASSWORD)


def test_a_pool_that_wants_authenticators_of_all_is_obeyed(accounts, wire):
    """Cognito's own set-up challenge: associate, verify, then answer it with the session that each step gives."""
    given = {
        "InitiateAuth": {"ChallengeName": "MFA_SETUP", "Session": "s1", "ChallengeParameters": {}},
        "AssociateSoftwareToken": {"SecretCode": "ABCD", "Session": "s2"},
        "VerifySoftwareToken": {"Status": "SUCCESS", "Session": "s3"},
        "RespondToAuthChallenge": {
            "AuthenticationResult": {"AccessToken": "a", "RefreshToken": "r", "ExpiresIn": 1800}
        },
    }
    wire.before = lambda call: aws_answer(**given[call.operation])
    challenge = accounts.sign_in("budi", PASSWORD)
    assert isinstance(challenge, Challenge)
    assert (challenge.kind, challenge.secret) == (ChallengeKind.TOTP_SETUP, "ABCD")
    assert accounts.answer(challenge.session, "123456") == Tokens("a", "budi:r", 1800)
    assert [call.parameters.get("Session") for call in wire.calls] == [None, "s1", "s2", "s3"]


def test_every_call_proves_that_it_is_us(accounts, wire):
    """The client's secret goes into each: who only knows its id can do nothing."""
    ours = user_pool.read()
    wire.forget()
    wire.before = lambda call: refusal("NotAuthorizedException")
    for ask in (
        lambda: accounts.sign_in("budi", "x"),
        lambda: accounts.refresh("budi:x"),
        lambda: accounts.confirm_forgot("budi", "1", "x"),
    ):
        with pytest.raises(Exception):  # noqa: B017 - which one is told above
            ask()
    accounts.forgot("budi")
    hashed = ours.secret_hash("budi")
    assert all(hashed in call.body for call in wire.calls)
    assert not [call for call in wire.calls if ours.secret in call.body]


def test_the_calls_need_no_permission(accounts, wire):
    """They are unsigned: the functions' policies name nothing of Cognito."""
    wire.before = lambda call: refusal("NotAuthorizedException")
    with pytest.raises(SignInRefused):
        accounts.sign_in("budi", "x")
    assert "Authorization" not in wire.calls[-1]._request.headers


def test_a_stage_whose_pool_nobody_wrote_is_a_clear_error(stage):
    table = {"TableName": names.table(stage), "Key": pools.POOL_KEY}
    item = client("dynamodb").get_item(**table)["Item"]
    client("dynamodb").delete_item(**table)
    try:
        with pytest.raises(user_pool.UserPoolUnknown):
            user_pool.read()
    finally:
        client("dynamodb").put_item(TableName=names.table(stage), Item=item)


def test_the_pool_is_read_once_however_many_sign_in(accounts, people, wire):
    name = people.add()
    accounts.sign_in(name, PASSWORD)
    wire.forget()
    accounts.sign_in(name, PASSWORD)
    assert wire.operations == ["InitiateAuth", "GetItem"], "the item once more: who forces authenticators wants it now"


def test_writing_the_pool_again_changes_nothing(stage, forced):
    known = pools.stored_pool(client("dynamodb"), stage)
    assert pools.store_pool(client, stage, known) is False
    assert user_pool.groups_with_totp() == {"auditor"}


def wrong(secret):
    """Six digits that no clock near ours shows."""
    import time

    shown = {code(secret, time.time() + shift) for shift in range(-120, 121, 30)}
    return next(f"{number:06d}" for number in range(1000) if f"{number:06d}" not in shown)
