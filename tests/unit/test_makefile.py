"""Whoever reads the README or `make help` finds that every command in it exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = {"help", "run", "test", "check", "deploy-test", "bench"}


def recipe_of(target):
    return re.search(rf"^{target}:.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)[1]


def commands_in_readme(pattern):
    if not README.exists():
        pytest.skip("there is no README yet")
    return set(re.findall(pattern, README.read_text()))


def subcommands():
    shown = subprocess.run(
        [sys.executable, "-m", "infra", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(re.findall(r"^    ([a-z]+)\b", shown.stdout, re.MULTILINE))


def test_help_explains_every_target_of_the_project():
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    explained = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", shown, re.MULTILINE))
    assert explained.keys() >= TARGETS


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_no_target_is_mistaken_for_a_file(target):
    assert target in re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()


def test_every_make_command_of_the_readme_is_a_target():
    named = commands_in_readme(r"\bmake ([a-z][a-z-]*)")
    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_every_admin_command_of_the_readme_exists():
    named = commands_in_readme(r"python -m infra ([a-z]+)")
    assert named
    assert named <= subcommands()


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (infra[.a-z]*|benchmarks)", MAKEFILE))))
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
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-r ")) or "==" in line, f"{name}: {line}"
