"""The users of a stage's pool, as the commands of `staff` find them."""

import difflib
from dataclasses import dataclass
from typing import Any

from infra import accounts
from infra.aws.account import Account
from infra.aws.failures import Refused


@dataclass(frozen=True, slots=True)
class Staff:
    """The users of a stage's pool."""

    account: Account
    pool: accounts.Pool

    @property
    def cognito(self) -> Any:
        return self.account.client("cognito-idp")

    def user_key(self, name: str) -> dict[str, str]:
        """The parameters by which Cognito's calls name a user."""
        return {"UserPoolId": self.pool.id, "Username": name.lower()}

    def user(self, name: str) -> dict[str, Any]:
        """The user of that name.

        Raises:
            Refused: There is no such user; the message suggests others.
        """
        user = self.find(name)
        if user is None:
            near = difflib.get_close_matches(name.lower(), [each["Username"] for each in self.all()], n=3, cutoff=0.6)
            hint = (
                f" Did you mean {' or '.join(near)}?"
                if near
                else f" See `python -m infra staff --stage {self.account.stage} list`."
            )
            raise Refused(f"There is no user {name}.{hint}")
        return user

    def find(self, name: str) -> dict[str, Any] | None:
        """The user of that name as Cognito describes it; None if there is none."""
        try:
            user: dict[str, Any] = self.cognito.admin_get_user(**self.user_key(name))
        except self.cognito.exceptions.UserNotFoundException:
            return None
        return user

    def all(self) -> list[dict[str, Any]]:
        """Every user, by name."""
        pages = self.cognito.get_paginator("list_users").paginate(UserPoolId=self.pool.id)
        return sorted((user for page in pages for user in page["Users"]), key=lambda user: user["Username"])

    def groups(self, name: str) -> list[str]:
        pages = self.cognito.get_paginator("admin_list_groups_for_user").paginate(**self.user_key(name))
        return sorted(group["GroupName"] for page in pages for group in page["Groups"])


def pool_of(account: Account) -> accounts.Pool:
    """The stage's user pool.

    Raises:
        Refused: The stage is not deployed.
    """
    try:
        pool = accounts.stored_pool(account.client("dynamodb"), account.stage)
    except account.client("dynamodb").exceptions.ResourceNotFoundException:
        pool = None
    if pool is None:
        raise Refused(f"There is no stage {account.stage} in {account.region}: deploy it first, or name its --region.")
    return pool
