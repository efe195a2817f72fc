"""The city pack as domain objects. `adapters/city_pack/pack.py` reads it from the folder `cities/<city>/`."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from chalicelib.domain.city.boundaries import Boundary
from chalicelib.domain.values import value

VILLAGE_OFFICE = "KECAMATAN"
"""Stands in `lead` or `support` for the kelurahan's office if the place is in a kelurahan, else for the kecamatan's."""

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
    """An emergency number, shown because Sedulur is no emergency line."""

    number: str
    name: Text


@value
class Box:
    """WGS84 bounding box, degrees."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, long: float) -> bool:
        return self.south <= lat <= self.north and self.west <= long <= self.east


@value
class Messaging:
    """How the city writes to reporters: by which channels, and under which name.

    `sender_id` (up to 11 letters and digits) is what phones show where the country allows it; `address` and `name` are
    the sender of e-mail.
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
    """A routing rule, which applies when all its conditions hold; a condition holds if one of its values does.

    Attributes:
        why: The reason, shown to citizens.
        answers: Condition: question code to accepted answers; "" stands for no answer.
        words: Condition: words or phrases, any of which (stemmed) stands in the text.
        areas: Condition: Kemendagri codes; the code of a kecamatan includes its villages.
        lead: Effect: the OPD that replaces the lead.
        support: Effect: OPDs that are added.
        refer: Effect: the external institution that is responsible.
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
    """The deadlines promised for a kind of report, in working days after the day on which the clock starts."""

    code: str
    name: Text
    verification: int
    first_answer: int
    resolution: int
    source: str
    note: str = ""
    silence: int = 10  # how long a reporter may leave a question, or finished work, without an answer
    about_staff: bool = False  # reports of this kind complain about staff: only the lead learns who reported


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
    refer: str | None = None  # external institution responsible for the service, unless a rule names a lead
    call: tuple[str, ...] = ()  # emergency numbers shown as soon as the service is chosen
    questions: Sequence[Question] = ()
    rules: Sequence[Rule] = ()
    validation: bool = False  # a second person of the OPD validates the work before it is done
    proof: bool = False  # finishing the work requires photos of it

    @property
    def responsible(self) -> str:
        """The OPD code of the lead, or of the institution that reports are referred to; "" for `lainnya`."""
        return self.lead or self.refer or ""


@value
class Group:
    code: str
    name: Text


@value
class Catalogue:
    """Everything that requests and routing look up about one city; insertion order is display order."""

    city: City
    opds: Mapping[str, Opd]
    areas: Mapping[str, Area]
    groups: Mapping[str, Group]
    services: Mapping[str, Service]
    deadlines: Mapping[str, Deadline]
    boundaries: Sequence[Boundary] = ()
    own_deadlines: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # by service code, the fields of its deadline that differ

    def area_at(self, lat: float, long: float) -> str | None:
        """The code of the kecamatan that contains a point; None outside all of them or without imported boundaries."""
        return next((boundary.area for boundary in self.boundaries if boundary.contains(lat, long)), None)

    def service_or_other(self, code: str) -> Service:
        """The service, or "Lainnya" where the catalogue has dropped it since the report came in."""
        return self.services.get(code) or self.services[OTHER]

    def deadline_of(self, service: Service) -> Deadline:
        """The deadline of the service's kind of report, with what differs for this service."""
        kind = self.deadlines[service.deadline]
        own = self.own_deadlines.get(service.code)
        return replace(kind, **own) if own else kind

    def week_of(self, opd: str) -> int | None:
        """How many days a week the OPD works; None: as many as the city."""
        record = self.opds.get(opd)
        return record.week if record else None

    def place_name(self, area: str | None) -> str:
        """The name of an area, as `Desa Semampir, Kecamatan Pati`; empty for no area, the code itself if unknown."""
        if not area or area not in self.areas:
            return area or ""
        names = [f"{each.kind.capitalize()} {each.name}" for each in self._with_parent(self.areas[area])]
        return ", ".join(names)

    def _with_parent(self, area: Area) -> tuple[Area, ...]:
        parent = self.areas.get(area.parent)
        return (area, parent) if parent else (area,)

    def village_office(self, area: str | None) -> str | None:
        """The OPD code that `KECAMATAN` stands for in this area; None if the area is not known."""
        if area is None or area not in self.areas:
            return None
        district, _, village = area.removeprefix(self.city.kemendagri + ".").partition(".")
        office = f"KEL-{village}"
        return office if village and office in self.opds else f"KEC-{district}"
