"""What every part of a ticket's console page needs, one line of its history, and the ready answers for its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain.access.identity_access import PURPOSES
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.available import Options
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket import Case, Readers
from chalicelib.http.views.history import sentence
from chalicelib.http.views.photo_views import Shown, photos_of_event
from chalicelib.pages.action_forms import SubmittedForm, Template

if TYPE_CHECKING:
    from chalicelib.http.shapes.ticket_shapes import StaffPhoto
    from chalicelib.pages.page_visit import Pack


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket for one reader.

    `public` is the case as the public reads it. `now` is aware; `typed`: the form that came back, if any; `shown`: the
    photos.
    """

    case: Case
    public: Case
    actor: Actor
    options: Options
    catalogue: Catalogue
    templates: Sequence[Template]
    now: datetime
    language: str
    typed: SubmittedForm | None = None
    shown: Shown[StaffPhoto] = field(default_factory=dict)

    def say(self, key: str, **params: object) -> str:
        return texts.say(self.language, key, **params)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history, times in the city's zone. `readers` says in words who can read the `note`."""

    at: str
    text: str
    by: str
    note: str
    readers: str
    photos: tuple[StaffPhoto, ...] = ()


def history_line(page: TicketPage, event: Event) -> HistoryLine:
    """The event with the note that came with it, as this reader reads them."""
    note = next((n for n in page.case.notes if n.sequence == event.sequence and n.text not in PURPOSES), None)
    return HistoryLine(
        date_format.short(event.at, page.catalogue.city.zone, page.language),
        sentence(event, page.catalogue, page.language), event.data.by, note.text if note else "",
        page.say(f"console.circle_{note.readers}") if note and note.readers is not Readers.PUBLIC else "",
        tuple(photos_of_event(event, page.shown)),
    )  # fmt: skip


def ready_answers(city: Pack) -> tuple[Template, ...]:
    """The ready sentences of the city pack (`answers.toml`) for the console's forms, in the order of the file."""
    return tuple(
        Template(code, tuple(entry["steps"]), entry["title"], entry["text"], tuple(entry.get("services", ())))
        for code, entry in city.answers.items()
    )
