"""`staff`: who may sign in to the console, and as what. Every action can be repeated without harm."""

import argparse
import difflib
import re
import secrets
import string

from chalicelib import names
from chalicelib.domain.access.sign_in import ROLES, group_of
from infra import accounts
from infra.aws import session_end
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages
from infra.aws.staff_users import Staff, pool_of
from infra.template import opds
from infra.terminal import ask

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,62}[a-z0-9]")
WORDS_OF_PASSWORD = 4

HANDED_OVER = """First password of {name}, shown this once: {password}
Hand it over in person. It must be changed at the first sign-in, within 3 days."""

REMOVED = """{name} is removed; sessions that are open end within 30 minutes.
The history of tickets keeps the name for what was done under it: give it to nobody else."""


def run(options: argparse.Namespace) -> int:
    if not options.stage:
        raise Refused("Which stage? Add --stage, for example --stage dev.")
    account = Account.of(options)
    staff = Staff(account, pool_of(account))
    ACTIONS[options.action](staff, options)
    return 0


def _add(staff: Staff, options: argparse.Namespace) -> None:
    name, wanted = _valid_name(options.username), _groups(staff.account, options.group)
    if staff.find(name) is None:
        _create(staff, name, options)
    else:
        _update(staff, name, options)
    _change_groups(staff, name, wanted, set())


def _list(staff: Staff, _: argparse.Namespace) -> None:
    for user in staff.all():
        state = user["UserStatus"].lower().replace("_", " ") if user["Enabled"] else "disabled"
        print(f"{user['Username']:<24} {state:<22} {', '.join(staff.groups(user['Username'])) or 'no group'}")


def _regroup(staff: Staff, options: argparse.Namespace) -> None:
    staff.user(options.username)
    added, removed = _groups(staff.account, options.add), _groups(staff.account, options.remove)
    _change_groups(staff, options.username, added - removed, removed - added)


def _disable(staff: Staff, options: argparse.Namespace) -> None:
    staff.user(options.username)
    staff.cognito.admin_disable_user(**staff.user_key(options.username))
    session_end.end_sessions(staff.account, staff.user_key(options.username))
    print(f"{options.username} is let in no more; sessions that are open end within a minute.")


def _enable(staff: Staff, options: argparse.Namespace) -> None:
    staff.user(options.username)
    staff.cognito.admin_enable_user(**staff.user_key(options.username))
    print(f"{options.username} is let in again.")


def _remove(staff: Staff, options: argparse.Namespace) -> None:
    """Remove somebody for good. The history keeps the name, so nobody else should ever get it."""
    name = options.username.lower()
    staff.user(name)
    if not options.yes and not _is_confirmed(name):
        raise Refused("Nobody was removed.")
    staff.cognito.admin_user_global_sign_out(**staff.user_key(name))
    staff.cognito.admin_delete_user(**staff.user_key(name))
    print(REMOVED.format(name=name))


def _is_confirmed(name: str) -> bool:
    """Ask the admin to type the user's name.

    Raises:
        InputClosed: Nobody is there to answer.
    """
    print(f"This removes {name} for good, with groups and authenticator; `disable` keeps them.")
    return ask(f"Type {name} to go on: ", "Nobody was removed; with --yes the command does not ask.") == name


def _reset(staff: Staff, options: argparse.Namespace) -> None:
    staff.user(options.username)
    password = _first_password()
    staff.cognito.admin_set_user_password(**staff.user_key(options.username), Password=password, Permanent=False)
    if options.totp:
        off = {"Enabled": False, "PreferredMfa": False}
        staff.cognito.admin_set_user_mfa_preference(**staff.user_key(options.username), SoftwareTokenMfaSettings=off)
    session_end.end_sessions(staff.account, staff.user_key(options.username))
    print(HANDED_OVER.format(name=options.username, password=password))


def _force_totp(staff: Staff, options: argparse.Namespace) -> None:
    (group,) = _groups(staff.account, [options.group])
    staff.account.client("dynamodb").update_item(
        TableName=names.table(staff.account.stage),
        Key=accounts.POOL_KEY,
        UpdateExpression=f"{'ADD' if options.switch == 'on' else 'DELETE'} totp :group",
        ExpressionAttributeValues={":group": {"SS": [group]}},
    )
    wording = "must" if options.switch == "on" else "may, but need not,"
    print(f"From their next sign-in on, members of {group} {wording} use an authenticator.")


ACTIONS = {
    "add": _add,
    "list": _list,
    "groups": _regroup,
    "disable": _disable,
    "enable": _enable,
    "remove": _remove,
    "reset": _reset,
    "totp": _force_totp,
}


def _create(staff: Staff, name: str, options: argparse.Namespace) -> None:
    """With an e-mail address Cognito sends the first password there; else it is shown once."""
    attributes = _attributes(options)
    if options.email:
        staff.cognito.admin_create_user(
            **staff.user_key(name), UserAttributes=attributes, DesiredDeliveryMediums=["EMAIL"]
        )
        print(f"{name} is let in; the first password is on its way to {options.email}.")
        return
    password = _first_password()
    staff.cognito.admin_create_user(
        **staff.user_key(name), UserAttributes=attributes, TemporaryPassword=password, MessageAction="SUPPRESS"
    )
    print(f"{name} is let in.\n{HANDED_OVER.format(name=name, password=password)}")


def _update(staff: Staff, name: str, options: argparse.Namespace) -> None:
    attributes = _attributes(options)
    if attributes:
        staff.cognito.admin_update_user_attributes(**staff.user_key(name), UserAttributes=attributes)
    print(f"{name} is there already{'; name and e-mail are as you say' if attributes else ''}.")


def _attributes(options: argparse.Namespace) -> list[dict[str, str]]:
    attributes = {"name": options.name, "email": options.email, "email_verified": options.email and "true"}
    return [{"Name": key, "Value": value} for key, value in attributes.items() if value]


def _change_groups(staff: Staff, name: str, added: set[str], removed: set[str]) -> None:
    current = set(staff.groups(name))
    if added - current:
        accounts.make_groups(staff.cognito, staff.pool, stages.city_of(staff.account.stage))
    for group in sorted(added - current):
        staff.cognito.admin_add_user_to_group(**staff.user_key(name), GroupName=group)
    for group in sorted(removed & current):
        staff.cognito.admin_remove_user_from_group(**staff.user_key(name), GroupName=group)
    groups = sorted((current | added) - removed)
    print(f"Groups of {name}: {', '.join(groups) or 'none'}{'' if set(groups) != current else ' (unchanged)'}")


def _groups(account: Account, texts: list[str]) -> set[str]:
    """The groups that the texts name: a role, or an OPD by its code or group, in any case.

    Raises:
        Refused: A text names no group; the message suggests others.
    """
    codes = opds(stages.city_of(account.stage))
    known = {role: role for role in ROLES}
    known |= {code.lower(): group_of(code) for code in codes} | {
        group_of(code).lower(): group_of(code) for code in codes
    }
    for text in texts:
        if text.lower() not in known:
            near = difflib.get_close_matches(text.lower(), known, n=3, cutoff=0.5)
            suggested = list(dict.fromkeys(known[each] for each in near))
            hint = (
                f"Did you mean {' or '.join(suggested)}?" if suggested else f"Known are {', '.join([*ROLES, *codes])}."
            )
            raise Refused(f"There is no group {text}. {hint}")
    return {known[text.lower()] for text in texts}


def _valid_name(text: str) -> str:
    """The user name in small letters.

    Raises:
        Refused: It has other characters than a user name may have, or too few or too many.
    """
    if not NAME.fullmatch(text.lower()):
        raise Refused(f"{text} is no user name: take 3 to 64 small letters, digits, dots and hyphens.")
    return text.lower()


def _first_password() -> str:
    """A random password of 76 bits that is easy to read aloud and fulfils the pool's policy."""
    letters = "".join(each for each in string.ascii_lowercase if each not in "lo")
    words = ["".join(secrets.choice(letters) for _ in range(4)) for _ in range(WORDS_OF_PASSWORD)]
    return f"{'-'.join(words).capitalize()}-{secrets.choice('23456789')}"
