"""A table that release 0.1 has written is read by this one, and every ticket in it goes on.

`tests/data/table-of-0.1.py.txt` says how the items and 0.1's own readings of them were made.
"""

import gzip
import json
from base64 import b64decode, b64encode
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from moto.dynamodb.models import dynamodb_backends

from chalicelib import names, settings
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.access_log import AccessItem, TableAccessLog
from chalicelib.adapters.dynamodb.stores.counter_rebuild import TableCounterRebuild
from chalicelib.adapters.dynamodb.stores.counters import (
    CountedItem,
    GenerationsItem,
    TableCounters,
)
from chalicelib.adapters.dynamodb.stores.delivery_ledger import DeliveryItem, TableLedger
from chalicelib.adapters.dynamodb.stores.phone_index import PhoneItem, TablePhoneIndex
from chalicelib.adapters.dynamodb.stores.photo_index import PhotoRecordItem, SimilarPhotoItem, TablePhotoIndex
from chalicelib.adapters.dynamodb.stores.site_settings import SiteItem
from chalicelib.adapters.dynamodb.stores.stage_secrets import SecretItem
from chalicelib.adapters.dynamodb.stores.subscriptions import LinkItem, StoppedItem, TableSubscriptions
from chalicelib.adapters.dynamodb.stores.surveys import SurveyItem, TableSurveys
from chalicelib.adapters.dynamodb.table import Item
from chalicelib.adapters.dynamodb.tickets import items
from chalicelib.adapters.dynamodb.tickets.repository import TableTickets
from chalicelib.adapters.identity.user_pool import UserPoolItem
from chalicelib.domain import events
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.available import reporter_options
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.photo import new_id
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.ports.delivery import Link
from chalicelib.flow.ports.photos import Finding
from chalicelib.flow.ports.statistics import AnsweredAlready
from chalicelib.flow.ports.tickets import Listing
from tests.support.counter_recount import recount
from tests.support.event_replay import Replay, state_of
from tests.support.factory import a_coordinator
from tests.support.invented_city import a_catalogue, a_service
from tests.support.memory_ports import FixedCity, HandClock
from tests.support.memory_world import using
from tests.support.stage.stage_world import ACCOUNT, client

DATA = Path(__file__).parents[2] / "data"
DESK = a_coordinator()
BRIDGES = a_service("jembatan", "DPUTR", validation=True)
"""The recording's city has this service more."""


def lines_of(name):
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@cache
def recorded():
    """What 0.1 read of its table."""
    return lines_of("readings-of-0.1.jsonl.gz")[0]


@cache
def recorded_items():
    return [{name: restored(value) for name, value in item.items()} for item in lines_of("table-of-0.1.jsonl.gz")]


def restored(value):
    ((kind, inner),) = value.items()
    return {"B": b64decode(inner)} if kind == "B" else value


class OpenCipher:
    """Opens what was sealed for the recording."""

    def open(self, sealed, number):
        sealed_for, name, phone, email, notify, language = json.loads(sealed)
        assert sealed_for == number
        return Contact(name, phone, email, tuple(notify), language)


@pytest.fixture
def world(stage):
    """This release on the table of 0.1, at the instant at which the recording ended."""
    own = {keys.SITE, keys.POOL}  # this emulator's
    _write(stage, [_for_this_kms(each) for each in recorded_items() if each["sk"]["S"] not in own])
    city, tickets, clock = (
        FixedCity(a_catalogue(BRIDGES)),
        TableTickets("contoh"),
        HandClock(datetime.fromisoformat(recorded()["now"])),
    )
    counters = TableCounters()
    uses = using(
        city=city, tickets=tickets, clock=clock, counters=counters, contact_cipher=OpenCipher(), surveys=TableSurveys(),
        rebuilding=TableCounterRebuild(),
    )  # fmt: skip
    return SimpleNamespace(
        city=city, tickets=tickets, clock=clock, counters=counters, ledger=TableLedger(), access_log=TableAccessLog(),
        staff_actions=uses.staff_actions(), reporter_actions=uses.reporter_actions(), deadline_watch=uses.deadline_watch(), survey=uses.survey(),
        counting=uses.counting(), counter_rebuild=uses.counter_rebuild(),
    )  # fmt: skip


def _write(stage, written):
    """Past the wire, which would take most of the time; there and in moto, bytes are text in base 64."""
    table = dynamodb_backends[ACCOUNT][names.REGION].get_table(names.table(stage))
    for item in written:
        table.put_item({name: _on_the_wire(value) for name, value in item.items()})


def _on_the_wire(value):
    ((kind, inner),) = value.items()
    return {"B": b64encode(inner).decode()} if kind == "B" else value


def _for_this_kms(item):
    """The pepper, sealed by the emulator's key; the one that sealed it is gone."""
    if item["sk"]["S"] != keys.PEPPER:
        return item
    sealed = client("kms").encrypt(
        KeyId=names.key_alias(settings.stage()), Plaintext=bytes.fromhex(recorded()["pepper"]),
        EncryptionContext={"ticket": "pepper"},
    )  # fmt: skip
    return item | {"sealed": {"B": sealed["CiphertextBlob"]}}


def pages(read, name):
    cursor, found = None, []
    while True:
        page = read(cursor)
        found += getattr(page, name)
        if (cursor := page.cursor) is None:
            return found


# what the recording must have, lest the tests below prove nothing


NEWER = {
    "identity.allowed",
    "photo.shown",
    "ticket.flagged",
    "ticket.hidden",
    "ticket.published",
    "ticket.redacted",
    "ticket.uncovered",
}
"""Types of events that 0.1 did not know."""


def test_the_recording_has_every_type_of_event_of_0_1():
    types = {event[1] for ticket in recorded()["tickets"].values() for event in ticket["events"]}
    assert len(types) >= 48
    assert set(events.TYPES) - types == NEWER
    assert types <= set(events.TYPES)


def test_the_recording_has_every_kind_of_item():
    found = Counter(_kind(item["pk"]["S"], item["sk"]["S"]) for item in recorded_items())
    of_a_ticket = {
        "ticket", "report", "supporters", "assignment", "event", "note", "|note", "duplicate", "photo", "~identity",
        "~identity#stopped", "~delivery", "~support", "~counted", "~surveyed",
    }  # fmt: skip
    elsewhere = {
        "site",
        "pool",
        "pepper",
        "link",
        "search",
        "sheet",
        "alike",
        "phone",
        "count",
        "generations",
        "survey",
    }
    assert set(found) == of_a_ticket | elsewhere | {"digest"}


def _kind(pk, sk):
    if pk.startswith("CTH-"):
        return sk if sk == keys.STOPPED else sk.partition("#")[0]
    if sk.startswith(keys.DELIVERY):
        return "digest"
    elsewhere = pk.partition("#")[0]
    return sk if elsewhere in {"site", "photo"} or sk == keys.GENERATIONS else elsewhere


# what is written


MODELS = {
    "ticket": items.TicketItem, "report": items.ReportItem, "assignment": items.AssignmentItem,
    "event": items.EventItem, "note": items.NoteItem, "|note": items.NoteItem, "duplicate": items.DuplicateItem,
    "supporters": items.SupportersItem, "photo": items.PhotoItem, "~identity": items.IdentityItem,
    "~identity#stopped": StoppedItem, "~delivery": DeliveryItem, "digest": DeliveryItem, "~support": Item,
    "~counted": CountedItem, "~surveyed": Item, "survey": SurveyItem, "generations": GenerationsItem,
    "link": LinkItem, "search": AccessItem, "sheet": PhotoRecordItem, "alike": SimilarPhotoItem, "phone": PhoneItem,
    "site": SiteItem, "pool": UserPoolItem, "pepper": SecretItem,
}  # fmt: skip
"""All kinds but the counters, whose attributes are named after what they count."""


def test_an_item_of_0_1_would_be_written_just_so_today():
    for item in recorded_items():
        kind = _kind(item["pk"]["S"], item["sk"]["S"])
        if kind != "count":
            assert comparable(MODELS[kind].from_raw_data(item).serialize()) == comparable(item)


def comparable(item):
    """Sets have no order."""
    return {
        name: {kind: sorted(inner) if kind in {"NS", "SS"} else inner for kind, inner in value.items()}
        for name, value in item.items()
    }


# what is read


def test_every_ticket_reads_as_it_did(world):
    for number, then in recorded()["tickets"].items():
        case = world.tickets.get(number, internal=True)
        assert json.loads(json.dumps(ticket_reading(case))) == then, number


def test_lists_and_inboxes_are_what_they_were(world):
    then = recorded()
    for name, entries in then["lists"].items():
        by, _, value = name.partition(":")
        assert listed(world, by, value) == entries, name
    assert {box: inbox(world, box) for box in then["inboxes"]} == then["inboxes"]
    for name, numbers in then["places"].items():
        opd, _, area = name.partition(":")
        assert [e.id for e in pages(lambda c, o=opd, a=area: world.tickets.at_place(o, a, c), "entries")] == numbers, (
            name
        )
    end = world.clock() + timedelta(days=400)
    assert [line.ticket for line in pages(lambda c: world.tickets.due_tickets(end, cursor=c), "lines")] == then[
        "watched"
    ]
    assert sorted(world.tickets.unfinished()) == then["unfinished"]


def test_ledger_links_and_the_access_log_are_what_they_were(world):
    then, subscriptions = recorded(), TableSubscriptions()
    assert {number: ledger(world, number) for number in then["ledger"]} == then["ledger"]
    assert [each.notice for each in pages(world.ledger.undelivered, "lines")] == then["undelivered"]
    assert world.ledger.count_undelivered() == len(then["undelivered"])
    looks = [[e.at.isoformat(), e.person, e.actor, e.reason, e.ticket] for e in pages(world.access_log.page, "lines")]
    assert looks == then["reads"]
    found = {number: subscriptions.of(number) for number in then["subscriptions"]}
    assert {n: [each.sealed is not None, sorted(each.stopped)] for n, each in found.items()} == then["subscriptions"]
    for token, (number, channel) in then["links"].items():
        assert subscriptions.find(token) == Link(number, channel)
    phone_index = TablePhoneIndex()
    assert {phone: [each.id for each in phone_index.find(phone)] for phone in then["phones"]} == then["phones"]
    sealed = [number for number, each in found.items() if each.sealed]
    assert all(OpenCipher().open(world.tickets.identity(number), number).phone for number in sealed)


def test_figures_are_what_they_were_and_what_stands_in_them_is_known(world):
    then = recorded()
    for name, figures in then["figures"].items():
        generation, period, scope = name.split(":")
        assert world.counters.figures(int(generation), period, scope) == figures, name
    assert {number: world.counters.counted(number).version for number in then["counted"]} == then["counted"]
    generations = world.counters.generations()
    assert [generations.current, generations.building] == then["generations"]


def test_where_the_system_is_found_reads_as_it_did():
    by_key = {item["sk"]["S"]: item for item in recorded_items() if item["pk"]["S"] == keys.SITE}
    assert SiteItem.from_raw_data(by_key[keys.SITE]).url == "https://lapor.contoh.example"
    assert UserPoolItem.from_raw_data(by_key[keys.POOL]).client


def test_what_is_known_of_a_photo_is_still_known(world):
    photo_index, unattached = TablePhotoIndex(), new_id(b"h" * 16)
    assert photo_index.claim(unattached, "another", world.clock()) == "unattached"
    first = new_id(b"a" * 16)
    record = photo_index.add_finding(first, Finding("another", world.clock(), "not_image"))
    assert record.is_settled
    assert (record.finding.reason, record.finding.width, record.finding.image_hash) == ("", 800, "0f" * 16)
    assert record.attachment.event == events.TicketReceived.type
    assert photo_index.earlier(record), "pictures of other tickets look the same"


# how it goes on


def test_every_ticket_takes_one_more_step_and_is_what_its_history_says(world):
    steps = Counter()
    for number in recorded()["tickets"]:
        before = world.tickets.get(number, internal=True)
        world.clock.forward(seconds=1)
        steps[step_on(world, before)] += 1
        case = world.tickets.get(number, internal=True)
        assert case.events[: len(before.events)] == before.events
        assert case.ticket.sequence > before.ticket.sequence, number
        assert Replay(case.events).state() == state_of(case.ticket), number
        world.counting.count(number, case.ticket.sequence)
    assert {"accept", "answer", "room", "message"} <= set(steps)
    cases = [world.tickets.get(number, internal=True) for number in recorded()["tickets"]]
    generations = world.counters.generations()
    expected = recount(cases, world.city)
    assert counted(world, generations.current, expected) == expected
    list(world.counter_rebuild.run())  # the one that 0.1 had begun
    assert world.counters.generations().current == generations.building
    assert counted(world, generations.building, expected) == expected


def test_the_watch_of_deadlines_goes_on(world):
    for _ in range(3):
        world.clock.forward(days=5)
        done = world.deadline_watch.watch(lambda: True, "c-watch")
        assert done.failed == []
    assert done.checked


def test_a_questionnaire_of_before_is_not_taken_twice_and_a_new_one_is(world):
    answered = {item["pk"]["S"] for item in recorded_items() if item["sk"]["S"] == keys.SURVEYED}
    ended = [n for n, each in recorded()["tickets"].items() if each["status"] in ("closed", "resolved")]
    answers = dict.fromkeys(ELEMENTS, "2")
    for number in answered:
        with pytest.raises(AnsweredAlready):
            world.survey.answer(number, recorded()["secrets"][number], answers)
    new = next(number for number in ended if number not in answered)
    world.survey.answer(new, recorded()["secrets"][new], answers)


def step_on(world, case):
    """One step of whoever is next; which one it was."""
    number = case.ticket.id
    for assignment in case.ticket.assignments:
        officer = Actor(f"petugas-{assignment.opd.lower()}", frozenset({assignment.opd}))
        offered = world.staff_actions.options(case, officer).assignments.get(assignment.opd, ())
        if action := next((each for each in offered if each in {"accept", "answer", "finish"}), None):
            world.staff_actions.take(action, number, officer, StepInput(text="Kami lanjutkan."), assignment.opd)
            return action
    if "message" in reporter_options(case.ticket):
        world.reporter_actions.take(
            "message", number, recorded()["secrets"][number], StepInput(text="Bagaimana kelanjutannya?")
        )
        return "message"
    world.staff_actions.take("room", number, DESK, StepInput(text="Sudah berakhir."))
    return "room"


def counted(world, generation, cells):
    """These cells as the counters have them; the questionnaires' are in no history."""
    found = {}
    for period, scope in {(place.period, place.scope) for place, _ in cells}:
        for subject, counts in world.counters.figures(generation, period, scope).items():
            found |= {
                ((period, scope, subject), name): count
                for name, count in counts.items()
                if count and not name.startswith("ikm:")
            }
    return found


# readings, as the recording has them


def listed(world, by, value):
    found = pages(lambda c: world.tickets.page(Listing(by, value), c), "entries")
    return [[e.id, e.service, e.area, e.status, e.received_at.isoformat()] for e in found]


def inbox(world, box):
    found = pages(lambda c: world.tickets.inbox(box, cursor=c), "lines")
    return [
        [e.ticket, e.service, e.area, e.status, e.ticket_status, e.due.isoformat(), e.role, e.reason, e.person,
         list(e.waits_for), e.photo]
        for e in found
    ]  # fmt: skip


def ledger(world, number):
    return [
        [e.notice, e.event, e.audience, e.state, e.at.isoformat(), e.tries, e.message_id, e.reason]
        for e in world.ledger.of(number)
    ]


def instant(at):
    return at and at.isoformat()


def ticket_reading(case):
    ticket, report = case.ticket, case.ticket.report
    place = report.place
    return {
        "status": str(ticket.status), "sequence": ticket.sequence, "received": instant(ticket.received_at),
        "asked": instant(ticket.asked_at), "offered": ticket.lead_offered_to, "hand_overs": ticket.hand_overs,
        "rating": ticket.rating, "watch": instant(ticket.next_check), "into": ticket.merged_into,
        "duplicates": sorted(ticket.duplicates), "supporters": ticket.supporters,
        "report": [
            report.service, report.description, str(report.visibility), report.channel, dict(report.attributes),
            place.area, place.lat, place.long, place.address,
        ],
        "desk": ticket.desk and [
            ticket.desk.reason, instant(ticket.desk.due),
            [[hint.service, hint.opd, hint.percent] for hint in ticket.desk.hints],
        ],
        "parts": {
            assignment.opd: [
                str(assignment.role), str(assignment.status), instant(assignment.due), dict(assignment.why), assignment.required, assignment.person,
                list(assignment.after), instant(assignment.waiting_since), instant(assignment.answer_due),
            ]
            for assignment in ticket.assignments
        },
        "events": [[e.sequence, e.type, e.version, instant(e.at), e.actor, e.data.wire, e.correlation] for e in case.events],
        "notes": [[n.sequence, instant(n.at), n.actor, n.text, n.opd, str(n.readers)] for n in case.notes],
        "photos": [
            [p.id, p.sequence, str(p.state), instant(p.at), p.opd, p.reason, p.width, p.height, list(p.flags),
             p.verdict and str(p.verdict), instant(p.due), p.like, p.like_photo]
            for p in case.photos
        ],
    }  # fmt: skip
