"""The packages that ship, as `requirements.txt` pins them."""

import re
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """A pinned package; `name` in its normal form (PEP 503)."""

    name: str
    version: str


def shipped(project: Path = PROJECT) -> list[Requirement]:
    """Every package of `requirements.txt`, by name."""
    text = (project / "requirements.txt").read_text()
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE)
    return sorted(Requirement(normal(name), version) for name, version in pins)


def normal(name: str) -> str:
    """The name in the form in which packages are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
