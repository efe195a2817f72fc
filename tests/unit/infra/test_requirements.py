"""Who deploys needs few packages, and all that they need are named."""

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[3]

LOADED = """
import json, pkgutil, sys
from importlib import import_module, metadata
import infra.aws, infra.city
DEVELOPERS = ("infra.city.regenerate",)
for package in (infra.aws, infra.city):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if module.name not in DEVELOPERS:
            import_module(module.name)
import app, chalice.cli, chalice.deploy.packager
from infra.template import render
render("uji", "pati")
loaded = {name.partition(".")[0] for name in sys.modules}
by_module = metadata.packages_distributions()
print(json.dumps(sorted({each for name in loaded for each in by_module.get(name, [])})))
"""
"""Loads every command that works on AWS or on a city pack, and the app; prints the distributions that were needed."""

TAKEN_IF_THERE = {"blinker", "certifi"}
"""PynamoDB's signals and botocore's certificates: both do without, and another developer's package brings them."""


def _named(file):
    """Names of the packages in a file of requirements and in those that it includes."""
    for line in (ROOT / file).read_text().splitlines():
        if line.startswith("-r "):
            yield from _named(line.removeprefix("-r "))
        elif match := re.match(r"[A-Za-z0-9._-]+", line):
            yield _normal(match[0])


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure(names):
    """The packages and all that they need."""
    done, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        done.add(name)
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        waiting |= {_normal(re.match(r"[A-Za-z0-9._-]+", each)[0]) for each in needed if "extra ==" not in each} - done
    return done


def test_whoever_deploys_needs_no_package_but_those_of_an_administrator():
    environment = {"SEDULUR_STAGE": "local", "SEDULUR_CITY": "pati", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    needed = {_normal(each) for each in json.loads(done.stdout)} - TAKEN_IF_THERE
    assert needed - _closure(_named("requirements-admin.txt")) == set()


def test_a_developer_needs_all_that_an_administrator_needs():
    assert set(_named("requirements.txt")) < set(_named("requirements-admin.txt")) < set(_named("requirements-dev.txt"))
