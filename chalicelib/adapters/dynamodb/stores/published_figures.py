"""The published figures in DynamoDB: two compressed versions of each period and scope, and the newest edition."""

import json
import zlib
from collections.abc import Mapping

from pynamodb.attributes import BinaryAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import DataAttribute, InstantAttribute, NumberAttribute
from chalicelib.adapters.dynamodb.table import NEW, ConditionFailed, Item, get, put, query_items, write
from chalicelib.domain.statistics.figure_publication import Edition
from chalicelib.flow.ports.statistics import CountersChanged, Figures

_PLACES = ("0", "1")
"""Sort keys of the two versions. They are overwritten in turn, since no function may delete an item."""


class EditionItem(Item):
    """The newest edition."""

    number = NumberAttribute(attr_name="e")
    at = InstantAttribute(attr_name="at")
    released = DataAttribute(attr_name="r")


class PublishedItem(Item):
    """One version. A month of a city with 60 OPDs is 20 to 60 KB compressed; an item holds 400."""

    number = NumberAttribute(attr_name="e")
    packed = BinaryAttribute(attr_name="z", legacy_encoding=False)


class TablePublishedFigures:
    """Implements `flow.ports.statistics.PublishedFigures`."""

    def edition(self) -> Edition | None:
        item = get(EditionItem, keys.PUBLISHED, keys.EDITION)
        return Edition(int(item.number), item.at, item.released) if item else None

    def figures(self, edition: int, period: str, scope: str) -> Figures:
        versions = [item for item in _versions(period, scope).values() if item.number <= edition]
        return _unpacked(max(versions, key=lambda item: item.number)) if versions else {}

    def newest(self, period: str, scope: str) -> tuple[int, Figures] | None:
        versions = _versions(period, scope).values()
        newest = max(versions, key=lambda item: item.number, default=None)
        return (int(newest.number), _unpacked(newest)) if newest else None

    def put(self, edition: int, period: str, scope: str, figures: Figures) -> None:
        place = _place_for(edition, _versions(period, scope))
        packed = zlib.compress(json.dumps(figures, separators=(",", ":")).encode())
        PublishedItem(pk=keys.published(period, scope), sk=place, number=edition, packed=packed).save()

    def announce(self, edition: Edition) -> None:
        item = EditionItem(
            pk=keys.PUBLISHED, sk=keys.EDITION, number=edition.number, at=edition.at, released=edition.released
        )
        is_next = NEW if edition.number == 1 else EditionItem.number == edition.number - 1
        try:
            write([put(item, is_next)])
        except ConditionFailed as refused:
            raise CountersChanged(keys.PUBLISHED) from refused


def _versions(period: str, scope: str) -> dict[str, PublishedItem]:
    """The stored versions by sort key."""
    items = query_items(keys.published(period, scope), None, PublishedItem.from_raw_data)
    return {item.sk: item for item in items}


def _place_for(edition: int, versions: Mapping[str, PublishedItem]) -> str:
    """Where the version for this edition is written: over its own former try, else over what nobody reads."""

    def rank(place: str) -> tuple[bool, float]:
        number = versions[place].number if place in versions else 0
        return number != edition, number

    return min(_PLACES, key=rank)


def _unpacked(item: PublishedItem) -> Figures:
    figures: Figures = json.loads(zlib.decompress(item.packed))
    return figures
