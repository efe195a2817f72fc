"""Accounts to try everything with: one per role and OPD, on this machine only."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.domain.access.sign_in import ROLES, group_of
from infra.accounts import Pool, make_groups
from infra.template import opds

PASSWORD = "Sedulur-lokal-1"  # noqa: S105 - for everybody, on this machine only


def members(city: str) -> dict[str, str]:
    """User name to group: `coordinator`, `leader`, `auditor`, and every OPD's code in lower case."""
    return {role: role for role in ROLES} | {opd.lower(): group_of(opd) for opd in opds(city)}


def add_everybody(cognito: Any, pool: Pool, city: str) -> None:
    """Create the accounts that are missing; nothing to change at the first sign-in."""
    make_groups(cognito, pool, city)
    pages = cognito.get_paginator("list_users").paginate(UserPoolId=pool.id)
    there = {user["Username"] for page in pages for user in page["Users"]}
    missing = [(name, group) for name, group in members(city).items() if name not in there]
    with ThreadPoolExecutor(4) as several:
        list(several.map(lambda each: _add(cognito, pool, *each), missing))


def _add(cognito: Any, pool: Pool, name: str, group: str) -> None:
    whom = {"UserPoolId": pool.id, "Username": name}
    cognito.admin_create_user(**whom, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**whom, Password=PASSWORD, Permanent=True)
    cognito.admin_add_user_to_group(**whom, GroupName=group)
