"""The access log: who opened a reporter's identity, and who searched by phone.

The entry of an opened identity is an item of its ticket; a search by phone has an item of its own. All are in one
partition of the sparse `inbox` index, so that the auditor's list costs one query a page.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute
from chalicelib.adapters.dynamodb.paging import Line, query_page
from chalicelib.adapters.dynamodb.table import Item
from chalicelib.flow.ports.desk import AccessEntry, AccessPage
from chalicelib.flow.ports.tickets import Listing


class SearchItem(Item):
    """A search by phone; the number and the result are not stored."""

    inbox = UnicodeAttribute()
    due = InstantAttribute()
    person = UnicodeAttribute()
    actor = UnicodeAttribute(attr_name="by")
    reason = UnicodeAttribute(attr_name="txt")


@dataclass(frozen=True, slots=True)
class TableAccessLog:
    """Implements `flow.ports.desk.AccessLog`."""

    def log_search(self, entry: AccessEntry) -> None:
        SearchItem(
            pk=keys.search(secrets.token_hex(8)), sk=keys.SEARCH, inbox=keys.ACCESS_LOG, due=entry.at,
            person=entry.person, actor=entry.actor, reason=entry.reason,
        ).save()  # fmt: skip

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        lines, next_cursor = query_page(_LIST, cursor=cursor, size=size, newest_first=True)
        return AccessPage(tuple(map(_entry, lines)), next_cursor)


_LIST = Listing("inbox", keys.ACCESS_LOG)


def _entry(line: Line) -> AccessEntry:
    ticket = "" if line["sk"] == keys.SEARCH else line["pk"]
    return AccessEntry(datetime.fromisoformat(line["due"]), line["person"], line["by"], line["txt"], ticket)
