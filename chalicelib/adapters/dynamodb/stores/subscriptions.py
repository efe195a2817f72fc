"""Reporters' subscriptions to messages. The channels a reporter has stopped are an item beside the identity; each
unsubscribe link is an item of its own.
"""

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item, Raw, query_items, sort_key, write_update
from chalicelib.adapters.dynamodb.tickets.items import IdentityItem
from chalicelib.domain.errors import UnknownLink
from chalicelib.domain.values import value
from chalicelib.flow.ports.delivery import Link, Subscription


class StoppedItem(Item):
    """The channels that the reporter of this ticket has stopped, and those that nobody has agreed to yet."""

    channels = UnicodeSetAttribute(attr_name="off", null=True)
    pending = UnicodeSetAttribute(attr_name="ask", null=True)


class LinkItem(Item):
    """The ticket and the channel of an unsubscribe link."""

    ticket = UnicodeAttribute()
    channel = UnicodeAttribute(attr_name="ch")
    address = UnicodeAttribute(attr_name="to", null=True)


@value
class TableSubscriptions:
    """Implements `flow.ports.delivery.Subscriptions`."""

    def of(self, number: str) -> Subscription:
        items = query_items(number, Item.sk.startswith(keys.IDENTITY), _read, consistent_read=True)
        by_key = {item.sk: item for item in items}
        identity, stopped = by_key.get(keys.IDENTITY), by_key.get(keys.STOPPED)
        return Subscription(
            bytes(identity.sealed) if isinstance(identity, IdentityItem) else None,
            frozenset(stopped.channels or ()) if isinstance(stopped, StoppedItem) else frozenset(),
            frozenset(stopped.pending or ()) if isinstance(stopped, StoppedItem) else frozenset(),
        )

    def stop(self, link: Link) -> None:
        write_update(_stopped(link), [StoppedItem.channels.add({link.channel})])

    def resume(self, link: Link) -> None:
        channel = {link.channel}
        write_update(_stopped(link), [StoppedItem.channels.delete(channel), StoppedItem.pending.delete(channel)])

    def hold(self, link: Link) -> None:
        write_update(_stopped(link), [StoppedItem.pending.add({link.channel})])

    def add_link(self, token: str, link: Link) -> None:
        actions = [LinkItem.ticket.set(link.ticket), LinkItem.channel.set(link.channel)]
        actions += [LinkItem.address.set(link.address)] if link.address else []
        write_update(LinkItem(pk=keys.link(token), sk=keys.LINK), actions)

    def find(self, token: str) -> Link:
        items = list(query_items(keys.link(token), LinkItem.sk == keys.LINK, LinkItem.from_raw_data, limit=1))
        if not items:
            raise UnknownLink
        return Link(items[0].ticket, items[0].channel, items[0].address or "")


def _read(raw: Raw) -> Item:
    kind: type[Item] = IdentityItem if sort_key(raw) == keys.IDENTITY else StoppedItem
    return kind.from_raw_data(raw)


def _stopped(link: Link) -> StoppedItem:
    return StoppedItem(pk=link.ticket, sk=keys.STOPPED)
