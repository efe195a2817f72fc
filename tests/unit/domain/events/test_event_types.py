"""Each type of event: what it writes, what it reads that older and newer releases wrote, and what others are told."""

import ast
import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from chalicelib.adapters.dynamodb.tickets import items, mapping
from chalicelib.domain import events
from chalicelib.domain.events.record import parser_of
from infra.events import page, schema
from tests.support.event_schema import validator

ROOT = Path(__file__).parents[4]
EXAMPLES = schema.examples()
DUE = "2026-11-26T08:30:00+00:00"
WHY = {"id": "Menangani layanan.", "en": "Handles the service."}


def values_of(data):
    """What the fields of a record say, read one by one."""
    return {name: getattr(data, name) for name, field in data.fields.items() if field.key in data.wire}


# each type as the release before typed events wrote it (the examples were recorded from it)


@pytest.mark.parametrize("name", sorted(events.TYPES))
def test_a_type_writes_what_it_was_made_of_letter_by_letter(name):
    recorded = EXAMPLES[name]["data"]
    data = events.read(name, recorded)
    made = type(data)(**values_of(data)).noted(data.by, data.photos)
    assert json.dumps(made.wire) == json.dumps(recorded)
    assert made == data


@pytest.mark.parametrize("name", sorted(events.TYPES))
def test_an_item_of_the_table_reads_as_it_was_written(name):
    example = EXAMPLES[name]
    event = events.Event(
        example["ticket"], example["sequence"], datetime.fromisoformat(example["at"]), example["actor"],
        events.read(name, example["data"]), example["correlation"],
    )  # fmt: skip
    raw = mapping.event_item(event).to_dynamodb_dict()
    read = mapping.event_of(items.read(raw))
    assert read == event
    assert json.dumps(read.as_json()) == json.dumps(example)


@pytest.mark.parametrize("name", sorted(events.TYPES))
def test_every_field_can_be_read(name):
    data = events.read(name, EXAMPLES[name]["data"])
    kinds = {field: type(data).fields[field].kind for field in values_of(data)}
    for field, kind in kinds.items():
        assert getattr(data, field) == parser_of(kind)(data.wire[type(data).fields[field].key])


def test_instants_lists_and_what_stands_within_have_their_types():
    absorbed = events.read("ticket.absorbed", EXAMPLES["ticket.absorbed"]["data"])
    assert absorbed.received == datetime(2026, 11, 24, 3, 2, tzinfo=UTC)
    assert absorbed.stakes["BPBD"].due == datetime(2026, 11, 27, 7, 30, tzinfo=UTC)
    assert absorbed.stakes["BPBD"].waiting is None
    assert [brought.opd for brought in absorbed.assignments] == [
        each["opd"] for each in EXAMPLES["ticket.absorbed"]["data"]["assignments"]
    ]
    assert absorbed.from_ == absorbed.other_ticket == EXAMPLES["ticket.absorbed"]["data"]["from"]


# what older releases wrote, as it stands in a table that is in use

OLDER = [
    ("ticket.received", {"service": "pju", "area": None, "visibility": "public", "channel": "web"}, {"photos": ()}),
    ("ticket.dispatched", {"assignments": [{"opd": "DLH", "role": "lead", "due": DUE, "why": WHY}],
                           "routed_by": "rules"}, {"days": {}}),
    ("assignment.added", {"assignments": [], "routed_by": "BPBD"}, {"lead": "", "days": {}}),
    ("assignment.done", {"opd": "DLH", "by": "budi"}, {"lead": "", "by": "budi"}),
    ("assignment.released", {"opd": "DLH", "due": DUE}, {"answer_due": None}),
    ("assignment.waived", {"opd": "DLH"}, {"reason": ""}),
    ("ticket.completed", {"opds": ["DLH"], "due": {"DLH": DUE}, "desk": None}, {"answer_due": {}, "lead": ""}),
    ("ticket.message", {}, {"lead": ""}),
    ("ticket.resolved", {}, {"silence": 0}),
    ("ticket.archived", {}, {"reason": "", "opds": ()}),
    ("ticket.disputed", {"opds": ["DLH"], "due": DUE}, {"reopened": None, "from_": "", "other_ticket": ""}),
    ("ticket.absorbed", {"from": "CTH-7K3M-9QX2", "received": DUE, "due": {"DLH": DUE}, "brought": ["DLH"],
                         "was": {"DLH": {"due": DUE, "waiting": None}}, "desk": None, "desk_was": None,
                         "followers": 1, "depth": 1, "opds": []},
     {"brought": ("DLH",), "stakes": {}, "dues": {}, "assignments": ()}),
    ("ticket.released", {"from": "CTH-7K3M-9QX2", "due": {"DLH": DUE}, "opds": [], "desk": None}, {"dues": {}}),
    ("deadline.escalated", {"what": "answer", "opd": "DLH", "due": DUE, "level": 2, "told": ["DLH"]},
     {"who": None, "overtaken": False}),
    ("proof.rejected", {"opd": "DLH", "photo": "H9C2KR46"}, {"due": None}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "wire", "wanted"), OLDER, ids=[name for name, _, _ in OLDER])
def test_what_an_older_release_left_out_is_read_as_nothing(name, wire, wanted):
    data = events.read(name, wire)
    assert {field: getattr(data, field) for field in wanted} == wanted
    assert data.wire == wire, "and is not made up in what others read"


def test_an_item_of_the_first_release_is_read_from_the_table():
    raw = {
        "pk": {"S": "CTH-7K3M-9QX2"}, "sk": {"S": "E#00002"}, "type": {"S": "ticket.dispatched"},
        "version": {"N": "1"}, "ticket": {"S": "CTH-7K3M-9QX2"}, "sequence": {"N": "2"},
        "at": {"S": "2026-11-24T03:00:02.000000Z"}, "actor": {"S": "system"}, "correlation": {"S": "c-1"},
        "data": {"M": {"routed_by": {"S": "rules"}, "assignments": {"L": [{"M": {
            "opd": {"S": "DLH"}, "role": {"S": "lead"}, "due": {"S": DUE},
            "why": {"M": {"id": {"S": WHY["id"]}, "en": {"S": WHY["en"]}}},
        }}]}}},
    }  # fmt: skip
    raw["sk"] = {"S": mapping.keys.event(2)}
    event = mapping.event_of(items.read(raw))
    assert isinstance(event.data, events.TicketDispatched)
    (given,) = event.data.assignments
    assert (given.opd, given.due, given.answer_due, given.why) == ("DLH", datetime.fromisoformat(DUE), None, WHY)


# what newer releases write


def test_a_field_of_a_newer_release_stays_as_it_is():
    wire = {"stars": 4, "words": "ramah", "by": "budi"}
    data = events.read("ticket.rated", wire, version=2)
    assert (data.stars, data.by, data.version) == (4, "budi", 2)
    assert data.noted(photos=("H9C2KR46",)).wire == {**wire, "photos": ["H9C2KR46"]}


def test_a_type_of_a_newer_release_is_read_as_far_as_it_is_like_others():
    data = events.read("assignment.paused", {"opd": "DLH", "by": "budi", "for": {"days": 3}}, version=3)
    event = events.Event("CTH-7K3M-9QX2", 4, datetime.fromisoformat(DUE), "DLH", data)
    assert (event.type, event.version, data.opd, data.by, data.assignments) == (
        "assignment.paused", 3, "DLH", "budi", ()
    )  # fmt: skip
    assert event.is_public
    assert event.as_json()["data"] == {"opd": "DLH", "by": "budi", "for": {"days": 3}}


# records


def test_an_event_is_made_of_all_its_fields_and_no_others():
    with pytest.raises(TypeError, match="missing \\['opd'\\]"):
        events.TicketIncomplete()
    with pytest.raises(TypeError, match="unknown \\['stars'\\]"):
        events.TicketIncomplete(opd="DLH", stars=3)
    with pytest.raises(TypeError, match="unknown \\['opd'\\]"):
        events.TicketRated(stars=3, opd="DLH")


def test_an_event_never_changes():
    data = events.TicketIncomplete(opd="DLH")
    assert data.opd == "DLH"
    with pytest.raises(FrozenInstanceError):
        data.opd = "DISHUB"


def test_events_are_equal_where_type_and_data_are():
    assert events.TicketIncomplete(opd="DLH") == events.read("ticket.incomplete", {"opd": "DLH"})
    assert events.TicketIncomplete(opd="DLH") != events.TicketIncomplete(opd="DISHUB")
    assert events.AssignmentStarted(opd="DLH") != events.AssignmentAccepted(opd="DLH")
    assert events.read("a.new", {}) != events.read("another.new", {})
    assert repr(events.TicketIncomplete(opd="DLH")) == "TicketIncomplete(opd='DLH')"


def test_classes_are_named_like_the_wire():
    for name, kind in events.TYPES.items():
        assert kind.__name__ == "".join(word.capitalize() for word in name.split("."))
        assert getattr(events, kind.__name__) is kind


# groups


def where(attribute):
    return {name for name, kind in events.TYPES.items() if getattr(kind, attribute)}


INTERNAL = {
    "ticket.verified", "ticket.raised", "lead.offered", "room.written", "proof.flagged", "proof.accepted",
    "identity.read", "identity.allowed", "deadline.warned", "notice.requested", "notice.dropped", "ticket.flagged",
}  # fmt: skip
PUBLIC = {
    "assignment.accepted", "assignment.added", "assignment.answered", "assignment.done", "assignment.finished",
    "assignment.ordered", "assignment.released", "assignment.returned", "assignment.started", "assignment.waived",
    "deadline.escalated", "deadline.extended", "deadline.missed", "deadline.moved", "lead.moved", "photo.hidden",
    "proof.rejected", "ticket.absorbed", "ticket.archived", "ticket.closed", "ticket.completed", "ticket.confirmed",
    "ticket.contested", "ticket.dispatched", "ticket.disputed", "ticket.incomplete", "ticket.merged", "ticket.message",
    "ticket.rated", "ticket.received", "ticket.referred", "ticket.released", "ticket.reminded", "ticket.resolved",
    "ticket.unmerged", "ticket.unroutable", "ticket.upheld", "ticket.withdrawn",
    "photo.shown", "ticket.hidden", "ticket.published", "ticket.redacted", "ticket.uncovered",
}  # fmt: skip


def test_what_stays_among_the_opds():
    assert where("is_internal") == INTERNAL


def test_of_each_type_it_is_decided_whether_everybody_may_read_it():
    """A type is public unless its class says otherwise, so the decision is asked for here."""
    assert set(events.TYPES) - where("is_internal") == PUBLIC


def test_what_only_time_did_and_what_no_step_depends_on():
    of_time = {"deadline.warned", "deadline.missed", "deadline.escalated", "ticket.reminded", "deadline.moved"}
    assert where("is_caused_by_time") == of_time
    assert where("is_incidental") == of_time | {
        "notice.requested", "notice.dropped", "proof.flagged", "ticket.flagged",
    }  # fmt: skip


def test_which_may_have_photos():
    from chalicelib.domain.photos.visibility import PHOTO_READERS

    assert where("may_have_photos") == set(PHOTO_READERS)


def test_which_tell_of_another_ticket():
    concerned = {name for name, event in EXAMPLES.items() if events.read(name, event["data"]).other_ticket}
    assert concerned | {"ticket.disputed"} == {
        "ticket.merged", "ticket.absorbed", "ticket.unmerged", "ticket.released", "ticket.disputed",
        "ticket.contested", "ticket.upheld",
    }  # fmt: skip
    assert events.TicketDisputed(opds=(), due=datetime.fromisoformat(DUE), from_="CTH-1").other_ticket == "CTH-1"


# the page and the schema


def test_the_committed_page_and_schema_are_made_of_the_types():
    """If not: `make docs`, and look at what those who subscribe will notice."""
    assert page.PAGE.read_text(encoding="utf-8") == page.text()
    assert schema.SHIPPED.read_text(encoding="utf-8") == schema.text()
    assert (ROOT / "docs/events.schema.json").read_text(encoding="utf-8") == schema.text()


def test_the_schema_is_a_schema_and_has_every_type():
    document = schema.document()
    Draft202012Validator.check_schema(document)
    assert [each["$ref"] for each in document["anyOf"]] == [f"#/$defs/{name}" for name in sorted(events.TYPES)]
    assert set(EXAMPLES) == set(events.TYPES)


@pytest.mark.parametrize("name", sorted(events.TYPES))
def test_the_example_is_as_the_schema_says(name):
    assert list(validator(name).iter_errors(EXAMPLES[name])) == []
    wrong = EXAMPLES[name] | {"data": {**EXAMPLES[name]["data"], "unheard": 1}}
    assert list(validator(name).iter_errors(wrong)) != []


@pytest.mark.parametrize("name", sorted(events.TYPES))
def test_every_field_says_what_it_means(name):
    kind = events.TYPES[name]
    assert schema.summary(kind).endswith(".")
    assert set(schema.meanings(kind)) == set(kind.fields)


# who reads events

MAY_SEE_JSON = ("chalicelib/domain/events/", "chalicelib/adapters/dynamodb/tickets/mapping.py", "infra/events/")


def reads_json(node):
    """`event.data[...]`, `event.data.get(...)`, or anything of `.wire`."""
    is_data = isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.value, ast.Attribute)
    is_read = is_data and node.value.attr == "data" and (isinstance(node, ast.Subscript) or node.attr == "get")
    return is_read or (isinstance(node, ast.Attribute) and node.attr in {"wire", "from_wire"})


def test_nobody_reads_the_json_of_an_event_but_who_stores_it():
    paths = [path for folder in ("chalicelib", "infra") for path in sorted((ROOT / folder).rglob("*.py"))]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in paths
        if not path.relative_to(ROOT).as_posix().startswith(MAY_SEE_JSON)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if reads_json(node)
    ]
    assert found == []


def test_that_rule_finds_what_it_forbids():
    assert reads_json(ast.parse('event.data["opd"]', mode="eval").body)
    assert reads_json(ast.parse('event.data.get("opd")', mode="eval").body.func)
    assert reads_json(ast.parse("event.data.wire", mode="eval").body)
    assert not reads_json(ast.parse("event.data.opd", mode="eval").body)
