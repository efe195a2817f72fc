"""Who looks at a ticket in the console, and one line of its history as that person reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.available import Options
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket import Case, Circle
from chalicelib.http.views.history import sentence
from chalicelib.http.views.photo_views import Shown, brought
from chalicelib.pages.action_forms import SubmittedForm, Template

if TYPE_CHECKING:
    from chalicelib.http.shapes.photo_shapes import StaffPhoto


@dataclass(frozen=True, slots=True)
class TicketPage:
    """Who looks at what, when, in which language, and the form that came back, if one did."""

    case: Case
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
class Happening:
    """One line of the history. `circle` says who can read its text."""

    at: str
    text: str
    by: str
    note: str
    circle: str
    photos: tuple[StaffPhoto, ...] = ()


def happening(look: TicketPage, event: Event) -> Happening:
    note = next((n for n in look.case.notes if n.sequence == event.sequence), None)
    return Happening(
        date_format.short(event.at, look.catalogue.city.zone, look.language),
        sentence(event, look.catalogue, look.language), event.data.by, note.text if note else "",
        look.say(f"console.circle_{note.circle}") if note and note.circle is not Circle.PUBLIC else "",
        tuple(brought(event, look.shown)),
    )  # fmt: skip
