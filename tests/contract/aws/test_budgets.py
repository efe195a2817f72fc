"""What must stay cheap, where a test can tell it: what starting imports, and what a report costs in DynamoDB.

`make bench` measures the rest.
"""

import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from importlib import import_module

import pytest

from benchmarks.capacity import item_size, projected, read_units, write_units
from benchmarks.fresh import ENVIRONMENT, ROOT
from chalicelib import names
from chalicelib.domain.deadlines.obligation import first_check
from chalicelib.domain.tickets.photo import MAX_PHOTOS, new_id
from chalicelib.flow.ports.tickets import Listing
from infra.template import render
from tests.support.factory import NOW, a_dispatch, an_opening
from tests.support.memory_ports import FixedCity
from tests.support.stage.stage_world import client

TYPICAL = "Lampu jalan di depan balai desa padam sejak tiga hari yang lalu sehingga jalan menjadi gelap gulita. " * 2


@cache
def _imported(program):
    asked = f"{program}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=ENVIRONMENT | {"PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return set(json.loads(output.stdout))


@pytest.mark.parametrize(
    "heavy",
    [
        "boto3",
        "pydantic",
        "jinja2",
        "phonenumbers",
        "segno",
        "tomllib",
        "PIL",
        "pi_heif",
        "chalicelib.adapters.photos.presigned_urls",
        "chalicelib.domain.intake.submission",
        "chalicelib.flow.ports.delivery",
        "chalicelib.http.views.history",
        "chalicelib.http.views.photo_views",
        "chalicelib.http.views.report_view",
        "chalicelib.http.views.ticket_view",
        "chalicelib.domain.actions.conditions",
        "chalicelib.domain.city.working_time",
        "chalicelib.domain.deadlines",
        "chalicelib.domain.rate_limits.client_limits",
        "chalicelib.domain.statistics",
        "chalicelib.domain.transitions",
        "multipart",
        "aws_xray_sdk",
    ],
)
def test_starting_imports_nothing_that_one_path_alone_needs(heavy):
    assert heavy not in _imported("import app\nfrom chalicelib import wiring\nwiring.warm_up()")


def test_importing_the_app_makes_no_client_and_needs_no_aws_sdk():
    assert not {"botocore.session", "pynamodb", "pynamodb.models"} & _imported("import app")


REPORT_ONE = """
import json, sys
from benchmarks.gateway import Gateway, an_event
gateway, ran = Gateway(), set()
report = {"service": "lampu-jalan", "description": "Lampu jalan padam.", "location": {"area": "33.18.10.2001"}}
event, before = an_event("POST", "/v1/tickets", "", report), set(sys.modules)
sys.setprofile(lambda frame, kind, _: ran.add(str(frame.f_globals.get("__name__"))))
gateway.text(event)
sys.setprofile(None)
print(json.dumps([sorted(ran), sorted(set(sys.modules) - before)]))
"""


@pytest.fixture(scope="module")
def on_the_way_of_a_report():
    """The modules of ours that a first report runs, and those that it loads because starting did not."""
    output = subprocess.run(
        [sys.executable, "-c", REPORT_ONE], cwd=ROOT, env=ENVIRONMENT | {"PYTHONPATH": str(ROOT)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return tuple({name for name in names if name.startswith("chalicelib.")} for names in json.loads(output.stdout))


def test_the_answer_to_a_new_ticket_passes_through_six_modules_of_http(on_the_way_of_a_report):
    ran, _ = on_the_way_of_a_report
    assert {name.removeprefix("chalicelib.http.") for name in ran if name.startswith("chalicelib.http.")} == {
        "api.public",
        "core.requests",
        "core.responses",
        "errors",
        "views.new_ticket_view",
        "views.report_view",
    }


def test_a_first_report_loads_the_city_and_little_else(on_the_way_of_a_report):
    _, loaded = on_the_way_of_a_report
    modules = {name for name in loaded if not hasattr(sys.modules.get(name) or import_module(name), "__path__")}
    city = {name for name in modules if name.startswith("chalicelib.adapters.city_pack.")}
    assert {name.removeprefix("chalicelib.") for name in modules - city} <= {
        "adapters.dynamodb.stores.stage_secrets",
        "adapters.identity.kms_contact_cipher",
        "domain.city.date_format",
        "domain.city.office_hours",
        "domain.city.office_time",
        "domain.city.working_time",
        "domain.deadlines.deadline_terms",
        "domain.deadlines.escalation",
        "domain.deadlines.obligation",
        "domain.intake.opening",
        "domain.intake.submission",
        "domain.notifications.message",
        "domain.publication.private_data",
        "domain.publication.public_version",
        "domain.publication.publication_rules",
        "domain.rate_limits.client_limits",
        "domain.rate_limits.clients",
        "domain.tickets.contact",
        "domain.tickets.localized_report",
        "domain.transitions.step_input",
        "flow.ports.stage_secrets",
        "flow.tickets.intake",
        "http.views.new_ticket_view",
        "http.views.report_view",
        "texts.everyone.event",
        "texts.everyone.promise",
        "texts.everyone.status",
    }


@pytest.fixture
def indexes():
    (table,) = [r for r in render("x", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    return table["Properties"]["GlobalSecondaryIndexes"]


def submitted(**changes):
    """As intake stores it: with its first look."""
    opening = an_opening(**changes)
    ticket, city = opening.ticket, FixedCity()
    watch = first_check(ticket.report, ticket.publication, ticket.received_at, city.catalogue, city.calendar)
    return replace(opening, ticket=replace(ticket, next_check=watch))


def test_a_typical_report_costs_at_most_twelve_write_units(table_tickets, wire, indexes, seed):
    table_tickets.add(submitted(seed=seed("without"), description=TYPICAL[:200]))
    table_tickets.add(submitted(seed=seed("with"), description=TYPICAL[:200], identity=b"x" * 220))
    written = [[write["Put"]["Item"] for write in call.parameters["TransactItems"]] for call in wire.calls]
    assert [write_units(items, indexes) for items in written] == [10, 12]


def test_photos_of_a_report_cost_no_unit_more(table_tickets, wire, indexes, seed):
    photos = [new_id(bytes([n]) * 16) for n in range(MAX_PHOTOS)]
    opening = submitted(seed=seed(), description=TYPICAL[:200], identity=b"x" * 220)
    event = replace(opening.event, data=opening.event.data.noted(photos=photos))
    table_tickets.add(replace(opening, event=event))
    (call,) = wire.calls
    assert write_units([write["Put"]["Item"] for write in call.parameters["TransactItems"]], indexes) == 12


def test_a_confidential_report_is_in_no_index_of_the_public(table_tickets, wire, indexes, seed):
    table_tickets.add(an_opening(seed=seed(), visibility="confidential"))
    written = [write["Put"]["Item"] for write in wire.calls[0].parameters["TransactItems"]]
    assert [index["IndexName"] for index in indexes for item in written if projected(item, index)] == ["spot"]
    assert written[0]["spot"]["S"].startswith("*/")  # where those look who see all


def test_a_line_of_a_list_is_small_whatever_was_written(table_tickets, wire, indexes, seed):
    table_tickets.add(an_opening(seed=seed(), description=TYPICAL[:200]))
    head = wire.calls[0].parameters["TransactItems"][0]["Put"]["Item"]
    lines = {index["IndexName"]: item_size(projected(head, index)) for index in indexes}
    assert {name: size for name, size in lines.items() if size} == pytest.approx(
        dict.fromkeys(["newest", "by_service", "by_kecamatan", "by_area", "by_status"], 150), abs=50
    )


def test_a_page_reads_what_it_shows_and_one_line_more(table_tickets, wire, stage, seed):
    for n in range(30):
        table_tickets.add(an_opening(seed=seed(n)))
    wire.forget()
    table_tickets.page(Listing())
    asked = wire.calls[0].parameters | {"ReturnConsumedCapacity": "NONE"}
    answer = client("dynamodb").query(**asked)
    assert (answer["Count"], answer["ScannedCount"]) == (26, 26)
    assert read_units(answer["Items"], consistent=False) <= 1


def test_one_ticket_is_one_read_unit(table_tickets, stage, seed):
    opening = an_opening(seed=seed(), description=TYPICAL[:200], at=NOW)
    table_tickets.add(opening)
    table_tickets.save(a_dispatch(opening.ticket, "DISHUB", "DLH"))
    query = {"TableName": names.table(stage), "KeyConditionExpression": "pk = :pk AND sk < :private"}
    values = {":pk": {"S": opening.ticket.id}, ":private": {"S": "~"}}
    items = client("dynamodb").query(**query, ExpressionAttributeValues=values)["Items"]
    assert read_units(items, consistent=True) == 1
