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
