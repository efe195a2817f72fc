"""Test data: each `a_…` gives a valid one with everything that the test does not care about filled in.

The words are invented. The city is Kabupaten Contoh of `tests/support/invented_city.py`.
"""

import tomllib
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from chalicelib.domain import events
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.registry import ACTIONS
from chalicelib.domain.city.catalogue import Deadline, Text
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.events import Event
from chalicelib.domain.intake.opening import dispatch, hand_to_coordinator, open_ticket
from chalicelib.domain.intake.submission import Submission
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Place, Report, Role, Ticket, Visibility
from chalicelib.domain.tickets.ticket_number import Intention
from chalicelib.domain.transitions import by_opd
from chalicelib.domain.transitions.step_context import StepContext
from tests.doubles.stage_secret import STAGE_SECRET
from tests.support.invented_city import (
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    a_calendar,
    a_catalogue,
    an_escalation,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday, 10.00 WIB
DUE = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)  # Thursday, 15.30 WIB
WHY = {"id": "Menangani layanan “Lampu jalan”.", "en": "Handles the service “Lampu jalan (en)”."}
WORDS = "Lampu jalan di depan balai desa padam sejak tiga hari, jalan jadi gelap."
CONTACT = Contact("Siti Aminah", "+6281234567890", "siti@warga.example")
SITE = "https://lapor.contoh.example"

__all__ = [
    "CONTACT",
    "DUE",
    "NOW",
    "OTHER_VILLAGE",
    "SITE",
    "TOWN",
    "VILLAGE",
    "WHY",
    "WORDS",
    "a_calendar",
    "a_case",
    "a_catalogue",
    "a_change",
    "a_context",
    "a_coordinator",
    "a_dispatch",
    "a_joint_ticket",
    "a_notice",
    "a_number",
    "a_place",
    "a_report",
    "a_submission",
    "a_terms",
    "a_ticket",
    "a_transition",
    "an_actor",
    "an_assignment",
    "an_escalation",
    "an_event",
    "an_officer",
    "an_opening",
    "an_unroutable_change",
    "digest_texts",
    "message_texts",
    "notice_texts",
    "values",
]  # fmt: skip


def a_number(seed="satu"):
    """A well-formed ticket number; another one for each seed."""
    return Intention(str(seed), STAGE_SECRET).number("CTH")


def a_place(**changes):
    return Place(**({"area": VILLAGE, "lat": -6.75123, "long": 111.03812, "address": "Depan balai desa"} | changes))


def a_report(**changes):
    """A report. `place` may be a Place or a dict of what differs from `a_place()`."""
    place = changes.pop("place", {})
    fields = {"service": "lampu-jalan", "description": WORDS, "channel": "web"}
    changes["visibility"] = Visibility(changes.get("visibility", "public"))
    return Report(place=place if isinstance(place, Place) else a_place(**place), **(fields | changes))


def a_submission(contact=None, **report):
    return Submission(a_report(**report), contact or Contact())


def values(**changes):
    """The body of `POST /v1/tickets`; None removes a field."""
    body = {
        "service": "lampu-jalan",
        "description": WORDS,
        "location": {"lat": -6.75123, "long": 111.03812, "area": VILLAGE, "address": "Depan balai desa"},
        "visibility": "public",
    }
    return {name: value for name, value in (body | changes).items() if value is not None}


def an_assignment(opd="DISHUB", role=Role.LEAD, **changes):
    return Assignment(opd, Role(role), **({"due": DUE, "why": WHY} | changes))


def a_ticket(status=TicketStatus.RECEIVED, *, number=None, assignments=None, report=None, **changes):
    """A ticket. A dispatched one, or one in a later status, has DISHUB as its lead unless `assignments` are given."""
    moved = TicketStatus(status) not in (TicketStatus.RECEIVED, TicketStatus.INCOMPLETE)
    fields = {"received_at": NOW, "sequence": 1 + moved, "secret_hash": "P", "fingerprint": "F"} | changes
    if assignments is None:
        assignments = (an_assignment(),) if moved else ()
    return Ticket(
        number or a_number(), TicketStatus(status), report or a_report(), assignments=tuple(assignments), **fields
    )


def an_opening(number=None, *, seed="satu", at=NOW, identity=None, publication=None, **report):
    """A new ticket of the intention `seed`, ready for `Tickets.add`."""
    intention = Intention(str(seed), STAGE_SECRET)
    return open_ticket(
        number or intention.number("CTH"), a_report(**report),
        secret_hash=intention.secret_hash(), fingerprint=intention.fingerprint(b"body"), at=at, correlation="c-1", identity=identity,
        publication=publication,
    )  # fmt: skip


def a_dispatch(ticket, *opds, at=NOW + timedelta(seconds=2), by="rules"):
    """The change that gives the ticket to these OPDs, the first as lead."""
    lead, *support = opds or ("DISHUB",)
    assignments = [an_assignment(lead), *(an_assignment(opd, Role.SUPPORT) for opd in support)]
    return dispatch(ticket, assignments, by=by, at=at, correlation="c-1")


def an_unroutable_change(ticket, *, at=NOW + timedelta(seconds=2), **data):
    guesses = (
        events.Guess(service="pohon", opd="DLH", score=0.41),
        events.Guess(service="jalan-desa", opd="KECAMATAN", score=0.2),
    )
    reason = {"why": {"id": "Belum jelas.", "en": "Not clear."}, "due": DUE, "guesses": guesses, "refer": None}
    return hand_to_coordinator(ticket, events.TicketUnroutable(**(reason | data)), at=at, correlation="c-1")


def an_officer(*opds, person=None):
    """An officer of these OPDs, of DISHUB if none is named."""
    opds = opds or ("DISHUB",)
    return Actor(person or f"petugas-{opds[0].lower()}", frozenset(opds))


def a_coordinator(person="koordinator"):
    return Actor(person, roles=frozenset({"coordinator"}))


def an_actor(relation):
    """Somebody with this relation to a ticket that DISHUB leads and DPUTR supports."""
    opds = {"lead": {"DISHUB"}, "support": {"DPUTR"}, "nobody": {"DLH"}}.get(relation, set())
    roles = {relation} & {"coordinator", "leader", "auditor"}
    return Actor(f"orang-{relation}", frozenset(opds), frozenset(roles))


def a_joint_ticket(**changes):
    """DISHUB leads, DPUTR and DLH support."""
    assignments = [an_assignment(), an_assignment("DPUTR", "support"), an_assignment("DLH", "support")]
    return a_ticket("dispatched", **({"assignments": assignments} | changes))


def a_context(actor="DISHUB", text="Sudah kami periksa.", *, at=NOW, person="budi"):
    return StepContext(actor, at, person, text, "c-2")


def a_terms(**deadline):
    """Two working days for the coordinator, three for a first answer, five for the whole."""
    days = {"verification": 2, "first_answer": 3, "resolution": 5} | deadline
    return Terms(a_calendar(), Deadline("biasa", Text("Biasa", "Ordinary"), source="", **days))


def a_change(**changes):
    return Change(
        **({"ticket": a_ticket("dispatched"), "events": (an_event(),), "assignments": (an_assignment(),)} | changes)
    )


def an_event(type_=events.TicketDispatched.type, *, assignments=None, data=None, **changes):
    """`ticket.dispatched` to DISHUB unless told otherwise; `assignments` or `data` fill its data."""
    data_ = [assignment.as_event_data().wire for assignment in (assignments or [an_assignment()])]
    fields = {"ticket": a_number(), "sequence": 2, "at": NOW, "actor": events.SYSTEM, "correlation": "c-1"} | changes
    data = data if data is not None else {"assignments": data_, "routed_by": "rules"}
    return Event(data=events.read(type_, data), **fields)


def a_case(*opds, unroutable=False, **opening):
    """A ticket with its history: received, then dispatched to the OPDs, or handed to the coordinator."""
    opened = an_opening(**opening)
    changes = [a_dispatch(opened.ticket, *opds)] if opds else []
    if unroutable:
        changes = [an_unroutable_change(opened.ticket)]
    ticket = changes[-1].ticket if changes else opened.ticket
    return Case(ticket, (opened.event, *(event for change in changes for event in change.events)))


def a_notice(**changes):
    number = a_number()
    fields = {
        "id": f"{number}/2/DISHUB", "audience": "DISHUB", "machine": {"type": "ticket.dispatched", "ticket": number},
        "subject": f"Laporan baru {number}", "letter": "Kepada Yth.\n", "sms": f"Laporan {number}",
        "attributes": {"event": "ticket.dispatched", "opd": "DISHUB", "role": "lead"},
    }  # fmt: skip
    return Notice(**(fields | changes))


def notice_texts():
    """The texts as they ship with Kabupaten Pati."""
    return _of_pati("notices.toml")


def digest_texts():
    return _of_pati("digests.toml")


def message_texts():
    """The texts as they ship with Kabupaten Pati."""
    return _of_pati("messages.toml")


def _of_pati(file):
    """A copy of a file's content, which is read once: the caller may change it."""
    return deepcopy(_read(Path(__file__).parents[2] / "chalicelib/cities/pati" / file))


@cache
def _read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def assert_declared(name, happened):
    """Assert that the events of a step are among those that the record of its action names."""
    action, kinds = ACTIONS[name], {event.type for event in happened}
    assert kinds <= {*action.event_types, *action.followed_by}, name
    assert not kinds or kinds & {*action.event_types}, name


def a_transition(action):
    """The transition of an assignment by the OPD's action of this name."""
    return getattr(by_opd, action.upper())
