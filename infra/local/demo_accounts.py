"""Accounts for trying everything, on this machine only: one for each role and OPD."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.domain.access.sign_in import ROLES, group_of
from infra.accounts import Pool, make_groups
from infra.template import opds

PASSWORD = "Sedulur-lokal-1"  # noqa: S105 - of every account, on this machine only


def members(city: str) -> dict[str, str]:
    """The group of each account, by user name: the roles, and every OPD's code in lower case."""
    return {role: role for role in ROLES} | {opd.lower(): group_of(opd) for opd in opds(city)}


def add_accounts(cognito: Any, pool: Pool, city: str) -> None:
    """Create the accounts that are missing; they need no new password at the first sign-in."""
    make_groups(cognito, pool, city)
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool.id)
    existing = {user["Username"] for page in pages for user in page["Users"]}
    missing = [(name, group) for name, group in members(city).items() if name not in existing]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda each: _add(cognito, pool, *each), missing))


def _add(cognito: Any, pool: Pool, name: str, group: str) -> None:
    user_key = {"UserPoolId": pool.id, "Username": name}
    cognito.admin_create_user(**user_key, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user_key, Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(**user_key, GroupName=group)
