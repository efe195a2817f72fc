"""Finding tickets: by place, and by the phone that made them."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, may_overall, permit_overall
from chalicelib.domain.errors import Invalid, NotAllowed, Problem
from chalicelib.domain.transitions.step_input import LONGEST
from chalicelib.flow.ports.desk import AccessEntry, AccessLog, AccessPage, Found, PhoneIndex
from chalicelib.flow.ports.tickets import CityPack, Clock, Listing, Page, Tickets


@dataclass(frozen=True, slots=True)
class Search:
    """One query a page. `parse_phone` gives E.164, or None for what is no mobile number: the same as for a report."""

    city: CityPack
    tickets: Tickets
    phone_index: PhoneIndex
    access_log: AccessLog
    parse_phone: Callable[[str], str | None]
    clock: Clock

    def at_place(
        self, actor: Actor, area: str, *, opd: str = "", confidential: bool = False, cursor: str | None = None
    ) -> Page:
        """Tickets of a kecamatan or a village: those in which the OPD has a part, confidential ones among them. Without
        an OPD, for who sees all: the public ones of everybody or, apart, the `confidential` ones.

        NotAllowed for an OPD that is not the person's; Invalid.
        """
        self._check(area)
        opd = opd or self._own(actor)
        if opd and opd not in actor.opds and not may_overall(actor, "search_all"):
            raise NotAllowed("search_all")
        if opd or confidential:
            return self.tickets.at_place(opd, area, cursor)
        kind = self.city.catalogue.areas[area].kind
        return self.tickets.page(Listing("kecamatan" if kind == "kecamatan" else "area", area), cursor)

    def by_phone(self, actor: Actor, phone: str, reason: str) -> tuple[Found, ...]:
        """The tickets that this phone made, newest first, 50 at most: as telling as reading who reported, so it needs a
        reason, which is noted with who asked before anything is looked up. The number is noted nowhere.

        NotAllowed; Invalid.
        """
        right = permit_overall(actor, "search_phone")
        number = self._number(phone, reason)
        self.access_log.note_search(AccessEntry(self.clock(), actor.person, str(right), reason))
        return self.phone_index.find(number)

    def looks(self, actor: Actor, cursor: str | None = None) -> AccessPage:
        """Who read who reported, and who searched by phone, over all tickets, the latest first. NotAllowed; Invalid."""
        permit_overall(actor, "reads")
        return self.access_log.page(cursor)

    def _own(self, actor: Actor) -> str:
        """The OPD that is meant where none is named; none for who sees all. NotAllowed for who has none."""
        if may_overall(actor, "search_all"):
            return ""
        if not actor.opds:
            raise NotAllowed("search_all")
        return min(actor.opds)

    def _check(self, area: str) -> None:
        known = self.city.catalogue.areas.get(area)
        if known is None or known.kind not in ("kecamatan", "desa", "kelurahan"):
            raise Invalid((Problem("area", "filter_unknown" if area else "missing"),))

    def _number(self, phone: str, reason: str) -> str:
        number = self.parse_phone(phone) if phone.strip() else None
        problems = [] if number else [Problem("phone", "phone" if phone.strip() else "missing")]
        problems += [] if reason.strip() else [Problem("reason", "missing")]
        if len(reason) > LONGEST:
            problems.append(Problem("reason", "too_long", {"given": len(reason), "most": LONGEST}))
        if problems or number is None:
            raise Invalid(tuple(problems))
        return number
