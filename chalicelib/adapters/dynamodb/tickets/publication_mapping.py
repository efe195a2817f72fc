"""Converts a ticket's publication to its item of the table, and back."""

from collections.abc import Sequence

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank
from chalicelib.adapters.dynamodb.table import Item
from chalicelib.adapters.dynamodb.tickets.items import EventItem, PublicationItem
from chalicelib.domain.events import TicketWithdrawn
from chalicelib.domain.tickets.inbox import CHECK
from chalicelib.domain.tickets.publication import Publication, PublicationState, parse_redaction
from chalicelib.domain.tickets.ticket import Ticket


def publication_item(ticket: Ticket) -> PublicationItem:
    """How the content is published; with what puts it into the coordinator's inbox while it must be checked."""
    publication = ticket.publication
    item = PublicationItem(
        pk=ticket.id, sk=keys.PUBLICATION, state=str(publication.state),
        redactions=" ".join(map(str, publication.redactions)) or None,
    )  # fmt: skip
    if publication.due:
        item.inbox, item.due, item.desk = CHECK, Rank(publication.due), ",".join(publication.reasons)
        item.service, item.area = ticket.report.service, ticket.report.place.area
        item.status = str(ticket.status)
    return item


def publication_of(items: Sequence[Item]) -> Publication:
    """The ticket's publication. The first releases noted only in the history that a report was withdrawn."""
    item = next((item for item in items if isinstance(item, PublicationItem)), None)
    if item:
        redactions = tuple(map(parse_redaction, (item.redactions or "").split()))
        due = item.due.due if item.due else None
        return Publication(
            PublicationState(item.state), redactions, tuple(filter(None, (item.desk or "").split(","))), due
        )
    is_withdrawn = any(isinstance(each, EventItem) and each.type == TicketWithdrawn.type for each in items)
    return Publication(PublicationState.WITHDRAWN) if is_withdrawn else Publication()
