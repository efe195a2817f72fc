"""The ports in memory. They pass the same contract tests as the real adapters (tests/contract)."""

import base64
import binascii
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock
from types import MappingProxyType

from chalicelib.domain import event as events
from chalicelib.domain import nearness
from chalicelib.domain.errors import Invalid, Outdated, Problem, UnknownTicket
from chalicelib.domain.inbox import ALL, COORDINATOR, PROOF, InboxLine, InboxPage, Pause, pause_of, shelf_of
from chalicelib.domain.parts import active_parts, open_parts, waits_for
from chalicelib.domain.ticket import Case
from chalicelib.flow.ports import (
    BeingSent,
    Deliveries,
    Delivery,
    Entry,
    Found,
    Link,
    Listing,
    Look,
    Looks,
    Page,
    Subscription,
    TicketExists,
    Undeliverable,
    UnknownLink,
    Watched,
    Watches,
)
from tests import factory


class FixedCity:
    """The invented city, or any catalogue, as a city pack."""

    answers = MappingProxyType({})

    def __init__(self, catalogue=None, calendar=None, texts=None):
        self.catalogue = catalogue or factory.a_catalogue()
        self.calendar = calendar or factory.a_calendar()
        self._texts = texts
        self.escalation = factory.an_escalation()

    @cached_property
    def digest_texts(self):
        return factory.digest_texts()

    @cached_property
    def message_texts(self):
        return factory.message_texts()

    @cached_property
    def notice_texts(self):
        return self._texts or factory.notice_texts()


@dataclass
class MemoryTickets:
    """`stream` holds every event in the order of writing, as the table's stream does."""

    cases: dict[str, Case] = field(default_factory=dict)
    identities: dict[str, bytes] = field(default_factory=dict)
    stream: list = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)
    supported: set = field(default_factory=set)

    def add(self, opening):
        with self.lock:
            stored = self.cases.get(opening.ticket.id)
            if stored:
                raise TicketExists(stored.ticket.proof, stored.ticket.fingerprint, stored.ticket.received_at)
            self.cases[opening.ticket.id] = Case(opening.ticket, (opening.event,))
            if opening.identity is not None:
                self.identities[opening.ticket.id] = opening.identity
            self.stream.append(opening.event)

    def get(self, number, *, internal=False):
        with self.lock:
            if number not in self.cases:
                raise UnknownTicket(number)
            case = self.cases[number]
            return case if internal else replace(case, notes=tuple(n for n in case.notes if n.is_public))

    def identity(self, number):
        return self.identities.get(number)

    def save(self, *changes):
        with self.lock:
            for change in changes:
                case = self.cases.get(change.ticket.id)
                if case is None or case.ticket.sequence != change.expected:
                    raise Outdated(change.ticket.id)
            for change in changes:
                self._save(change)

    def _save(self, change):
        case = self.cases[change.ticket.id]
        parts = {part.opd: part for part in (*case.ticket.assignments, *change.assignments)}
        assignments = tuple(sorted(parts.values(), key=lambda part: (part.role, part.opd)))
        duplicates = tuple(sorted({*case.ticket.duplicates, *change.joined} - {*change.left}))
        kept = {"report": case.ticket.report, "supporters": case.ticket.supporters}
        ticket = replace(change.ticket, assignments=assignments, duplicates=duplicates, **kept)
        self.cases[ticket.id] = replace(case.after(change), ticket=ticket)
        self.stream += change.events

    def add_photo(self, number, photo):
        with self.lock:
            case = self.cases[number]
            if all(each.id != photo.id for each in case.photos):
                self.cases[number] = replace(case, photos=(*case.photos, photo))

    def inbox(self, box, slice_=ALL, *, cursor=None, size=25):
        lines = self._slice(box, slice_)
        listing = Listing("inbox", f"{box}/{slice_.shelf}")
        start = _opened(listing, cursor) if cursor else None
        rest = [line for rank, line in lines if start is None or rank > start]
        ranks = [rank for rank, _ in lines if start is None or rank > start]
        more = _mark(listing, ranks[size - 1]) if len(rest) > size else None
        return InboxPage(tuple(rest[:size]), more)

    def count(self, box, slice_=ALL, most=200):
        return min(len(self._slice(box, slice_)), most + 1)

    def _slice(self, box, slice_):
        with self.lock:
            lines = [each for case in self.cases.values() for each in (*_lines(case.ticket, box), *_proofs(case, box))]
        kept = [(rank, line) for rank, shelf, line in lines if _is_in(slice_, rank, shelf, line)]
        return sorted(kept, key=lambda each: each[0])

    def support(self, number, mark):
        with self.lock:
            if (number, mark) in self.supported:
                return False
            self.supported.add((number, mark))
            case = self.cases[number]
            self.cases[number] = replace(case, ticket=replace(case.ticket, supporters=case.ticket.supporters + 1))
            return True

    def near(self, cell, *, since, until, size=10):
        with self.lock:
            tickets = [case.ticket for case in self.cases.values() if nearness.cell(case.ticket) == cell]
        found = [t for t in tickets if since <= t.received_at <= until and t.sequence > 1]
        found.sort(key=_place_in_list, reverse=True)
        places = [(t, t.report.place) for t in found[:size]]
        return tuple(nearness.Neighbour(t.id, t.received_at, place.lat, place.long) for t, place in places)

    def at_place(self, opd, area, cursor=None, size=25):
        with self.lock:
            tickets = [case.ticket for case in self.cases.values() if _is_here(case.ticket, opd, area)]
        tickets.sort(key=_place_at_spot, reverse=True)
        listing = Listing("spot", f"{opd}/{area}")
        start = _opened(listing, cursor) if cursor else None
        rest = [ticket for ticket in tickets if start is None or _place_at_spot(ticket) < start]
        more = _mark(listing, _place_at_spot(rest[size - 1])) if len(rest) > size else None
        return Page(tuple(map(_entry, rest[:size])), more)

    def to_watch(self, until, *, cursor=None, size=25):
        with self.lock:
            found = [Watched(c.ticket.id, c.ticket.watch) for c in self.cases.values() if c.ticket.watch]
        found = sorted((each for each in found if each.watch <= until), key=_place_in_watch)
        listing = Listing("watch", "")
        start = _opened(listing, cursor) if cursor else None
        rest = [each for each in found if start is None or _place_in_watch(each) > start]
        more = _mark(listing, _place_in_watch(rest[size - 1])) if len(rest) > size else None
        return Watches(tuple(rest[:size]), more)

    def watch_later(self, number, seen, then, version=None):
        with self.lock:
            case = self.cases.get(number)
            if case is None or case.ticket.watch != seen or version not in (None, case.ticket.sequence):
                return False
            self.cases[number] = replace(case, ticket=replace(case.ticket, watch=then))
            return True

    def page(self, listing, cursor=None, size=25):
        with self.lock:
            tickets = [
                case.ticket for case in self.cases.values() if case.ticket.is_public and _is_on(listing, case.ticket)
            ]
        tickets.sort(key=_place_in_list, reverse=True)
        start = _opened(listing, cursor) if cursor else None
        rest = [ticket for ticket in tickets if start is None or _place_in_list(ticket) < start]
        more = _cursor(listing, rest[size - 1]) if len(rest) > size else None
        return Page(tuple(map(_entry, rest[:size])), more)


def _is_here(ticket, opd, area):
    place = ticket.report.place.area or ""
    is_theirs = any(part.opd == opd for part in active_parts(ticket)) if opd else not ticket.is_public
    return is_theirs and (place == area or place.startswith(f"{area}."))


def _place_at_spot(ticket):
    return (f"{ticket.report.place.area}@{ticket.received_at.isoformat()}", ticket.id)


def _is_on(listing, ticket):
    area = ticket.report.place.area or ""
    shown = {
        "all": {""},
        "service": {ticket.report.service},
        "area": {area},
        "kecamatan": {".".join(area.split(".")[:3])},
        "status": {str(ticket.status)},
        "opd": {part.opd for part in ticket.assignments},
    }
    return listing.value in shown[listing.by]


def _place_in_list(ticket):
    return (ticket.received_at.isoformat(), ticket.id)


def _entry(ticket):
    return Entry(ticket.id, ticket.report.service, ticket.report.place.area, str(ticket.status), ticket.received_at)


def _lines(ticket, box):
    """Each line with its place in the inbox and its shelf."""
    shared = (ticket.report.service, ticket.report.place.area)
    if box == COORDINATOR and ticket.desk:
        status, desk = str(ticket.status), ticket.desk
        line = InboxLine(ticket.id, *shared, status, status, desk.due, reason=desk.reason, hints=desk.hints)
        yield _rank(line, pause_of(ticket)), desk.reason, line
    for part in open_parts(ticket):
        if part.opd == box:
            line = InboxLine(
                ticket.id, *shared, str(part.status), str(ticket.status), part.due,
                role=str(part.role), person=part.person, waits_for=waits_for(ticket, part),
            )  # fmt: skip
            yield _rank(line, pause_of(ticket, part)), shelf_of(ticket, part), line


def _rank(line, pause):
    return (f"{pause}{line.due.isoformat()}", line.ticket)


def _is_in(slice_, rank, shelf, line):
    pause = rank[0][:1] if rank[0][0].isalpha() else ""
    timed = slice_.since is not None or slice_.until is not None
    wanted = "" if timed else slice_.pause
    is_due = (slice_.since or line.due) <= line.due and (slice_.until is None or line.due < slice_.until)
    return slice_.shelf in ("", shelf) and wanted in (None, pause) and is_due


def _proofs(case, box):
    report, status = case.ticket.report, str(case.ticket.status)
    for photo in case.photos:
        if box == PROOF and photo.due:
            line = InboxLine(
                case.ticket.id, report.service, report.place.area, status, status, photo.due,
                reason=",".join(photo.flags), photo=photo.id,
            )  # fmt: skip
            yield _rank(line, Pause.NONE), "", line


def _place_in_watch(line):
    return (line.watch.isoformat(), line.ticket)


def _cursor(listing, ticket):
    return _mark(listing, _place_in_list(ticket))


def _mark(listing, place):
    told = "|".join((listing.by, listing.value, *place))
    return base64.urlsafe_b64encode(told.encode()).decode()


def _opened(listing, cursor):
    try:
        by, value, *place = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
    except (binascii.Error, ValueError):
        by, value, place = "", "", []
    if (by, value) != (listing.by, listing.value) or len(place) != 2:
        raise Invalid((Problem("cursor", "cursor"),))
    return tuple(place)


@dataclass
class MemoryLedger:
    lines: dict[str, Delivery] = field(default_factory=dict)
    rights: dict[str, datetime] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def claim(self, notice, ticket, event, audience, *, at, until):
        with self.lock:
            line = self.lines.get(notice)
            if line and line.state == "sent":
                return False
            if notice in self.rights and at < self.rights[notice]:
                raise BeingSent(notice)
            self.rights[notice] = until
            tries = line.tries + 1 if line else 1
            reason = line.reason if line else ""
            self.lines[notice] = Delivery(notice, ticket, event, audience, "sending", at, tries, reason=reason)
            return True

    def sent(self, notice, ticket, message_id, at):
        self._note(notice, state="sent", message_id=message_id, reason="", at=at)

    def failed(self, notice, ticket, reason, at):
        with self.lock:
            if self.lines[notice].state != "sent":
                self._note(notice, state="failed", reason=reason, at=at)
                self.away.discard(notice)

    def undelivered(self, cursor=None, size=25):
        listing = Listing("inbox", "undelivered")
        start = _opened(listing, cursor) if cursor else None
        rest = [line for line in self._listed() if start is None or _place_in_ledger(line) > start]
        more = _mark(listing, _place_in_ledger(rest[size - 1])) if len(rest) > size else None
        return Deliveries(tuple(replace(line, state="failed") for line in rest[:size]), more)

    def count_undelivered(self, most=200):
        return min(len(self._listed()), most + 1)

    def put_away(self, notice, ticket):
        with self.lock:
            if self.lines[notice].state == "failed":
                self.away.add(notice)

    def _listed(self):
        """Also while a worker tries again."""
        with self.lock:
            lines = [line for line in self.lines.values() if line.reason and line.notice not in self.away]
        return sorted(lines, key=_place_in_ledger)

    def of(self, ticket):
        with self.lock:
            lines = [line for line in self.lines.values() if line.ticket == ticket]
        return tuple(sorted(lines, key=lambda line: (int(line.notice.split("/")[1]), line.audience)))

    def _note(self, notice, **changes):
        with self.lock:
            self.lines[notice] = replace(self.lines[notice], **changes)
            self.rights.pop(notice, None)


def _place_in_ledger(line):
    return (line.at.isoformat(), line.notice.replace("/", "-"))


@dataclass
class MemoryPost:
    """`refuses` are audiences whose channel is down."""

    out: list = field(default_factory=list)
    refuses: set = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def send(self, notice):
        with self.lock:
            if notice.audience in self.refuses:
                raise Undeliverable("NotFound")
            self.out.append(notice)
            return f"message-{len(self.out)}"

    @property
    def counts(self):
        return Counter(notice.id for notice in self.out)


@dataclass
class MemoryReads:
    """Beside the tickets, whose readings it lists too."""

    tickets: MemoryTickets
    searches: list = field(default_factory=list)

    def note_search(self, look):
        self.searches.append(look)

    def page(self, cursor=None, size=25):
        looks = [*self.searches, *(look for case in self.tickets.cases.values() for look in _looks(case))]
        looks.sort(key=_place_in_reads, reverse=True)
        listing = Listing("inbox", "reads")
        start = _opened(listing, cursor) if cursor else None
        rest = [look for look in looks if start is None or _place_in_reads(look) < start]
        more = _mark(listing, _place_in_reads(rest[size - 1])) if len(rest) > size else None
        return Looks(tuple(rest[:size]), more)


def _looks(case):
    reasons = {note.sequence: note.text for note in case.notes}
    for event in case.events:
        if event.type == events.IDENTITY_READ:
            yield Look(event.at, event.data["by"], event.actor, reasons[event.sequence], event.ticket)


def _place_in_reads(look):
    return (look.at.isoformat(), look.ticket)


@dataclass
class MemoryPhonebook:
    found: dict = field(default_factory=dict)

    def note(self, received, phone):
        told = Found(received.ticket, received.data["service"], received.data.get("area"), received.at)
        self.found.setdefault(phone, {})[received.ticket] = told

    def find(self, phone, most=50):
        newest = sorted(self.found.get(phone, {}).values(), key=lambda each: (each.received_at, each.id), reverse=True)
        return tuple(newest[:most])


class WrongKey(Exception):
    """Sealed for another ticket."""


class MemoryVault:
    """Seals by keeping: what is handed out is a random-looking name for what stays here."""

    def __init__(self):
        self._kept = {}

    def seal(self, contact, number):
        sealed = hashlib.sha256(f"{len(self._kept)}/{number}".encode()).digest()
        self._kept[sealed] = (contact, number)
        return sealed

    def open(self, sealed, number):
        contact, sealed_for = self._kept[sealed]
        if sealed_for != number:
            raise WrongKey(number)
        return replace(contact)


@dataclass
class MemorySubscriptions:
    """Beside the tickets whose reporters these are."""

    tickets: MemoryTickets = field(default_factory=MemoryTickets)
    stopped: dict[str, set] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def of(self, number):
        return Subscription(self.tickets.identity(number), frozenset(self.stopped.get(number, ())))

    def stop(self, link):
        self.stopped.setdefault(link.ticket, set()).add(link.channel)

    def resume(self, link):
        self.stopped.get(link.ticket, set()).discard(link.channel)

    def remember(self, token, link):
        self.links[token] = link

    def find(self, token):
        if token not in self.links:
            raise UnknownLink
        return self.links[token]


@dataclass
class MemoryMessenger:
    """`refuses` are errors by channel, raised instead of sending."""

    out: list = field(default_factory=list)
    refuses: dict[str, Undeliverable] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def send(self, message):
        with self.lock:
            if message.channel in self.refuses:
                raise self.refuses[message.channel]
            self.out.append(message)
            return f"message-{len(self.out)}"


class HandClock:
    """Stands until it is moved."""

    def __init__(self, now=factory.NOW):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


class CountingMeter:
    def __init__(self):
        self.counts = Counter()

    def __call__(self, metric, count=1, **about):
        self.counts[metric] += count


def fixed_site():
    return factory.SITE
