"""The citizens: they report, answer what they are asked, confirm, dispute, judge, or stay silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from chalicelib.adapters.city_pack.phone_numbers import parse_phone
from chalicelib.domain import events
from chalicelib.domain.city.catalogue import OTHER, Area, Service
from chalicelib.domain.events import Event
from chalicelib.domain.intake.submission import read_submission
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.domain.tickets.publication import FLAGS
from chalicelib.domain.transitions.step_input import StepInput
from tests.simulation.people import People

ANSWERS, CONFIRMS, DISPUTES, RATES, QUESTIONED, WITHDRAWS, WRITES = 0.75, 0.4, 0.08, 0.3, 0.12, 0.02, 0.05
"""Shares: of the questions that are answered, of what is done that is confirmed, disputed, judged, and so on."""

TWICE, UNCLEAR, ELSEWHERE = 0.03, 0.04, 0.35
"""Sent twice on a bad line; under "other"; about anything at all rather than what most reports are about."""

TEXTS = (
    "Mohon perhatian, sudah lama seperti ini dan belum ada yang datang melihat.",
    "Jalan di depan rumah kami berlubang dan banyak yang jatuh kalau malam.",
    "Lampu penerangan di perempatan mati, gelap sekali.",
    "Sampah menumpuk di dekat pasar dan baunya sampai ke rumah.",
    "Saya mau tanya soal pengurusan, harus ke mana?",
)
"""Invented descriptions."""

ACCUSES, FLAGGED = 0.03, 0.01
"""Shares: of reports that accuse somebody, and of those that a reader flags."""

ACCUSATION = "Pak Simulasi mencuri listrik dari tiang ini, NIK 3318010101010001."
"""An invented text that is held."""


@dataclass
class Citizens(People):
    """The citizens. `secrets` are those of receipts by ticket; `recent` are the latest reports, for repeats by others."""

    secrets: dict[str, str] = field(default_factory=dict)
    recent: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0

    @cached_property
    def villages(self) -> list[Area]:
        return [area for area in self.city.pack.catalogue.areas.values() if area.kind != "kecamatan"]

    @cached_property
    def services(self) -> list[str]:
        return [code for code in self.city.pack.catalogue.services if code != OTHER]

    # reporting

    def report(self, number: int) -> str:
        """Send a report; return its number if it is about something that was reported before, else an empty text."""
        is_same = bool(self.recent) and self.happens(self.habits.duplicates)
        values = dict(self.city.chance.choice(self.recent)) if is_same else self._values()
        ticket = self._submit(values, f"{number}/{self.city.chance.random()}")
        self.recent = [*self.recent[-60:], values]
        return ticket if is_same else ""

    def _submit(self, values: Mapping[str, Any], key: str) -> str:
        channel = "web" if self.happens(0.85) else "api"
        submission = read_submission(values, self.city.pack.catalogue, parse_phone, channel)
        receipt = self.city.intake.submit(submission, key, key)
        if self.happens(TWICE):
            receipt = self.city.intake.submit(submission, key, key)
        number = receipt.ticket.id
        self.secrets[number] = receipt.secret
        if self.happens(WITHDRAWS):
            self.city.clock.after(self.days(0.5), lambda: self._take_action("withdraw", number, "Sudah tidak perlu."))
        if self.happens(FLAGGED):
            self.city.clock.after(self.days(2), lambda: self._flag(number))
        if self.happens(WRITES):
            self.city.clock.after(
                self.days(3), lambda: self._take_action("message", number, "Bagaimana kelanjutannya?")
            )
        return number

    def _values(self) -> dict[str, Any]:
        chance, service = self.city.chance, self._service()
        village = chance.choice(self.villages)
        location: dict[str, Any] = {"area": village.code}
        if self.happens(0.7):
            location |= {"lat": -6.75 + chance.gauss(0, 0.08), "long": 111.03 + chance.gauss(0, 0.08)}
            location = location if self._is_inside(location) else {"area": village.code}
        named = {"name": "Warga Simulasi", "phone": "081234567890"} if self.happens(0.6) else {}
        return {
            "service": service.code,
            "description": ACCUSATION if self.happens(ACCUSES) else chance.choice(TEXTS),
            "location": location,
            "visibility": chance.choices(("public", "anonymous", "confidential"), (90, 7, 3))[0],
            "contact": named,
            "attributes": {q.code: q.choices[0].code for q in service.questions if q.required and q.choices},
        }

    def _service(self) -> Service:
        services, chance = self.city.pack.catalogue.services, self.city.chance
        if self.happens(UNCLEAR):
            return services[OTHER]
        if self.happens(ELSEWHERE):
            return services[chance.choice(self.services)]
        known = {code: weight for code, weight in self.habits.services.items() if code in services}
        return services[chance.choices(list(known), list(known.values()))[0]]

    def _is_inside(self, location: Mapping[str, Any]) -> bool:
        return self.city.pack.catalogue.city.box.contains(location["lat"], location["long"])

    # what follows

    def read_pages(self) -> None:
        """Citizens read on their pages what has happened since the last call, and react."""
        stream = self.city.tickets.stream
        for event in stream[self.read :]:
            if event.type == events.TicketIncomplete.type:
                self._asked(event)
            elif event.type == events.TicketResolved.type:
                self._resolved(event)
            elif event.type == events.TicketMerged.type and self.happens(0.1):
                self._later(event, 2, "dispute", "Laporan saya lain.")
        self.read = len(stream)

    def _asked(self, event: Event) -> None:
        if self.happens(ANSWERS):
            self._later(event, 3, "message", "Letaknya di sebelah timur balai desa.")

    def _resolved(self, event: Event) -> None:
        chance = self.city.chance.random()
        if chance < CONFIRMS:
            self._later(event, 3, "confirm")
        elif chance < CONFIRMS + DISPUTES:
            self._later(event, 4, "dispute", "Belum dikerjakan.")
        if self.happens(RATES):
            stars = self.city.chance.choices((1, 2, 3, 4, 5), (8, 8, 18, 36, 30))[0]
            self._later(event, 5, "rate", stars=stars)
        if self.happens(QUESTIONED):
            self.city.clock.after(self.days(5), lambda: self._answer_survey(event.ticket))

    def _later(self, event: Event, days: float, action: str, text: str = "", *, stars: int = 0) -> None:
        self.city.clock.after(self.days(days), lambda: self._take_action(action, event.ticket, text, stars))

    def _take_action(self, action: str, number: str, text: str, stars: int = 0) -> None:
        """Take an action with the secret of the receipt."""
        step_input = StepInput(text, stars=stars)
        self.try_to(lambda: self.city.reporter_actions.take(action, number, self.secrets[number], step_input))

    def _flag(self, number: str) -> None:
        self.try_to(lambda: self.city.flagging.flag(number, self.city.chance.choice(FLAGS), "simulated"))

    def _answer_survey(self, number: str) -> None:
        if number in self.city.counters.surveyed:
            return
        answers = {name: str(self.city.chance.choices((1, 2, 3, 4), (4, 14, 52, 30))[0]) for name in ELEMENTS}
        self.try_to(lambda: self.city.survey.answer(number, self.secrets[number], answers))


def arrivals(start: datetime, days: int, reports: int, people: People, zone_offset: timedelta) -> list[datetime]:
    """When so many reports come in: by weekday and hour as the habits have it."""
    chance, weights = people.city.chance, people.habits.arrivals
    hours = [start + timedelta(hours=hour) for hour in range(days * 24)]
    local = [hour + zone_offset for hour in hours]
    drawn = chance.choices(hours, [weights.get((at.weekday(), at.hour), 0.0) for at in local], k=reports)
    return sorted(at + timedelta(seconds=chance.uniform(0, 3599)) for at in drawn)
