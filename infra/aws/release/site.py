"""The site's public address, from which letters and pages make their links, and the photos' bucket.

The functions read both from the table. The address is the API's own until somebody gives another, for example of a
domain that the regency has put before the API; that one stays until another is given.
"""

import re
from dataclasses import dataclass

from chalicelib import names
from chalicelib.adapters.dynamodb import keys
from infra.aws.account import Account
from infra.aws.failures import Refused

OWN = re.compile(r"https?://[a-z0-9]+\.execute-api\.[^/]+/[^/]+")
"""The form of an API's own address."""

GIVEN = re.compile(r"https?://[^/\s?#]+(/[^\s?#]*)?")

API = "api"
"""In place of an address: the API's own again."""

_KEY = {"pk": {"S": keys.SITE}, "sk": {"S": keys.SITE}}


@dataclass(frozen=True, slots=True)
class Site:
    """The public address, without a slash at its end, and whether the functions had another or none before."""

    url: str
    is_new: bool

    @property
    def is_given(self) -> bool:
        """Whether somebody has given the address."""
        return not OWN.fullmatch(self.url)


def check(given: str | None) -> None:
    """Check an address that somebody gives.

    Raises:
        Refused: It cannot be the address of a site.
    """
    if given and given != API and not GIVEN.fullmatch(given):
        raise Refused(f"{given} cannot be the site's address: give one like https://lapor.example.go.id, or {API}.")


def store(account: Account, api_url: str, given: str | None = None) -> Site:
    """Store address and bucket for the functions. An address that was given before stays unless another is."""
    client, table = account.client("dynamodb"), names.table(account.stage)
    stored = client.get_item(TableName=table, Key=_KEY).get("Item", {})
    url = _chosen(stored.get("url", {}).get("S", ""), api_url, given)
    wanted = {"url": {"S": url}, "photos": {"S": names.photos(account.stage, account.number)}}
    if wanted.items() <= stored.items():
        return Site(url, is_new=False)
    client.update_item(
        TableName=table,
        Key=_KEY,
        UpdateExpression="SET #url = :url, #photos = :photos",
        ExpressionAttributeNames={f"#{name}": name for name in wanted},
        ExpressionAttributeValues={f":{name}": value for name, value in wanted.items()},
    )
    return Site(url, is_new=True)


def _chosen(stored: str, api_url: str, given: str | None) -> str:
    if given:
        return api_url if given == API else given.rstrip("/")
    return api_url if not stored or OWN.fullmatch(stored) else stored
