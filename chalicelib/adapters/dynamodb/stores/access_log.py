"""Who looked at whom: readings of an identity, which lie with their tickets, and searches by phone, which have none.

All stand in the sparse `inbox` index under one name, so that the auditor's list is one query a page.
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
    """Somebody searched by phone; for which number, and what was found, is nowhere."""

    inbox = UnicodeAttribute()
    due = InstantAttribute()
    person = UnicodeAttribute()
    actor = UnicodeAttribute(attr_name="by")
    reason = UnicodeAttribute(attr_name="txt")


@dataclass(frozen=True, slots=True)
class TableAccessLog:
    """As `flow.ports.desk.AccessLog` has it."""

    def note_search(self, look: AccessEntry) -> None:
        SearchItem(
            pk=keys.search(secrets.token_hex(8)), sk=keys.SEARCH, inbox=keys.READS, due=look.at, person=look.person,
            actor=look.actor, reason=look.reason,
        ).save()  # fmt: skip

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        found, following = query_page(_LIST, cursor=cursor, size=size, newest_first=True)
        return AccessPage(tuple(map(_look, found)), following)


_LIST = Listing("inbox", keys.READS)


def _look(line: Line) -> AccessEntry:
    ticket = "" if line["sk"] == keys.SEARCH else line["pk"]
    return AccessEntry(datetime.fromisoformat(line["due"]), line["person"], line["by"], line["txt"], ticket)
