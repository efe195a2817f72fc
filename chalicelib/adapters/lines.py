"""A line of a list, from what the list's index projects."""

from datetime import datetime
from typing import Any

from chalicelib.adapters import keys, mapping
from chalicelib.adapters.attributes import due_of
from chalicelib.adapters.table import Raw
from chalicelib.domain.inbox import InboxLine
from chalicelib.domain.nearness import Neighbour
from chalicelib.flow.ports import Entry, Listing, Watched


def inbox_line(raw: Raw) -> InboxLine:
    """A line of an inbox, from what the index projects."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    desk = text.get("desk", "")
    return InboxLine(
        text["pk"], text["service"], text.get("area"), text["status"], text.get("ticket_status", text["status"]),
        due_of(text["due"]), text.get("role", ""), mapping.reason_of(desk),
        text.get("person", ""), tuple(text.get("waits", "").split()), mapping.hints_of(desk),
        _photo(text["sk"]),
    )  # fmt: skip


def _photo(sk: str) -> str:
    return sk.removeprefix(keys.PHOTO) if sk.startswith(keys.PHOTO) else ""


def neighbour(raw: Raw) -> Neighbour:
    """A report nearby; without a place if it has none but its area."""
    lat, long = (float(raw[name]["N"]) if name in raw else None for name in ("lat", "long"))
    return Neighbour(raw["pk"]["S"], datetime.fromisoformat(raw["listed_at"]["S"]), lat, long)


def entry(raw: Raw, listing: Listing) -> Entry:
    """A line, from what the index projects."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    *_, order = keys.LISTINGS[listing.by]
    status = text["ticket_status" if listing.by == "opd" else "status"]
    return Entry(text["pk"], text["service"], text.get("area"), status, datetime.fromisoformat(text[order]))


def entry_here(raw: Raw) -> Entry:
    """A line of what is at a place: of an OPD's part, or of a ticket itself."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    _, _, at = text["spot_at"].partition("@")
    status = text.get("ticket_status", text["status"])
    return Entry(text["pk"], text["service"], text["area"], status, datetime.fromisoformat(at))


def watched(raw: Raw) -> Watched:
    """A ticket whose time has come."""
    return Watched(raw["pk"]["S"], datetime.fromisoformat(raw["watch"]["S"]))
