"""The site's address and photo bucket: written into the table by the deploy, read once in each container."""

from dataclasses import dataclass, field

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item


class SiteItem(Item):
    """The public base URL, and the name of the photos' bucket."""

    url = UnicodeAttribute()
    photos = UnicodeAttribute(null=True)


class SiteUnknown(Exception):
    """The settings are not in the table yet; `python -m infra deploy` and `make run` write them."""


@dataclass(slots=True)
class TableSiteSettings:
    """Implements `flow.ports.tickets.Site`."""

    _item: SiteItem | None = field(default=None, init=False)

    def __call__(self) -> str:
        return str(self._settings().url)

    def bucket(self) -> str:
        """The name of the photos' bucket.

        Raises:
            SiteUnknown: the deploy has not written it yet.
        """
        name = self._settings().photos
        if not name:
            raise SiteUnknown
        return str(name)

    def _settings(self) -> SiteItem:
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
