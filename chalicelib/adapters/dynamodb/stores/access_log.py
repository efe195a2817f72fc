"""The access log: who opened a reporter's identity, who searched by phone, and who read a confidential report.

The entries of an opened identity and of a reading are items of their ticket, the latter where no query of a ticket's
page reads; a search by phone has an item of its own. All are in one partition of the sparse `inbox` index, so that the
auditor's list costs one query a page. An entry costs a write unit, and one of the index.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute
from chalicelib.adapters.dynamodb.paging import Line, query_page
from chalicelib.adapters.dynamodb.table import Item
from chalicelib.flow.ports.desk import AccessEntry, AccessKind, AccessPage
from chalicelib.flow.ports.tickets import Listing


class AccessItem(Item):
    """A search by phone, of which number and result are not stored, or a reading of a confidential report."""

    inbox = UnicodeAttribute()
    due = InstantAttribute()
    person = UnicodeAttribute()
    actor = UnicodeAttribute(attr_name="by")
    reason = UnicodeAttribute(attr_name="txt")


@dataclass(frozen=True, slots=True)
class TableAccessLog:
    """Implements `flow.ports.desk.AccessLog`."""

    def log_search(self, entry: AccessEntry) -> None:
        _save(keys.search(secrets.token_hex(8)), keys.SEARCH, entry)

    def log_reading(self, entry: AccessEntry) -> None:
        _save(entry.ticket, keys.reading(entry.at, secrets.token_hex(4)), entry)

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        lines, next_cursor = query_page(_LIST, cursor=cursor, size=size, newest_first=True)
        return AccessPage(tuple(map(_entry, lines)), next_cursor)


_LIST = Listing("inbox", keys.ACCESS_LOG)


def _save(pk: str, sk: str, entry: AccessEntry) -> None:
    AccessItem(
        pk=pk, sk=sk, inbox=keys.ACCESS_LOG, due=entry.at, person=entry.person, actor=entry.actor, reason=entry.reason
    ).save()


def _entry(line: Line) -> AccessEntry:
    kind = _kind(line["sk"])
    ticket = "" if kind is AccessKind.PHONE else line["pk"]
    return AccessEntry(datetime.fromisoformat(line["due"]), line["person"], line["by"], line["txt"], ticket, kind)


def _kind(sk: str) -> AccessKind:
    if sk == keys.SEARCH:
        return AccessKind.PHONE
    return AccessKind.TEXT if sk.startswith(keys.READING) else AccessKind.IDENTITY
