"""The pages for engineers name what is there: every path, every module, every test."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONTRIBUTING = ROOT / "docs" / "contributing.md"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
GENERATED = {"upstream.md"}
"""Names files of other projects."""

HOMES = ("", "chalicelib", "docs", "chalicelib/domain/actions", "chalicelib/domain/transitions")
FIRST = {
    "chalicelib",
    "infra",
    "tests",
    "benchmarks",
    "docs",
    "domain",
    "flow",
    "adapters",
    "http",
    "pages",
    "texts",
    "wiring",
}


def code_of(page):
    return re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))


def is_there(path):
    return any((ROOT / home / name).exists() for home in HOMES for name in (path, f"{path}.py"))


def named_paths(page):
    """What in backquotes is a path of this repository: below a folder of ours, or a module's file name."""
    for name in code_of(page):
        path = re.fullmatch(r"([\w.-]+/)*[\w.-]+/?", name)
        if path and ((name.split("/")[0] in FIRST and "/" in name) or name.endswith(".py")):
            yield name.rstrip("/")


@cache
def known_tests():
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


@cache
def files():
    return {
        path.name for folder in ("chalicelib", "infra", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")
    }


@pytest.mark.parametrize("page", [each for each in PAGES if each.name not in GENERATED], ids=lambda each: each.name)
def test_every_path_that_a_page_names_exists(page):
    missing = [path for path in named_paths(page) if not is_there(path)]
    assert [path for path in missing if "/" in path or path not in files()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.name)
def test_every_link_between_pages_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [CONTRIBUTING, ROOT / "docs" / "decisions.md"], ids=lambda each: each.name)
def test_every_test_that_a_page_names_exists(page):
    named = {name for name in code_of(page) if re.fullmatch(r"test_\w+", name)}
    assert {name for name in named if name not in known_tests()} == set()


def test_there_is_a_recipe_for_each_thing_that_is_added_often():
    text = CONTRIBUTING.read_text(encoding="utf-8")
    recipes = re.findall(r"^## (An? .+)$", text, re.MULTILINE)
    assert set(recipes) == {"A service", "An event", "A staff action", "A notice", "A page"}
    for section in text.split("\n## ")[3:]:
        assert section.count("| place | what | while it is forgotten |") == 1
