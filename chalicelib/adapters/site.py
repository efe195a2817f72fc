"""Where people find the system: written into the table by the deploy, read once per container."""

from dataclasses import dataclass, field

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters import keys
from chalicelib.adapters.table import Item


class SiteItem(Item):
    url = UnicodeAttribute()


class SiteUnknown(Exception):
    """Nobody has written the address yet: `python -m infra deploy` and `make run` do."""


@dataclass(slots=True)
class TableSite:
    """As `flow.ports.Site` has it."""

    _url: str = field(default="", init=False)

    def __call__(self) -> str:
        if not self._url:
            self._url = _read()
        return self._url


def write(url: str) -> None:
    """Set the public base URL."""
    SiteItem(pk=keys.SITE, sk=keys.SITE, url=url.rstrip("/")).save()


def _read() -> str:
    try:
        return str(SiteItem.get(keys.SITE, keys.SITE).url)
    except SiteItem.DoesNotExist as error:
        raise SiteUnknown from error
