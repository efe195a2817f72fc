"""The worst words stay out of the code: a short deny list over its identifiers, beside docs/glossary.md.

`python -m tests.unit.project.test_vocabulary` lists what offends, one `path:line name` a line.
"""

import ast
import builtins
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CODE = ("chalicelib", "infra", "app.py")

DENIED = {
    "told": "step_input, payload, item, result",
    "said": "payload, text, result",
    "spoken": "text",
    "deed": "context, change",
    "leaf": "page",
    "shelf": "inbox_state",
    "look": "access_entry, image_hash, next_check, ticket_page, dry_run",
    "darkroom": "processing",
    "negatives": "s3_files",
    "album": "photo_index",
    "sheet": "photo_record",
    "stakes": "carried_deadlines",
    "course": "assignment_history",
    "courses": "assignment_history",
    "settling": "derived_state",
    "asides": "landmarks",
    "guessing": "classifier",
    "likeness": "image_similarity",
    "phonebook": "phone_index",
    "pepper": "phone_key",
    "letterbox": "notice_inbox",
    "bell": "wakeup",
    "drawer": "the thing that it holds",
    "surroundings": "environment",
    "surrounded": "environment",
    "wish": "inbox_filter",
    "town": "world, city",
    "door": "view, route",
    "doors": "views, routes",
    "telling": "recipients",
    "addressee": "recipient",
    "circle": "readers",
    "vault": "contact_cipher",
    "sought": "search_words",
    "shelves": "service_groups",
    "acts": "forms, actions",
    "judged": "reviewable, verdict",
}
"""Words that name nothing in this field, and what to write instead: whole words of an identifier, in any spelling.

`part` is not among them: it is wrong for an OPD's assignment only.
"""

ALLOWED = {
    ("chalicelib/domain/events/", "told"): "on the wire: a field of the data of deadline.missed and its like",
    ("chalicelib/domain/events/", "stakes"): "on the wire: a field of the data of ticket.absorbed",
    ("chalicelib/http/", "circle"): "on the wire: a field of notes and events of the staff's API",
    ("chalicelib/adapters/dynamodb/", "pepper"): "in the table: the key of the item that holds it",
}
"""Folder or file and word that stand in JSON, in the table or in a standard, each with its reason."""

OUTSIDE = {
    "told": "read of an event's data", "stakes": "read or written in an event's data",
    }  # fmt: skip
"""Attributes and keyword arguments, as the whole name, that belong to something else than the code around them."""

ELSEWHERE = re.compile(r"DESIGN(?:'s)?,? (?:section|§)|DESIGN\.md|\.\./shared|HOUSE\.md|STYLE\.md")
"""Pages that are not in this repository, by which no docstring or comment may explain itself."""


@cache
def sources(root: Path = ROOT) -> dict[str, str]:
    """Path and text of every module of the code."""
    found = [
        path for name in CODE for path in ((root / name).rglob("*.py") if (root / name).is_dir() else [root / name])
    ]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(found)}


def words_of(name: str) -> set[str]:
    """The words within a name in snake_case or CamelCase, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """(line, name, whether it is an attribute or a keyword of a call) of everything that has a name."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name, False
            case ast.arg(arg=name) | ast.Name(id=name):
                yield node.lineno, name, False
            case ast.Attribute(attr=name):
                yield node.lineno, name, True
            case ast.keyword(arg=str(name)):
                yield node.value.lineno, name, True
            case ast.alias(name=name, asname=renamed):
                yield from ((node.lineno, each, False) for each in (*name.split("."), renamed or "") if each)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name, False
            case ast.MatchClass(kwd_attrs=names):
                yield from ((node.lineno, each, True) for each in names)


def offending(path: str, text: str) -> Iterator[tuple[str, str]]:
    """(denied word, `path:line name`) of a module: of its own name, and of every name within it."""
    named = [(1, part, False) for part in Path(path).with_suffix("").parts]
    for line, name, is_outside in [*named, *identifiers(ast.parse(text, path))]:
        if is_outside and name in OUTSIDE:
            continue
        for word in words_of(name) & DENIED.keys():
            if not any(path.startswith(where) and word == allowed for where, allowed in ALLOWED):
                yield word, f"{path}:{line} {name}"


def remarks(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every comment and of every string that is a statement of its own."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


@cache
def found() -> dict[str, list[str]]:
    """By denied word, where it stands."""
    places: dict[str, list[str]] = {word: [] for word in DENIED}
    for path, text in sources().items():
        for word, place in offending(path, text):
            places[word].append(place)
    return places


@pytest.mark.parametrize("word", DENIED)
def test_no_name_in_the_code_holds_a_word_of_the_deny_list(word):
    assert found()[word] == [], f"write {DENIED[word]}: docs/glossary.md"


def test_no_docstring_and_no_comment_refers_to_a_page_that_is_not_here():
    assert [
        f"{path}:{line}"
        for path, text in sources().items()
        for line, remark in remarks(text)
        if ELSEWHERE.search(remark)
    ] == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def told_first(): ...", {"told"}),
        ("class LookOf: ...", {"look"}),
        ("def view(wish): ...", {"wish"}),
        ("row.leaf_count = 1", {"leaf"}),
        ("from x import darkroom", {"darkroom"}),
        ("match x:\n    case Deed(): ...", {"deed"}),
        ("outlook = partition(untold, doorway)", set()),
        ("event.data.told + Absorbed(stakes={})", set()),
    ],
)  # fmt: skip
def test_the_rule_finds_what_it_forbids_and_nothing_else(source, words):
    assert {word for word, _ in offending("chalicelib/x.py", source)} == words


def test_an_exception_that_nothing_needs_any_more_goes():
    needed = {
        (where, word)
        for where, word in ALLOWED
        for path, text in sources().items()
        if path.startswith(where)
        for _, name, _ in identifiers(ast.parse(text))
        if word in words_of(name)
    }
    assert needed == set(ALLOWED)


@pytest.mark.parametrize("remark", ["# as DESIGN section 3 says", '"""See ../shared/HOUSE.md."""'])
def test_a_reference_to_another_folder_would_be_found(remark):
    assert [line for line, text in remarks(f"{remark}\n") if ELSEWHERE.search(text)] == [1]


if __name__ == "__main__":
    code = sources(Path(sys.argv[1]).resolve()) if sys.argv[1:] else sources()
    found_in_code = {place for path, text in code.items() for _, place in offending(path, text)}
    found_in_remarks = {
        f"{path}:{line} refers elsewhere"
        for path, text in code.items()
        for line, remark in remarks(text)
        if ELSEWHERE.search(remark)
    }
    print(*sorted(found_in_code | found_in_remarks), sep="\n")


def test_errors_that_docstrings_name_exist():
    """After a renaming, a contract that names the old error misleads whoever catches it."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "chalicelib").rglob("*.py"))}
    known = {node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    known |= {alias.asname or alias.name for tree in trees.values() for alias in _imported(tree)} | set(dir(builtins))
    assert [f"{path.relative_to(ROOT)}: {name}" for path, tree in trees.items() for name in _raised(tree) - known] == []


def _imported(tree):
    return (alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names)


def _raised(tree):
    """The names in sections `Raises:` of docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = (ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds))
    sections = (section for doc in docs for section in re.findall(r"^Raises:\n((?:    .*\n?)+)", doc, re.MULTILINE))
    return {name for section in sections for name in re.findall(r"^    ([A-Z]\w+):", section, re.MULTILINE)}
