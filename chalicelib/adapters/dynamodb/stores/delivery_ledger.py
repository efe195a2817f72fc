"""The delivery ledger in DynamoDB: one item for each notice, apart from the ticket's status."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute, NumberAttribute
from chalicelib.adapters.dynamodb.paging import Line, query_page
from chalicelib.adapters.dynamodb.table import Item, Refused, count, find, write_update
from chalicelib.domain.notifications.notice import notice_id
from chalicelib.flow.ports.delivery import BeingSent, Deliveries, Delivery
from chalicelib.flow.ports.tickets import Listing

SENDING, SENT, FAILED = "sending", "sent", "failed"


class DeliveryItem(Item):
    """The delivery of one notice. Until the instant `until`, only the worker that claimed it may send it.

    `inbox` and `due` are present from the first failure until the notice is sent or put away: they put it into the list
    of undelivered notices.
    """

    notice = UnicodeAttribute(attr_name="id")
    event = UnicodeAttribute(attr_name="ev")
    audience = UnicodeAttribute(attr_name="to")
    state = UnicodeAttribute(attr_name="st")
    at = InstantAttribute()
    until = InstantAttribute(null=True)
    tries = NumberAttribute(attr_name="n")
    message_id = UnicodeAttribute(attr_name="msg", null=True)
    reason = UnicodeAttribute(attr_name="desk", null=True)
    inbox = UnicodeAttribute(null=True)
    due = InstantAttribute(null=True)


@dataclass(frozen=True, slots=True)
class TableLedger:
    """Implements `flow.ports.delivery.Ledger`: every method that changes something is one conditional write."""

    def claim(self, notice: str, ticket: str, event: str, audience: str, *, at: datetime, until: datetime) -> bool:
        is_free = DeliveryItem.pk.does_not_exist() | (DeliveryItem.state == FAILED)
        has_lapsed = (DeliveryItem.state == SENDING) & (DeliveryItem.until <= at)
        actions = [
            DeliveryItem.notice.set(notice), DeliveryItem.event.set(event), DeliveryItem.audience.set(audience),
            DeliveryItem.state.set(SENDING), DeliveryItem.at.set(at), DeliveryItem.until.set(until),
            DeliveryItem.tries.set((DeliveryItem.tries | 0) + 1),
        ]  # fmt: skip
        try:
            write_update(_key(notice, ticket), actions, is_free | has_lapsed)
        except Refused as refused:
            if DeliveryItem.from_raw_data(refused.stored or {}).state == SENT:
                return False
            raise BeingSent(notice) from refused
        return True

    def sent(self, notice: str, ticket: str, message_id: str, at: datetime) -> None:
        actions = [DeliveryItem.state.set(SENT), DeliveryItem.message_id.set(message_id), DeliveryItem.at.set(at)]
        removed: list[Any] = [DeliveryItem.until, DeliveryItem.reason, DeliveryItem.inbox, DeliveryItem.due]
        write_update(_key(notice, ticket), [*actions, *(name.remove() for name in removed)])

    def failed(self, notice: str, ticket: str, reason: str, at: datetime) -> None:
        actions = [DeliveryItem.state.set(FAILED), DeliveryItem.reason.set(reason), DeliveryItem.at.set(at)]
        actions += [DeliveryItem.inbox.set(keys.UNDELIVERED), DeliveryItem.due.set(at)]
        # Refused if this worker was too slow and another one has sent the notice since: it stays sent.
        with suppress(Refused):
            write_update(_key(notice, ticket), [*actions, DeliveryItem.until.remove()], DeliveryItem.state == SENDING)

    def of(self, ticket: str) -> tuple[Delivery, ...]:
        items = find(
            ticket, DeliveryItem.sk.startswith(keys.DELIVERY), DeliveryItem.from_raw_data, consistent_read=True
        )
        return tuple(_delivery(item) for item in items)

    def undelivered(self, cursor: str | None = None, size: int = 25) -> Deliveries:
        lines, next_cursor = query_page(_LIST, cursor=cursor, size=size)
        return Deliveries(tuple(map(_undelivered, lines)), next_cursor)

    def count_undelivered(self, most: int = 200) -> int:
        index, *_ = keys.INBOX
        return count(keys.UNDELIVERED, None, index_name=index, limit=most + 1)

    def put_away(self, notice: str, ticket: str) -> None:
        # Refused if the notice is sent, and in no list any more, or is being sent again.
        with suppress(Refused):
            actions = [DeliveryItem.inbox.remove(), DeliveryItem.due.remove()]
            write_update(_key(notice, ticket), actions, DeliveryItem.state == FAILED)


_LIST = Listing("inbox", keys.UNDELIVERED)


def _key(notice: str, ticket: str) -> DeliveryItem:
    return DeliveryItem(pk=ticket, sk=keys.delivery(notice))


def _delivery(item: DeliveryItem) -> Delivery:
    return Delivery(
        item.notice, item.pk, item.event, item.audience, item.state, item.at, int(item.tries), item.message_id or "",
        item.reason or "",
    )  # fmt: skip


def _undelivered(line: Line) -> Delivery:
    """An undelivered notice from what the index projects."""
    ticket, (sequence, audience) = line["pk"], keys.delivered(line["sk"])
    return Delivery(
        notice_id(ticket, sequence, audience), ticket, line["ev"], audience, FAILED,
        datetime.fromisoformat(line["due"]), line["n"], reason=line["desk"],
    )  # fmt: skip
