"""The whole document, made of the application's routes and the description of each operation."""

import json
import re
from collections.abc import Iterator

from chalice.app import Chalice

import chalicelib
from chalicelib.http.core.requests import KEY
from chalicelib.http.errors import BUSY, TABLE, UNEXPECTED
from chalicelib.http.shapes.field_shapes import Problem
from infra.openapi.actions import actions_of
from infra.openapi.bodies import StepFields
from infra.openapi.operation import TEXT
from infra.openapi.public import PUBLIC
from infra.openapi.schemas import Json, Schemas
from infra.openapi.sessions import SESSIONS
from infra.openapi.staff import STAFF

OPERATIONS = {**PUBLIC, **SESSIONS, **STAFF}
"""The description of each operation, by the name of its view."""

_PATH_PARAMETERS: dict[str, Json] = {
    "number": {"example": "PTI-7K3M-9QX2"},
    "opd": {"description": "Whose assignment it is."},
    "photo": {"description": "Id of the photo."},
}
_HEADERS: tuple[Json, ...] = (
    {
        "name": "Accept-Language",
        "in": "header",
        "description": "`id` (the default) or `en`: the language of names, sentences and messages.",
        "schema": TEXT,
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": (
            "A new random key for each intention, sent again with each repeat: the first answer is repeated, with "
            "its status 201. Whoever has key and text gets the receipt again, so nobody may be able to guess it: a "
            "UUID, or at least 122 random bits in letters and digits. Without a key, or with an empty one, every "
            "request opens a ticket."
        ),
        "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    },
)
_BEARER: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "`access_token` of a session.",
}


def document(app: Chalice) -> Json:
    """The document of the application's API. Its server is `/`, without the stage's path before it."""
    shapes = [shape for operation in OPERATIONS.values() for shape in operation.shapes]
    schemas = Schemas([*shapes, Problem])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sedulur",
            "version": chalicelib.__version__,
            "description": (
                "Report to a regency once; every department with an assignment knows, until it is done. In a request, "
                "a field that is not required may be null or an empty text: as if it were left out."
            ),
        },
        "servers": [{"url": "/"}],
        "paths": _paths(app, schemas),
        "components": {
            "schemas": {name: schemas.components[name] for name in schemas.components if name != StepFields.__name__},
            "parameters": {header["name"]: header for header in _HEADERS},
            "responses": _problems(schemas),
            "securitySchemes": {"staff": _BEARER},
        },
    }


def encoded(app: Chalice) -> str:
    """The document as the text of the file that ships."""
    return json.dumps(document(app), indent=2, ensure_ascii=False) + "\n"


_RELEASED_IDS = {"step_on_assignment": "stepOnPart"}
"""Operation ids that clients know since release 0.1, by view, where they do not follow from its name."""


def _paths(app: Chalice, schemas: Schemas) -> Json:
    paths: Json = {}
    for path, method, view in _routes(app):
        name = _RELEASED_IDS.get(view) or re.sub("_(.)", lambda match: match[1].upper(), view)
        operation = OPERATIONS[view].as_openapi(name, tuple(_path_parameters(path, view)), schemas)
        paths.setdefault(path, {})[method] = operation
    return paths


def _routes(app: Chalice) -> Iterator[tuple[str, str, str]]:
    """Path, method and view of every address of the API, without those that answer for unknown ones."""
    for path, methods in app.routes.items():
        if path.startswith("/v1/") and "{unknown}" not in path:
            yield from ((path, method.lower(), entry.view_name) for method, entry in methods.items())


def _path_parameters(path: str, view: str) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", path):
        schema = {**TEXT, "enum": list(actions_of(view))} if name == "action" else TEXT
        yield {"name": name, "in": "path", "required": True, "schema": schema, **_PATH_PARAMETERS.get(name, {})}


def _problems(schemas: Schemas) -> Json:
    """One response for each status of errors, which names the codes of that status."""
    codes: dict[int, set[str]] = {}
    for status, code in [*TABLE.values(), UNEXPECTED, BUSY]:
        codes.setdefault(status, set()).add(code)
    return {
        str(status): {
            "description": f"`code`: {', '.join(f'`{code}`' for code in sorted(names))}",
            "content": {"application/problem+json": {"schema": schemas.of(Problem)}},
        }
        for status, names in sorted(codes.items())
    }
