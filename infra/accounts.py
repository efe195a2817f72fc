"""A stage's user pool, as the table holds it for the functions, and its groups: for deploy, `make run` and tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.access.sign_in import ROLES, group_of
from infra.stack_resources import owned
from infra.template import opds

ClientFactory = Callable[[str], Any]

POOL_KEY = {"pk": {"S": keys.SECRETS}, "sk": {"S": keys.POOL}}
"""Primary key of the item from which the functions know the pool."""

OLD_POOL_KEY = {"pk": {"S": keys.SITE}, "sk": {"S": keys.POOL}}
"""Where release 0.1 kept it, within reach of every worker."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Ids of a user pool and of its client."""

    id: str
    client: str


def pool_of_stack(client: ClientFactory, stage: str) -> Pool:
    """The pool that the stage's stack has created."""
    ids = owned(client("cloudformation"), names.stack(stage))
    return Pool(ids["UserPool"], ids["UserPoolClient"])


def stored_pool(dynamodb: Any, stage: str) -> Pool | None:
    """The pool as the functions know it; None before the first deploy."""
    table = {"TableName": names.table(stage)}
    item = dynamodb.get_item(**table, Key=POOL_KEY).get("Item") or dynamodb.get_item(**table, Key=OLD_POOL_KEY).get(
        "Item"
    )
    return Pool(item["pool"]["S"], item["client"]["S"]) if item else None


def store_pool(client: ClientFactory, stage: str, pool: Pool) -> bool:
    """Store ids and secret of the pool in the table; return False if it holds them already."""
    client_key = {"UserPoolId": pool.id, "ClientId": pool.client}
    secret = client("cognito-idp").describe_user_pool_client(**client_key)["UserPoolClient"]["ClientSecret"]
    wanted = {"pool": {"S": pool.id}, "client": {"S": pool.client}, "secret": {"S": secret}}
    table = {"TableName": names.table(stage)}
    item = client("dynamodb").get_item(**table, Key=POOL_KEY).get("Item", {})
    old = client("dynamodb").get_item(**table, Key=OLD_POOL_KEY).get("Item", {})
    wanted |= {"totp": old["totp"]} if "totp" in old and "totp" not in item else {}
    if wanted.items() <= item.items() and not old:
        return False
    client("dynamodb").update_item(
        **table,
        Key=POOL_KEY,
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in wanted),
        ExpressionAttributeNames={f"#{name}": name for name in wanted},
        ExpressionAttributeValues={f":{name}": value for name, value in wanted.items()},
    )
    if old:
        client("dynamodb").delete_item(**table, Key=OLD_POOL_KEY)
    return True


def groups(city: str) -> tuple[str, ...]:
    """Names of all groups of a city: one for each role and each of its own OPDs."""
    return (*ROLES, *map(group_of, opds(city)))


def make_groups(cognito: Any, pool: Pool, city: str) -> int:
    """Create the groups that are missing; return how many those were."""
    pages = cognito.get_paginator("list_groups").paginate(UserPoolId=pool.id)
    existing = {group["GroupName"] for page in pages for group in page["Groups"]}
    missing = [group for group in groups(city) if group not in existing]
    for group in missing:
        cognito.create_group(UserPoolId=pool.id, GroupName=group)
    return len(missing)
