"""Where people find the system: written into the table by the deploy, read once per container."""

from dataclasses import dataclass, field

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item


class SiteItem(Item):
    """`photos` is the name of their bucket."""

    url = UnicodeAttribute()
    photos = UnicodeAttribute(null=True)


class SiteUnknown(Exception):
    """Nobody has written the address yet: `python -m infra deploy` and `make run` do."""


@dataclass(slots=True)
class TableSiteSettings:
    """As `flow.ports.tickets.Site` has it."""

    _item: SiteItem | None = field(default=None, init=False)

    def __call__(self) -> str:
        return str(self._known().url)

    def bucket(self) -> str:
        """The name of the photos' bucket."""
        name = self._known().photos
        if not name:
            raise SiteUnknown
        return str(name)

    def _known(self) -> SiteItem:
        if self._item is None:
            self._item = _read()
        return self._item


def write(url: str, photos: str | None = None) -> None:
    """Set the public base URL and the photos' bucket."""
    SiteItem(pk=keys.SITE, sk=keys.SITE, url=url.rstrip("/"), photos=photos).save()


def _read() -> SiteItem:
    try:
        return SiteItem.get(keys.SITE, keys.SITE)
    except SiteItem.DoesNotExist as error:
        raise SiteUnknown from error
