"""What the receipt shows beside the number and the secret."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Promise:
    """The city pack's deadlines for this service, as instants in UTC."""

    passed_on: datetime
    first_answer: datetime
    done: datetime


def promise(ticket: Ticket, catalogue: Catalogue, calendar: Calendar) -> Promise:
    """The deadlines of a ticket that was just received, in the city's working days."""
    deadline = catalogue.deadline_of(catalogue.services[ticket.report.service])
    days = (deadline.verification, deadline.first_answer, deadline.resolution)
    return Promise(*(calendar.due(ticket.received_at, count) for count in days))


def grouped(secret: str) -> str:
    """The secret in groups of four, to be written down; spaces do not count when it is typed again."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr_code(address: str) -> str:
    """The address as an inline SVG: a phone scans it from a screenshot or a print."""
    import segno

    svg = BytesIO()
    segno.make_qr(address, error="m").save(
        svg, kind="svg", border=4, scale=4, xmldecl=False, svgns=True, light="#fff", omitsize=True, nl=False
    )
    return svg.getvalue().decode()
