"""The import rules of docs/architecture.md, read from the code itself: also what is imported inside functions."""

import ast
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OWN = {"chalicelib", "infra", "app"}
SETTINGS = ("chalicelib.settings", "chalicelib.names", "chalicelib.telemetry")
PORTS = "chalicelib.flow.ports"
DOMAIN = "chalicelib.domain"
FLOW = "chalicelib.flow"
HTTP = "chalicelib.http"
TABLE = "chalicelib.adapters.dynamodb"

MAY_IMPORT = {
    DOMAIN: (DOMAIN,),
    FLOW: (DOMAIN, FLOW),
    "chalicelib.adapters": (DOMAIN, PORTS, "chalicelib.adapters", *SETTINGS),
    HTTP: (DOMAIN, FLOW, "chalicelib.wiring", HTTP, "chalicelib.pages", "chalicelib.texts", *SETTINGS),
    "chalicelib.pages": (DOMAIN, "chalicelib.texts", "chalicelib.pages"),
    "chalicelib.texts": ("chalicelib.texts",),
    "chalicelib.wiring": (DOMAIN, FLOW, "chalicelib.adapters", "chalicelib.wiring", *SETTINGS),
    "chalicelib.telemetry": ("chalicelib.settings", "chalicelib.names"),
    "chalicelib.settings": ("chalicelib.names",),
    "app": (HTTP, "chalicelib.wiring", *SETTINGS),
}
"""Own modules that each layer may import."""


class Floor(frozenset[str]):
    """Packages of a layer, or modules directly in it, which may import each other."""


class Apart(Floor):
    """As a floor, but they do not know each other."""


def floor(*names: str) -> Floor:
    return Floor(names)


def apart(*names: str) -> Apart:
    return Apart(names)


ORDER: dict[str, tuple[Floor, ...]] = {
    DOMAIN: (
        floor("errors", "events", "text", "values"),
        floor("rate_limits"),
        floor("city"),
        floor("tickets"),
        floor("deadlines"),
        floor("access"),
        floor("transitions"),
        floor("publication"),
        apart("watch", "duplicates", "photos", "routing", "notifications", "statistics"),
        floor("actions"),
        floor("intake"),
    ),
    FLOW: (
        floor("ports"),
        floor("next_check", "optimistic_retry"),
        apart("tickets", "deadlines", "notifications", "photos", "statistics", "rate_limits"),
        floor("desk"),
    ),
    HTTP: (
        floor("shapes"),
        floor("core"),
        floor("views"),
        floor("errors", "html_response"),
        floor("flagging", "me_too", "photo_upload"),
        apart("api", "citizen", "console"),
    ),
    TABLE: (
        floor("attributes", "keys", "paging", "rate_buckets", "table"),
        floor("tickets"),
        floor("stores"),
    ),
}
"""What each layer is made of, most basic first. A package imports from floors below its own, never from those above."""

MOST_MODULES = 15
MOST_LINES = 250

MAY_ASK_WIRING_FOR = frozenset({
    "now", "site", "channels", "parse_phone", "is_overload",
    "accounts", "actor_of",  # the identity provider: no rule of ours lies between it and the forms for signing in
    "photo_url", "photos_origin",  # addresses, signed without a call
})  # fmt: skip
"""What HTTP may ask the wiring for beside the use cases."""

MAY_ASK_FOR_THE_CITY = (
    "chalicelib.http.core.requests", "chalicelib.http.html_response",  # which make the request's context, where all others have it from
    "chalicelib.http.errors", "chalicelib.http.views.promise_view", "chalicelib.http.api.staff", "chalicelib.http.api.public",
)  # fmt: skip
"""Modules of HTTP that read the city pack without a request at hand."""

COMPOSED = {
    "chalicelib.flow.desk.leader_dashboard": ("chalicelib.flow.statistics.reports", "chalicelib.flow.desk.overview")
}
"""Use cases that are made of others, which otherwise know nothing of each other."""

ONLY_STANDARD_LIBRARY = ("chalicelib.domain", "chalicelib.flow", "chalicelib.texts")
MAY_KNOW_AWS = ("chalicelib.adapters", "infra")
MAY_READ_THE_ENVIRONMENT = ("chalicelib.settings", "chalicelib.telemetry", "infra")


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    paths = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "infra").rglob("*.py"), *ROOT.glob("app.py")]
    return {name_of(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted(paths)}


def is_in(name, part):
    return name == part or name.startswith(f"{part}.")


def imports(name):
    """(line, imported name) of every import; `from a import b` counts as `a.b` where that is a module of ours."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} imports relatively"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                yield node.lineno, longer if longer in modules() else node.module


def offending(part, forbidden):
    """`module:line imports what`, for every import in this part that is forbidden."""
    return [
        f"{name}:{line} imports {module}"
        for name in modules()
        if is_in(name, part)
        for line, module in imports(name)
        if forbidden(module) and module not in COMPOSED.get(name, ())
    ]


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_each_part_imports_only_what_it_may(part):
    def forbidden(module):
        if module == "chalicelib":  # holds the version and nothing else
            return False
        return module.split(".")[0] in OWN and not any(is_in(module, allowed) for allowed in MAY_IMPORT[part])

    assert offending(part, forbidden) == []


def test_actions_stand_above_the_rest_of_the_domain():
    """Rights, transitions and everything else are asked by them and do not know them."""
    actions = "chalicelib.domain.actions"
    below = [name for name in modules() if is_in(name, "chalicelib.domain") and not is_in(name, actions)]
    assert [f"{name}:{line}" for name in below for line, module in imports(name) if is_in(module, actions)] == []


@pytest.mark.parametrize("part", ONLY_STANDARD_LIBRARY)
def test_the_inner_parts_import_no_third_party(part):
    known = OWN | sys.stdlib_module_names
    assert offending(part, lambda module: module.split(".")[0] not in known) == []


def test_what_ships_does_not_import_the_admins_tools_or_the_tests():
    assert offending("chalicelib", lambda module: module.split(".")[0] in {"infra", "tests", "app"}) == []


def test_the_admins_tools_do_not_import_the_tests():
    assert offending("infra", lambda module: module.split(".")[0] == "tests") == []


def test_only_wiring_joins_adapters_to_the_flow():
    joining = {
        name
        for name in modules()
        if is_in(name, "chalicelib") and any(is_in(module, "chalicelib.adapters") for _, module in imports(name))
    }
    strangers = {name for name in joining if not is_in(name, "chalicelib.adapters")}
    assert [name for name in strangers if not is_in(name, "chalicelib.wiring")] == []


def use_cases():
    """The methods of `UseCases`, under whose names the wiring gives them."""
    (made,) = [node for node in modules()["chalicelib.wiring.use_cases"].body if isinstance(node, ast.ClassDef)]
    return {each.name for each in made.body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")}


def names_taken_from_wiring(part):
    """(module, line, name) of every `wiring.<name>`."""
    for name in modules():
        for node in ast.walk(modules()[name]) if is_in(name, part) else ():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wiring":
                yield name, node.lineno, node.attr


def test_http_asks_use_cases_and_no_repository_by_way_of_the_wiring():
    allowed = use_cases() | MAY_ASK_WIRING_FOR
    assert {"intake", "staff_actions", "public_tickets"} <= allowed
    asked = [each for each in names_taken_from_wiring("chalicelib.http") if each[2] not in allowed]
    assert [f"{name}:{line} asks for {what}" for name, line, what in asked if what != "city"] == []
    assert {name for name, _, what in asked if what == "city"} == {*MAY_ASK_FOR_THE_CITY}
    assert (
        offending(
            "chalicelib.http", lambda module: is_in(module, "chalicelib.wiring") and module != "chalicelib.wiring"
        )
        == []
    )


def test_no_module_imports_itself_by_way_of_others():
    """While it is imported, that is: an import within a function comes later. Its own package was imported before it."""
    known = {name: {other for other in imported_at_once(name) if not is_in(name, other)} for name in modules()}
    while leaves := {name for name, others in known.items() if not others & known.keys()}:
        for name in leaves:
            del known[name]
    assert known == {}


def imported_at_once(name):
    """Modules of ours that the import of this one imports; not those for types only."""
    waiting = list(modules()[name].body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ImportFrom):
            longer = {f"{node.module}.{alias.name}" for alias in node.names} & modules().keys()
            yield from longer or {node.module}
        elif isinstance(node, ast.ClassDef):
            waiting += node.body
        elif isinstance(node, ast.If) and not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            waiting += node.body + node.orelse


def test_use_cases_are_put_together_in_one_place():
    """`wiring.use_cases` alone calls their classes, on AWS, in the simulation and in the tests."""
    made = {name for name, module in constructed("chalicelib/wiring/use_cases.py")}
    assert len(made) > 20
    paths = [path for part in ("chalicelib", "infra", "tests", "benchmarks") for path in (ROOT / part).rglob("*.py")]
    elsewhere = [
        f"{path.relative_to(ROOT)}:{line} makes {name}"
        for path in paths
        if name_of(path) not in {"chalicelib.wiring.use_cases", *COMPOSED}
        for name, line in constructed(path.relative_to(ROOT))
        if name in made
    ]
    assert elsewhere == []


def constructed(path):
    """(class, line) of every call of a class that is imported from the flow."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    from_flow = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and is_in(node.module or "", "chalicelib.flow")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in from_flow:
            yield node.func.id, node.lineno


def test_only_adapters_and_the_admins_tools_know_aws():
    aws = {"boto3", "botocore", "pynamodb"}
    strangers = [name for name in modules() if not any(is_in(name, part) for part in MAY_KNOW_AWS)]
    module = [f"{name}:{line}" for name in strangers for line, module in imports(name) if module.split(".")[0] in aws]
    assert module == []


def reads_environment(node):
    is_environ = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
    is_name = (
        isinstance(node, ast.ImportFrom)
        and node.module == "os"
        and {"environ", "getenv"} & {a.name for a in node.names}
    )
    return is_environ or bool(is_name)


def test_the_environment_is_read_in_one_place():
    strangers = [name for name in modules() if not any(is_in(name, part) for part in MAY_READ_THE_ENVIRONMENT)]
    module = [
        f"{name}:{node.lineno}" for name in strangers for node in ast.walk(modules()[name]) if reads_environment(node)
    ]
    assert module == []


@pytest.mark.parametrize("part", ["chalicelib.domain", "chalicelib.flow"])
def test_time_and_chance_come_in_as_arguments(part):
    sources = {"random", "secrets", "uuid", "time"}
    assert offending(part, lambda module: module in sources) == []
    calls = [
        f"{name}:{node.lineno} calls {node.attr}"
        for name in modules()
        if is_in(name, part)
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today", "urandom"}
    ]
    assert calls == []


def for_checking_only(name):
    """Lines below `if TYPE_CHECKING`, which nothing runs."""
    blocks = [node for node in ast.walk(modules()[name]) if isinstance(node, ast.If)]
    return {line.lineno for node in blocks if getattr(node.test, "id", "") == "TYPE_CHECKING" for line in node.body}


def test_the_types_of_answers_are_for_tools_alone():
    """Making these classes takes time, which no function in Lambda spends."""
    types = "chalicelib.http.shapes"
    users = [name for name in modules() if is_in(name, "chalicelib") and not is_in(name, types)]
    used = {(name, line) for name in users for line, module in imports(name) if is_in(module, types)}
    assert used
    assert [f"{name}:{line}" for name, line in used if line not in for_checking_only(name)] == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [name for name in modules() if drawers & set(name.split("."))] == []


@pytest.mark.skipif(not (ROOT / "app.py").exists(), reason="there is no app.py yet")
def test_app_holds_only_short_doors():
    doors = [node for node in ast.walk(modules()["app"]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert doors
    long = [door.name for door in doors if len(statements(door)) > 3]
    assert long == []
    branching = [
        door.name
        for door in doors
        if any(isinstance(n, ast.If | ast.For | ast.While | ast.Try) for n in ast.walk(door))
    ]
    assert branching == []
    assert not [node.name for node in modules()["app"].body if isinstance(node, ast.ClassDef)]


def statements(door):
    """All of its statements, without the docstring."""
    body = door.body[1:] if ast.get_docstring(door) else door.body
    return [node for line in body for node in ast.walk(line) if isinstance(node, ast.stmt)]


def package_in(layer, name):
    """The package of a layer, or the module that stands directly in it, which holds this module."""
    return name.removeprefix(f"{layer}.").split(".")[0]


def height_of(layer):
    return {package: height for height, packages in enumerate(ORDER[layer]) for package in packages}


@pytest.mark.parametrize("layer", ORDER)
def test_the_packages_of_a_layer_stand_on_each_other_in_one_order(layer):
    height = height_of(layer)
    strangers = []
    for name in modules():
        if not is_in(name, layer) or name == layer:
            continue
        own = package_in(layer, name)
        for line, imported in imports(name):
            if not is_in(imported, layer) or imported == layer:
                continue
            other = package_in(layer, imported)
            is_forbidden = height[other] > height[own] or (
                height[other] == height[own] and isinstance(ORDER[layer][height[own]], Apart)
            )
            if own != other and is_forbidden:
                strangers.append(f"{name}:{line} imports {imported}")
    assert strangers == []


@pytest.mark.parametrize("layer", ORDER)
def test_every_package_of_an_ordered_layer_has_its_floor(layer):
    there = {package_in(layer, name) for name in modules() if is_in(name, layer) and name != layer}
    assert there == set(height_of(layer))


def test_no_two_modules_of_one_layer_share_a_name():
    names = Counter()
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        if path.stem != "__init__":
            names[path.relative_to(ROOT).parts[1], path.stem] += 1
    assert [f"{layer}: {stem}" for (layer, stem), count in names.items() if count > 1] == []


def test_a_folder_holds_few_modules_and_a_module_few_lines():
    folders = Counter(path.parent for path in (ROOT / "chalicelib").rglob("*.py") if path.stem != "__init__")
    assert [str(folder.relative_to(ROOT)) for folder, count in folders.items() if count > MOST_MODULES] == []
    sources = [*(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "infra").rglob("*.py"), ROOT / "app.py"]
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}
