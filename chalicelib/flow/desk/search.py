"""Search for tickets by place or by the reporter's phone, and the access log of reporters' identities."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, may_overall, permit_overall
from chalicelib.domain.errors import Invalid, NotAllowed, Problem
from chalicelib.domain.transitions.step_input import MAX_TEXT_LENGTH
from chalicelib.flow.ports.desk import AccessEntry, AccessKind, AccessLog, AccessPage, FoundTicket, PhoneIndex
from chalicelib.flow.ports.tickets import CityPack, Clock, Listing, Page, Tickets


@dataclass(frozen=True, slots=True)
class Search:
    """One query per page. `parse_phone` returns E.164, or None for no mobile number, as for a report."""

    city: CityPack
    tickets: Tickets
    phone_index: PhoneIndex
    access_log: AccessLog
    parse_phone: Callable[[str], str | None]
    clock: Clock

    def at_place(
        self, actor: Actor, area: str, *, opd: str = "", confidential: bool = False, cursor: str | None = None
    ) -> Page:
        """One page of the tickets of a kecamatan or village in which the OPD has an assignment, confidential ones
        included.

        Without an OPD it is the person's own. For whoever may search all tickets, it is then the public tickets of all
        OPDs or, with `confidential`, the confidential ones.

        Raises:
            NotAllowed: the OPD is not the person's.
            Invalid: there is no such area or cursor.
        """
        self._check(area)
        opd = opd or self._own(actor)
        if opd and opd not in actor.opds and not may_overall(actor, "search_all"):
            raise NotAllowed("search_all")
        if opd or confidential:
            return self.tickets.at_place(opd, area, cursor)
        kind = self.city.catalogue.areas[area].kind
        return self.tickets.page(Listing("kecamatan" if kind == "kecamatan" else "area", area), cursor)

    def by_phone(self, actor: Actor, phone: str, reason: str) -> tuple[FoundTicket, ...]:
        """The tickets reported with this phone, newest first, 50 at most.

        The result identifies a reporter. So a reason is required, and is logged with the person before the search; the
        number is logged nowhere.

        Raises:
            NotAllowed: the person may not search by phone.
            Invalid: the phone or the reason is missing or wrong.
        """
        relation = permit_overall(actor, "search_phone")
        number = self._number(phone, reason)
        self.access_log.log_search(
            AccessEntry(self.clock(), actor.person, str(relation), reason, kind=AccessKind.PHONE)
        )
        return self.phone_index.find(number)

    def log_page(self, actor: Actor, cursor: str | None = None) -> AccessPage:
        """One page of the access log of reporters' identities, of all tickets, the latest entry first.

        Raises:
            NotAllowed: the person may not read the log.
            Invalid: the cursor is wrong.
        """
        permit_overall(actor, "reads")
        return self.access_log.page(cursor)

    def _own(self, actor: Actor) -> str:
        """The OPD to search if none is named; empty for whoever may search all tickets.

        Raises:
            NotAllowed: the person belongs to no OPD.
        """
        if may_overall(actor, "search_all"):
            return ""
        if not actor.opds:
            raise NotAllowed("search_all")
        return min(actor.opds)

    def _check(self, area: str) -> None:
        entry = self.city.catalogue.areas.get(area)
        if entry is None or entry.kind not in ("kecamatan", "desa", "kelurahan"):
            raise Invalid((Problem("area", "filter_unknown" if area else "missing"),))

    def _number(self, phone: str, reason: str) -> str:
        number = self.parse_phone(phone) if phone.strip() else None
        problems = [] if number else [Problem("phone", "phone" if phone.strip() else "missing")]
        problems += [] if reason.strip() else [Problem("reason", "missing")]
        if len(reason) > MAX_TEXT_LENGTH:
            problems.append(Problem("reason", "too_long", {"given": len(reason), "most": MAX_TEXT_LENGTH}))
        if problems or number is None:
            raise Invalid(tuple(problems))
        return number
