"""docs/upstream.md: each fault is still there in the version we pin, and its patch still fits."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.fresh import ROOT

PAGE = ROOT / "docs" / "upstream.md"
LINK = "docs/upstream.md"


def entries():
    """Title and text of each."""
    return re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def block(text, language):
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return found


def module(text):
    return re.search(r"^Here: \[`([^`]+)`\]\(\.\./\1\)$", text, re.MULTILINE)[1]


def hunks(diff):
    """File, and its lines as they were, for each hunk."""
    for path, changes in re.findall(r"^--- a/(\S+)\n\+\+\+ .+?\n(.*?)(?=^--- a/|\Z)", diff, re.MULTILINE | re.DOTALL):
        for hunk in re.split(r"^@@ .*\n", changes, flags=re.MULTILINE)[1:]:
            yield path, "".join(line[1:] or "\n" for line in hunk.splitlines(keepends=True) if not line.startswith("+"))


@pytest.mark.parametrize(("title", "text"), entries(), ids=[title for title, _ in entries()])
def test_each_entry_names_the_module_that_it_would_spare_us_and_which_says_so(title, text):
    assert LINK in (ROOT / module(text)).read_text(), f"{module(text)} does not link to {LINK}"
    assert "*When it is released:*" in text


def test_each_module_that_links_to_the_page_is_named_there():
    named = {module(text) for _, text in entries()}
    folders = (ROOT / folder for folder in ("chalicelib", "infra", "tests"))
    linking = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.rglob("*.py")
        if LINK in path.read_text()
    }
    assert linking - {"tests/integration/local/test_upstream.py"} == named


@pytest.mark.parametrize(("title", "text"), entries(), ids=[title for title, _ in entries()])
def test_each_patch_fits_the_pinned_version(title, text):
    found = list(hunks(block(text, "diff")))
    assert found
    for path, lines in found:
        package, _, rest = path.partition("/")
        source = Path(find_spec(package).origin).parent / rest
        assert lines in source.read_text(), f"{path} has changed:\n{lines}"


def test_each_fault_is_still_there(tmp_path):
    """A test that passes tells of a release that mends it: the work-around can go."""
    expected = 0
    for number, (_, text) in enumerate(entries()):
        code = block(text, "python")
        expected += len(re.findall(r"^def (test_\w+)", code, re.MULTILINE))
        (tmp_path / f"test_{number}.py").write_text(code)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rA",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        "--rootdir",
        tmp_path,
    ]
    output = subprocess.run([*command, tmp_path], cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert re.findall(r"^(?:PASSED|ERROR) test_.*", output, re.MULTILINE) == []
    assert len(set(re.findall(r"^FAILED \S+?::(\w+)", output, re.MULTILINE))) == expected, output[-2000:]
