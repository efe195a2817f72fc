"""`python -m infra staff`: who may sign in, by the command that an admin types."""

import re

import pytest

from chalicelib import wiring
from chalicelib.domain.access.sign_in import ChallengeKind, NotSignedIn, SignInRefused, Tokens
from infra.__main__ import main
from infra.aws.release import stages
from tests.support.stage.accounts import CHOSEN, PASSWORD, People, code, first_password
from tests.support.stage.stage_world import client


@pytest.fixture
def people(stage):
    return People(client, stage)


@pytest.fixture
def staff(stage, capsys, monkeypatch):
    """Runs `staff --stage S …`; answers with exit code, what was printed and what was complained of."""
    monkeypatch.setattr(stages, "city_of", lambda stage: "pati")

    def run(*arguments, at=("--stage", stage)):
        code_ = main(["staff", *at, *arguments])
        captured = capsys.readouterr()
        return code_, captured.out, captured.err

    return run


def test_who_is_added_signs_in_with_the_first_password_and_changes_it(staff, seed):
    name = seed("budi")
    code_, output, _ = staff("add", name, "--group", "dishub", "--group", "coordinator")
    assert code_ == 0
    assert f"Groups of {name}: coordinator, opd-DISHUB" in output
    challenge = wiring.accounts().sign_in(name, first_password(output))
    assert challenge.kind is ChallengeKind.NEW_PASSWORD
    actor = wiring.actor_of(wiring.accounts().answer(challenge.session, CHOSEN).access)
    assert (actor.opds, actor.roles) == ({"DISHUB"}, {"coordinator"})


def test_adding_again_adds_groups_and_leaves_the_password(staff, seed):
    name = seed("siti")
    password = first_password(staff("add", name, "--group", "dlh")[1])
    code_, output, _ = staff("add", name.upper(), "--group", "opd-DPUTR")
    assert (code_, "password" in output) == (0, False)
    assert f"Groups of {name}: opd-DLH, opd-DPUTR" in output
    assert "(unchanged)" in staff("add", name, "--group", "dputr")[1]
    assert wiring.accounts().sign_in(name, password).kind is ChallengeKind.NEW_PASSWORD


def test_with_an_address_cognito_sends_the_password(staff, seed, people):
    name = seed("wati")
    code_, output, _ = staff("add", name, "--group", "leader", "--email", "wati@pati.example", "--name", "Wati")
    assert (code_, "shown this once" in output, "wati@pati.example" in output) == (0, False, True)
    user = client("cognito-idp").admin_get_user(UserPoolId=people.pool.id, Username=name)
    attributes = {each["Name"]: each["Value"] for each in user["UserAttributes"]}
    assert (attributes["email"], attributes["email_verified"], attributes["name"]) == (
        "wati@pati.example",
        "true",
        "Wati",
    )


def test_an_address_can_be_given_later(staff, seed, people):
    name = seed("joko")
    staff("add", name, "--group", "leader")
    assert "as you say" in staff("add", name, "--group", "leader", "--email", f"{name}@pati.example")[1]
    user = client("cognito-idp").admin_get_user(UserPoolId=people.pool.id, Username=name)
    assert {"Name": "email", "Value": f"{name}@pati.example"} in user["UserAttributes"]


@pytest.mark.parametrize(
    ("group", "hint"),
    [
        ("dishup", "Did you mean opd-DISHUB"),
        ("kordinator", "Did you mean coordinator"),
        ("X-PLN", "There is no group"),
        ("zzzzzz", "Known are coordinator, leader, auditor, BKPSDM"),
    ],
)
def test_a_group_that_does_not_exist_is_refused_with_suggestions(staff, seed, people, group, hint):
    code_, output, complaint = staff("add", seed("x"), "--group", group)
    assert (code_, output) == (1, "")
    assert hint in complaint
    with pytest.raises(client("cognito-idp").exceptions.UserNotFoundException):
        client("cognito-idp").admin_get_user(UserPoolId=people.pool.id, Username=seed("x"))


@pytest.mark.parametrize("name", ["b", "budi santoso", "budi@pati", "-budi", "b" * 65, "büdi", "budi:siti"])
def test_a_name_that_would_make_trouble_is_refused(staff, name):
    code_, _, complaint = staff("add", "--group", "leader", "--", name)
    assert code_ == 1
    assert "is no user name" in complaint


def test_everybody_is_listed_with_state_and_groups(staff, people):
    name, gone, new = people.add("opd-DLH", "leader"), people.add(), people.add(is_new=True)
    people.disable(gone)
    lines = {line.split()[0]: line for line in staff("list")[1].splitlines()}
    assert re.fullmatch(rf"{name}\s+confirmed\s+leader, opd-DLH", lines[name])
    assert re.fullmatch(rf"{gone}\s+disabled\s+no group", lines[gone])
    assert "force change password" in lines[new]


def test_groups_are_changed_and_shown(staff, people):
    name = people.add("opd-DLH", "leader")
    assert (
        f"Groups of {name}: coordinator, opd-DLH"
        in staff("groups", name, "--add", "coordinator", "--remove", "leader")[1]
    )
    assert f"Groups of {name}: coordinator, opd-DLH (unchanged)" in staff("groups", name)[1]
    assert "(unchanged)" in staff("groups", name, "--remove", "leader")[1]


def test_who_is_disabled_comes_in_no_more_until_enabled(staff, people):
    name = people.add("opd-DLH")
    tokens = wiring.accounts().sign_in(name, PASSWORD)
    assert staff("disable", name)[0] == staff("disable", name)[0] == 0
    with pytest.raises(SignInRefused):
        wiring.accounts().sign_in(name, PASSWORD)
    with pytest.raises(NotSignedIn):
        wiring.accounts().refresh(tokens.refresh)
    staff("enable", name)
    assert isinstance(wiring.accounts().sign_in(name, PASSWORD), Tokens)


def test_who_is_removed_comes_in_no_more_and_is_listed_no_more(staff, people):
    name = people.add("opd-DLH")
    tokens = wiring.accounts().sign_in(name, PASSWORD)
    code_, output, _ = staff("remove", name, "--yes")
    assert (code_, "give it to nobody else" in output) == (0, True)
    with pytest.raises(SignInRefused):
        wiring.accounts().sign_in(name, PASSWORD)
    with pytest.raises(NotSignedIn):
        wiring.accounts().refresh(tokens.refresh)
    assert name not in staff("list")[1]


@pytest.mark.parametrize("answer", ["", "ya"])
def test_nobody_is_removed_by_another_answer_than_the_name(staff, people, monkeypatch, answer):
    name = people.add("opd-DLH")
    monkeypatch.setattr("builtins.input", lambda _: answer)
    code_, _, complaint = staff("remove", name)
    assert (code_, "Nobody was removed" in complaint) == (1, True)
    assert isinstance(wiring.accounts().sign_in(name, PASSWORD), Tokens)


def test_a_reset_gives_a_new_first_password(staff, people):
    name = people.add("opd-DLH")
    password = first_password(staff("reset", name)[1])
    with pytest.raises(SignInRefused):
        wiring.accounts().sign_in(name, PASSWORD)
    assert wiring.accounts().sign_in(name, password).kind is ChallengeKind.NEW_PASSWORD


def test_a_reset_can_forget_a_lost_authenticator(staff, people):
    name = people.add("opd-DLH")
    access = wiring.accounts().sign_in(name, PASSWORD).access
    wiring.accounts().switch_on_totp(access, code(wiring.accounts().begin_totp(access, PASSWORD)))
    assert wiring.accounts().sign_in(name, PASSWORD).kind is ChallengeKind.TOTP
    challenge = wiring.accounts().sign_in(name, first_password(staff("reset", name, "--totp")[1]))
    wiring.accounts().answer(challenge.session, CHOSEN)
    assert isinstance(wiring.accounts().sign_in(name, CHOSEN), Tokens)


def test_first_passwords_are_never_the_same(staff, people):
    name = people.add()
    assert len({first_password(staff("reset", name)[1]) for _ in range(5)}) == 5


def test_a_group_is_made_to_use_authenticators_and_freed_again(staff, people):
    name = people.add("opd-DKP")
    assert "must use an authenticator" in staff("totp", "dkp", "on")[1]
    assert wiring.accounts().sign_in(name, PASSWORD).kind is ChallengeKind.TOTP_SETUP
    assert "need not" in staff("totp", "dkp", "off")[1]
    assert isinstance(wiring.accounts().sign_in(name, PASSWORD), Tokens)


@pytest.mark.parametrize("action", ["groups", "disable", "enable", "remove", "reset"])
def test_a_name_that_nobody_has_is_told_with_suggestions(staff, people, action):
    name = people.add()
    code_, _, complaint = staff(action, name[:-1])
    assert code_ == 1
    assert f"Did you mean {name}" in complaint


def test_the_stage_may_stand_before_the_action_or_after_it(staff, stage):
    assert staff("list", "--stage", stage, at=())[0] == 0


def test_without_a_stage_one_is_asked_for(staff):
    code_, _, complaint = staff("list", at=())
    assert (code_, "Which stage?" in complaint) == (1, True)


def test_a_stage_that_is_not_there_is_told(staff):
    code_, _, complaint = staff("list", at=("--stage", "nirwana"))
    assert (code_, "There is no stage nirwana" in complaint) == (1, True)
