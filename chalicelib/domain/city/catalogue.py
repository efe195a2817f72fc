"""The city pack as the rest of the code sees it: the city, its OPDs, areas, services and calendar.

`adapters/city_pack/pack.py` reads it from the folder `cities/<city>/`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from chalicelib.domain.city.boundaries import Boundary
from chalicelib.domain.values import value

VILLAGE_OFFICE = "KECAMATAN"
"""In `lead` or `support`: the kelurahan's office where the place is a kelurahan, else the kecamatan of the place."""

OTHER = "lainnya"
"""The service "Lainnya / belum tahu", routed by text."""


@value
class Text:
    """One text in the two languages of the pages."""

    id: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.id


@value
class Emergency:
    """A number to call at once; Sedulur is no emergency line."""

    number: str
    name: Text


@value
class Box:
    """WGS84 bounding box, degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, long: float) -> bool:
        return self.south <= lat <= self.north and self.west <= long <= self.east


@value
class Messaging:
    """How the city writes to people who reported: by which channels, and under which name they know it.

    `sender_id` (up to 11 letters and digits) is what phones show where the country allows it, `address` and `name` are
    what letters come from.
    """

    sms: bool = False
    email: bool = False
    sender_id: str = ""
    address: str = ""
    name: str = ""

    @property
    def channels(self) -> frozenset[str]:
        return frozenset(channel for channel, on in (("sms", self.sms), ("email", self.email)) if on)


@value
class City:
    code: str
    name: str
    kemendagri: str
    prefix: str  # of ticket numbers
    zone: str  # WIB, WITA or WIT
    box: Box
    contacts: Mapping[str, str]  # website, email, phone, whatsapp, address…
    emergencies: tuple[Emergency, ...]
    messaging: Messaging = Messaging()


@value
class Opd:
    """A department, or (`kind` = `eksternal`) an institution outside the regency's authority."""

    code: str
    name: str
    kind: str
    confirmed: bool
    source: str
    contact: Text | None = None  # how a citizen reaches it; given for every external one
    week: int | None = None  # working days a week, 5 or 6; None: as the city

    @property
    def is_external(self) -> bool:
        return self.kind == "eksternal"


@value
class Area:
    """A kecamatan, desa or kelurahan by its Kemendagri code."""

    code: str
    name: str
    kind: str  # kecamatan, desa, kelurahan
    parent: str
    post_code: str = ""


@value
class Choice:
    code: str
    label: Text
    call: tuple[str, ...] = ()  # emergency numbers to call at once when this is the answer


@value
class Question:
    """An extra question of a service. `kind` is `choice` (one of `choices`), `text` or `number`."""

    code: str
    label: Text
    kind: str
    required: bool = False
    choices: tuple[Choice, ...] = ()


@value
class Rule:
    """Applies when every condition holds; each is a set of which one must be met.

    `answers`: question code to accepted answers, "" stands for no answer. `words`: any of these (stemmed) in the text.
    `areas`: Kemendagri codes, a kecamatan's code holds for its villages.
    What it does: `lead` replaces the lead, `support` adds OPDs, `refer` says that an external
    institution is responsible. `why` is shown to citizens.
    """

    why: Text
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    lead: str | None = None
    support: tuple[str, ...] = ()
    refer: str | None = None


@value
class Deadline:
    """A promise per kind of report, in working days after the day on which the clock begins."""

    code: str
    name: Text
    verification: int
    first_answer: int
    resolution: int
    source: str
    note: str = ""
    silence: int = 10  # how long a reporter may say nothing: of what was asked, and of what is done


@value
class Service:
    """A kind of report in the catalogue."""

    code: str
    name: Text
    description: Text
    group: str
    dimension: str  # governance, branding, economy, living, society, environment
    lead: str | None  # None only for `lainnya` and where `refer` says who it is
    support: tuple[str, ...]
    deadline: str  # code of a Deadline
    phase: str  # planned, pilot, live
    adopted_from: str | None = None
    refer: str | None = None  # external institution that the whole matter belongs to, unless a rule names a lead
    call: tuple[str, ...] = ()  # emergency numbers shown as soon as the service is chosen
    questions: Sequence[Question] = ()
    rules: Sequence[Rule] = ()
    validation: bool = False  # a second person of the OPD looks at the work before it is done
    proof: bool = False  # work is finished with photos of it

    @property
    def responsible(self) -> str:
        """OPD code of the lead or of the institution it is referred to; "" for `lainnya`."""
        return self.lead or self.refer or ""


@value
class Group:
    code: str
    name: Text


@value
class Catalogue:
    """Everything of one city that requests and routing look up; insertion order is display order."""

    city: City
    opds: Mapping[str, Opd]
    areas: Mapping[str, Area]
    groups: Mapping[str, Group]
    services: Mapping[str, Service]
    deadlines: Mapping[str, Deadline]
    boundaries: Sequence[Boundary] = ()
    own_deadlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by service, what differs there

    def area_at(self, lat: float, long: float) -> str | None:
        """Code of the kecamatan around a point; None outside all of them or where no boundaries were imported."""
        return next((boundary.area for boundary in self.boundaries if boundary.holds(lat, long)), None)

    def service_or_other(self, code: str) -> Service:
        """The service, or "Lainnya" where the catalogue has dropped it since the report came in."""
        return self.services.get(code) or self.services[OTHER]

    def deadline_of(self, service: Service) -> Deadline:
        """What is promised for the service: as for its kind of report, but for what differs there."""
        kind = self.deadlines[service.deadline]
        own = self.own_deadlines.get(service.code)
        return replace(kind, **own) if own else kind

    def week_of(self, opd: str) -> int | None:
        """How many days a week the OPD works; None: as the city."""
        known = self.opds.get(opd)
        return known.week if known else None

    def place_name(self, area: str | None) -> str:
        """`Desa Semampir, Kecamatan Pati` for the area's code; empty for none, the code itself if it is unknown."""
        if not area or area not in self.areas:
            return area or ""
        names = [f"{found.kind.capitalize()} {found.name}" for found in self._upwards(self.areas[area])]
        return ", ".join(names)

    def _upwards(self, area: Area) -> tuple[Area, ...]:
        parent = self.areas.get(area.parent)
        return (area, parent) if parent else (area,)

    def village_office(self, area: str | None) -> str | None:
        """OPD code behind `KECAMATAN` for this place; None where the place is not known by area."""
        if area is None or area not in self.areas:
            return None
        district, _, village = area.removeprefix(self.city.kemendagri + ".").partition(".")
        office = f"KEL-{village}"
        return office if village and office in self.opds else f"KEC-{district}"
