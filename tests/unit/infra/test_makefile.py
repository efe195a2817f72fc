"""Whoever reads the README, a handbook or `make help` finds that every command in it exists."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from infra.__main__ import command_line

ROOT = Path(__file__).parents[3]
README = ROOT / "README.md"
HANDBOOKS = (README, *(ROOT / "docs" / f"{name}.md" for name in ("operations", "city-pack", "contributing")))
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = {"help", "run", "test", "check", "deploy-test", "bench"}


def recipe_of(target):
    return re.search(rf"^{target}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)[1]


def admins_commands():
    """As they stand in blocks of code, without what is said about them."""
    for handbook in HANDBOOKS:
        for command in re.findall(r"^    python -m infra (\S+(?: {1,2}\S+)*)", handbook.read_text(), re.MULTILINE):
            yield pytest.param(command.replace("…", "0"), id=f"{handbook.stem}: {command}")


def test_help_explains_every_target_of_the_project():
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    explained = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", shown, re.MULTILINE))
    assert explained.keys() >= TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_no_target_is_mistaken_for_a_file(target):
    assert target in re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()


@pytest.mark.parametrize("handbook", HANDBOOKS, ids=lambda each: each.stem)
def test_every_make_command_of_the_handbooks_is_a_target(handbook):
    named = set(re.findall(r"^    make ([a-z][a-z-]*)", handbook.read_text(), re.MULTILINE))
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_the_readme_names_every_target_that_it_should():
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", README.read_text())) >= TARGETS


@pytest.mark.parametrize("command", list(admins_commands()))
def test_every_admin_command_of_the_handbooks_is_understood(command):
    assert command_line().parse_args(shlex.split(command)).run


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (infra[.a-z]*|benchmarks|tests[.a-z]*)", MAKEFILE))))
def test_every_module_that_make_calls_exists(module):
    path = ROOT / module.replace(".", "/")
    assert path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize("target", ["run", "test", "check", "deploy-test", "bench", "format"])
def test_targets_install_what_they_need(target):
    assert re.search(rf"^{target}: \$\(INSTALLED\)", MAKEFILE, re.MULTILINE)


def test_the_gate_of_ci_is_the_gate_of_the_readme():
    ci = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"^make check\b", ci, re.MULTILINE)
    assert re.search(r"^make test\b", ci, re.MULTILINE)
    assert "infra.local.lint" in recipe_of("check")


def test_what_is_installed_is_pinned():
    for name in ("requirements.txt", "requirements-admin.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or "==" in line, f"{name}: {line}"
