"""Makes lines of lists from what an index projects."""

from datetime import datetime

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import due_of
from chalicelib.adapters.dynamodb.paging import Line
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.domain.duplicates.nearby import Neighbour
from chalicelib.domain.tickets.inbox import InboxLine
from chalicelib.flow.ports.tickets import DueTicket, Entry, Listing


def inbox_line(line: Line) -> InboxLine:
    """A line of an inbox."""
    desk = line.get("desk", "")
    return InboxLine(
        line["pk"], line["service"], line.get("area"), line["status"], line.get("ticket_status") or line["status"],
        due_of(line["due"]), line.get("role", ""), mapping.reason_of(desk),
        line.get("person", ""), tuple(line.get("waits", "").split()), mapping.hints_of(desk),
        _photo(line["sk"]),
    )  # fmt: skip


def _photo(sk: str) -> str:
    return sk.removeprefix(keys.PHOTO) if sk.startswith(keys.PHOTO) else ""


def neighbour(line: Line) -> Neighbour:
    """A report nearby; without coordinates if only its area is known."""
    return Neighbour(line["pk"], datetime.fromisoformat(line["listed_at"]), line.get("lat"), line.get("long"))


def entry(line: Line, listing: Listing) -> Entry:
    """A line of a public list."""
    *_, order = keys.LISTINGS[listing.by]
    status = line["ticket_status" if listing.by == "opd" else "status"]
    return Entry(line["pk"], line["service"], line.get("area"), status, datetime.fromisoformat(line[order]))


def entry_here(line: Line) -> Entry:
    """A line of a search by place, from an assignment or from a confidential ticket."""
    _, _, at = line["spot_at"].partition("@")
    status = line.get("ticket_status") or line["status"]
    return Entry(line["pk"], line["service"], line["area"], status, datetime.fromisoformat(at))


def due_ticket(line: Line) -> DueTicket:
    """A line of the deadline watch."""
    return DueTicket(line["pk"], datetime.fromisoformat(line["watch"]))
