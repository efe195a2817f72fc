"""The tickets of one city in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock

from chalicelib.domain.duplicates import nearby
from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.events import Event
from chalicelib.domain.rate_limits.client_limits import Charge
from chalicelib.domain.tickets.assignments import active_assignments
from chalicelib.domain.tickets.inbox import ALL, InboxFilter, InboxPage
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.tickets.status import UNFINISHED
from chalicelib.domain.tickets.ticket import Case, Change, Opening, Ticket
from chalicelib.flow.ports.tickets import DuePage, DueTicket, Entry, Listing, Page, TicketExists
from tests.doubles.buckets import MemoryBuckets
from tests.doubles.cursors import Place, page_of
from tests.doubles.inbox_lines import PlacedLine, is_in_slice, lines_of


@dataclass
class MemoryTickets:
    """`stream` holds every event in the order of writing, as the table's stream does. Lists look at every ticket."""

    cases: dict[str, Case] = field(default_factory=dict)
    identities: dict[str, bytes] = field(default_factory=dict)
    stream: list[Event] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)
    supported: set[tuple[str, str]] = field(default_factory=set)
    buckets: MemoryBuckets = field(default_factory=MemoryBuckets)

    # one ticket

    def add(self, opening: Opening, charge: Charge | None = None) -> None:
        with self.lock:
            stored = self.cases.get(opening.ticket.id)
            if stored:
                raise TicketExists(stored.ticket.secret_hash, stored.ticket.fingerprint, stored.ticket.received_at)
            if charge:
                self.buckets.take(charge)
            self.put(Case(opening.ticket, (opening.event,)))
            if opening.identity is not None:
                self.identities[opening.ticket.id] = opening.identity
            self.stream.append(opening.event)

    def get(self, number: str, *, internal: bool = False) -> Case:
        with self.lock:
            if number not in self.cases:
                raise UnknownTicket(number)
            case = self.cases[number]
            return case if internal else replace(case, notes=tuple(n for n in case.notes if n.is_public))

    def identity(self, number: str) -> bytes | None:
        return self.identities.get(number)

    def save(self, *changes: Change) -> None:
        with self.lock:
            for change in changes:
                case = self.cases.get(change.ticket.id)
                if case is None or case.ticket.sequence != change.expected:
                    raise Outdated(change.ticket.id)
            for change in changes:
                self._save(change)

    def _save(self, change: Change) -> None:
        case = self.cases[change.ticket.id]
        by_opd = {assignment.opd: assignment for assignment in (*case.ticket.assignments, *change.assignments)}
        ticket = replace(
            change.ticket,
            assignments=tuple(sorted(by_opd.values(), key=lambda assignment: (assignment.role, assignment.opd))),
            duplicates=tuple(sorted({*case.ticket.duplicates, *change.joined} - {*change.left})),
            report=case.ticket.report,
            supporters=case.ticket.supporters,
        )
        self.put(replace(case.after(change), ticket=ticket))
        self.stream += change.events

    def put(self, case: Case) -> None:
        """Every case is written by this."""
        self.cases[case.ticket.id] = case

    def add_photo(self, number: str, photo: Photo) -> None:
        with self.lock:
            case = self.cases[number]
            if all(each.id != photo.id for each in case.photos):
                self.put(replace(case, photos=(*case.photos, photo)))

    def add_supporter(self, number: str, mark: str, charge: Charge | None = None) -> bool:
        with self.lock:
            if (number, mark) in self.supported:
                return False
            if charge:
                self.buckets.take(charge)
            self.supported.add((number, mark))
            case = self.cases[number]
            self.put(replace(case, ticket=replace(case.ticket, supporters=case.ticket.supporters + 1)))
            return True

    def change_next_check(
        self, number: str, stored: datetime | None, next_check: datetime | None, version: int | None = None
    ) -> bool:
        with self.lock:
            case = self.cases.get(number)
            if case is None or case.ticket.next_check != stored or version not in (None, case.ticket.sequence):
                return False
            self.put(replace(case, ticket=replace(case.ticket, next_check=next_check)))
            return True

    # lists

    def inbox(self, box: str, slice_: InboxFilter = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        listing = Listing("inbox", f"{box}/{slice_.state}")
        placed, more = page_of(self._slice(box, slice_), lambda each: each.place, listing, cursor=cursor, size=size)
        return InboxPage(tuple(each.line for each in placed), more)

    def count(self, box: str, slice_: InboxFilter = ALL, most: int = 200) -> int:
        return min(len(self._slice(box, slice_)), most + 1)

    def _slice(self, box: str, slice_: InboxFilter) -> list[PlacedLine]:
        with self.lock:
            lines = [each for case in self.with_lines_in(box) for each in lines_of(case, box)]
        return [each for each in lines if is_in_slice(slice_, each)]

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = 10) -> tuple[nearby.Neighbour, ...]:
        with self.lock:
            tickets = [case.ticket for case in self.within(cell) if nearby.cell_of(case.ticket) == cell]
        nearby_tickets = [t for t in tickets if since <= t.received_at <= until and t.sequence > 1]
        nearby_tickets.sort(key=_by_arrival, reverse=True)
        places = [(t, t.report.place) for t in nearby_tickets[:size]]
        return tuple(nearby.Neighbour(t.id, t.received_at, place.lat, place.long) for t, place in places)

    def due_tickets(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> DuePage:
        with self.lock:
            lines = [
                DueTicket(c.ticket.id, c.ticket.next_check) for c in self.with_next_check(until) if c.ticket.next_check
            ]
        due = (each for each in lines if each.next_check <= until)
        return DuePage(*page_of(due, _by_next_check, Listing("watch", ""), cursor=cursor, size=size))

    def unfinished(self) -> Iterator[str]:
        with self.lock:
            tickets = [case.ticket for case in self.cases.values()]
        return (t.id for t in tickets if t.next_check or t.desk or t.status in UNFINISHED)

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        with self.lock:
            tickets = [c.ticket for c in self.cases.values() if c.ticket.is_public and _is_on(listing, c.ticket)]
        shown, more = page_of(tickets, _by_arrival, listing, cursor=cursor, size=size, falling=True)
        return Page(tuple(map(_entry, shown)), more)

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        with self.lock:
            tickets = [case.ticket for case in self.cases.values() if _is_here(case.ticket, opd, area)]
        listing = Listing("spot", f"{opd}/{area}")
        shown, more = page_of(tickets, _by_spot, listing, cursor=cursor, size=size, falling=True)
        return Page(tuple(map(_entry, shown)), more)

    # which cases a list must look at

    def with_lines_in(self, box: str) -> Iterable[Case]:
        return self.cases.values()

    def within(self, cell: str) -> Iterable[Case]:
        return self.cases.values()

    def with_next_check(self, until: datetime) -> Iterable[Case]:
        return self.cases.values()


def _is_here(ticket: Ticket, opd: str, area: str) -> bool:
    place = ticket.report.place.area or ""
    is_theirs = any(assignment.opd == opd for assignment in active_assignments(ticket)) if opd else not ticket.is_public
    return is_theirs and (place == area or place.startswith(f"{area}."))


def _is_on(listing: Listing, ticket: Ticket) -> bool:
    area = ticket.report.place.area or ""
    values = {
        "all": {""},
        "service": {ticket.report.service},
        "area": {area},
        "kecamatan": {".".join(area.split(".")[:3])},
        "status": {str(ticket.status)},
        "opd": {assignment.opd for assignment in ticket.assignments},
    }
    return listing.value in values[listing.by]


def _entry(ticket: Ticket) -> Entry:
    return Entry(ticket.id, ticket.report.service, ticket.report.place.area, str(ticket.status), ticket.received_at)


def _by_arrival(ticket: Ticket) -> Place:
    return ticket.received_at.isoformat(), ticket.id


def _by_spot(ticket: Ticket) -> Place:
    return f"{ticket.report.place.area}@{ticket.received_at.isoformat()}", ticket.id


def _by_next_check(line: DueTicket) -> Place:
    return line.next_check.isoformat(), line.ticket
