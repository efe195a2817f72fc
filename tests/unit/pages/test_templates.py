"""What templates and scripts may not do, whatever they show: what somebody wrote stays words."""

import re
from pathlib import Path

import pytest

from chalicelib import pages
from chalicelib.pages.rendering import _environment

HOME = Path(pages.__file__).parent
TEMPLATES = sorted(HOME.glob("templates/**/*.html"))
SCRIPTS = sorted(HOME.glob("static/*.js"))
DRAWN = {" qr "}
"""What is markup: squares that segno draws, which hold no text."""


def test_everything_that_is_filled_in_is_escaped():
    assert _environment().from_string("{{ x }}").render(x="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(HOME)))
def test_no_template_takes_anything_for_markup_or_runs_or_styles_anything_inline(file):
    text = file.read_text()
    assert set(re.findall(r"\{\{([^}]*)\|\s*safe\b", text)) <= DRAWN
    assert len(re.findall(r"\bsafe\b", text)) == len(re.findall(r"\{\{[^}]*\|\s*safe\b", text))
    assert not re.search(r"autoescape|Markup", text)
    assert not re.search(r"<[^>{]*\s(on\w+|style)\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|<iframe|<object|<embed|<base\b|javascript:", text)
    assert not re.search(r"=\{\{", text), "an attribute without quotes"


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(HOME)))
def test_whatever_opens_a_window_gives_it_no_hold_on_ours(file):
    for tag in re.findall(r"<a [^>]*target=[^>]*>", file.read_text()):
        assert 'rel="noopener"' in tag


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_script_makes_markup_of_words(file):
    text = file.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


def code_of(folder):
    return "\n".join(path.read_text() for path in sorted((HOME.parent / folder).rglob("*.py")))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(HOME)))
def test_every_template_is_shown_or_used_by_another(file):
    name = file.relative_to(HOME / "templates").as_posix()
    names = {name, name.removeprefix("petugas/")}
    quoted = re.findall(r"[\"'](?:petugas/)?([\w./-]+\.html)[\"']", code_of("http") + code_of("pages"))
    used = [each.read_text() for each in TEMPLATES if each != file]
    assert names & set(quoted) or any(f"'{name}'" in text or f'"{name}"' in text for text in used)


PAGES = sorted(
    set(re.findall(r'\.route\("(/[\w/-]*)", methods=\["GET"\]', code_of("http/citizen") + code_of("http/console")))
)


REDIRECTS = {"/petugas/pimpinan/angka"}
"""Addresses of an earlier release, kept for links that people saved: they lead on, so nothing links to them."""


@pytest.mark.parametrize("path", [path for path in PAGES if path not in REDIRECTS])
def test_some_page_leads_to_every_page(path):
    """A page that nothing leads to is found by nobody."""
    assert len(PAGES) > 10
    linked = re.compile(rf"[\"']{re.escape(path)}[\"'?#]")
    assert any(linked.search(file.read_text()) for file in TEMPLATES)
