"""The OpenAPI document is valid, names every address of the API, and tells the truth about the answers."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib import texts
from chalicelib.http.api.public import OPENAPI
from chalicelib.http.errors import BUSY, TABLE, UNEXPECTED
from infra.openapi.document import OPERATIONS, encoded
from tests.support.property_examples import examples
from tests.support.stage.stage_world import a_body

ROOT = Path(__file__).parents[3]
DOCUMENT = json.loads(OPENAPI.read_text(encoding="utf-8"))
PROBLEM = "application/problem+json"


def test_the_document_is_valid():
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_what_ships_is_what_the_routes_and_types_say(world):
    """If not: `make docs`, and look at what clients will notice."""
    assert OPENAPI.read_text(encoding="utf-8") == encoded(world.app)
    assert (ROOT / "docs/openapi.json").resolve() == OPENAPI


def test_nothing_is_described_that_no_route_leads_to():
    described = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert len(described) == len(set(described)) == len(OPERATIONS)


def test_every_name_of_a_schema_is_a_word():
    """Two types of one name would get names of modules."""
    assert [name for name in DOCUMENT["components"]["schemas"] if not re.fullmatch("[A-Z][A-Za-z]+", name)] == []


def test_every_schema_is_met_somewhere():
    """Also by way of another schema."""
    met = set(re.findall("#/components/schemas/([A-Za-z]+)", json.dumps(DOCUMENT)))
    assert set(DOCUMENT["components"]["schemas"]) == met


def test_every_route_of_the_api_is_in_it_and_nothing_else(world):
    routes = {
        (path, method.lower())
        for path, methods in world.app.routes.items()
        for method in methods
        if path.startswith("/v1/") and "{unknown}" not in path
    }
    assert {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods} == routes


def test_it_is_served_with_the_base_path_as_server(world):
    served = world.get("/v1/openapi.json")
    assert served.json_body == DOCUMENT
    assert "max-age" in served.headers["Cache-Control"]


def test_the_schema_of_events_is_served_as_it_ships(world):
    served = world.get("/v1/events/schema")
    assert served.json_body == json.loads((ROOT / "docs/events.schema.json").read_text(encoding="utf-8"))
    assert served.headers["Content-Type"] == "application/json"
    assert "max-age" in served.headers["Cache-Control"]


def test_every_code_of_an_error_has_its_words_in_both_languages():
    for _, code in [*TABLE.values(), UNEXPECTED, BUSY]:
        key = f"error.{code.replace('-', '_')}"
        assert texts.known(key), key
        assert texts.known(f"{key}_detail"), key


def test_every_code_of_an_error_is_described():
    described = " ".join(answer["description"] for answer in DOCUMENT["components"]["responses"].values())
    assert {code for _, code in [*TABLE.values(), UNEXPECTED, BUSY]} == set(re.findall("`([a-z-]+)`", described)) - {
        "code"
    }


def schema_of(path, method, status):
    answer = DOCUMENT["paths"][path][method]["responses"][str(status)]
    if "$ref" in answer:
        answer = DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    (content,) = answer["content"].values()
    return content["schema"]


def conforms(answer, path, method="get"):
    """Whether the answer is as the document says; objects may hold nothing that it does not name."""
    schema = {"components": strict(DOCUMENT["components"]), **strict(schema_of(path, method, answer.status_code))}
    Draft202012Validator(schema).validate(answer.json_body)


def strict(schema):
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(each) for name, each in schema.items()}
    if "properties" in closed and isinstance(closed.get("type"), str):
        closed.setdefault("additionalProperties", False)
    return closed


@pytest.mark.parametrize("path", ["/v1/services", "/v1/opds", "/v1/areas", "/v1/health", "/v1/tickets"])
def test_what_is_answered_is_what_the_document_says(world, path):
    conforms(world.get(path), path)


@pytest.mark.parametrize(
    "body",
    [
        a_body(),
        a_body(visibility="confidential"),
        a_body(service="jalan-rusak", attributes={"pemilik": "nasional"}, location={"lat": -6.75, "long": 111.03}),
        a_body(service="banjir", visibility="anonymous", contact={"name": "Siti"}),
    ],
)
def test_tickets_are_what_the_document_says(world, body):
    created = world.post("/v1/tickets", body)
    conforms(created, "/v1/tickets", "post")
    world.pump()
    ticket = f"/v1/tickets/{created.json_body['ticket']['id']}"
    conforms(world.get(ticket), "/v1/tickets/{number}")
    conforms(world.get(ticket, ticket_secret=created.json_body["secret"]), "/v1/tickets/{number}")
    conforms(world.get("/v1/tickets"), "/v1/tickets")


def test_problems_are_what_the_document_says(world):
    conforms(world.get("/v1/tickets/x"), "/v1/tickets/{number}")
    conforms(world.get("/v1/tickets?opd=x"), "/v1/tickets")
    conforms(world.post("/v1/tickets", {}), "/v1/tickets", "post")
    conforms(world.post("/v1/tickets", {}, content_type="text/plain"), "/v1/tickets", "post")
    conforms(world.post("/v1/tickets", {}, idempotency_key="x"), "/v1/tickets", "post")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
near_misses = st.fixed_dictionaries(
    {},
    optional={
        "service": st.sampled_from(["jalan-rusak", "lampu-jalan", "lainnya"]) | json_values,
        "description": st.text(max_size=40) | json_values,
        "location": st.fixed_dictionaries(
            {},
            optional={
                "lat": st.floats() | json_values,
                "long": st.floats() | json_values,
                "area": st.sampled_from(["33.18.01", "33.18"]) | json_values,
                "address": json_values,
            },
        )
        | json_values,
        "visibility": st.sampled_from(["public", "confidential"]) | json_values,
        "attributes": st.dictionaries(st.sampled_from(["pemilik", "bahaya"]), json_values) | json_values,
        "contact": st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "phone", "email"), json_values)),
    },
)


@given(near_misses | json_values)
@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_whatever_makes_the_api_fail(world, body):
    answer = world.post("/v1/tickets", body)
    assert answer.status_code in (201, 400, 422), answer.body
    conforms(answer, "/v1/tickets", "post")


@given(st.binary(max_size=200), st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_and_no_header_whatever_make_the_api_fail(world, body, header):
    answer = world.request(
        "POST", "/v1/tickets", body, content_type="application/json", idempotency_key=header, accept_language=header
    )
    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == PROBLEM


@given(st.text(min_size=1, max_size=30).filter(lambda text: not set("/?#;") & set(text)))
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_number_whatever_makes_the_api_fail(world, number):
    assert world.get(f"/v1/tickets/{number}").status_code in (403, 404)
