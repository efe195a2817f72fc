"""Templates to HTML, and the static files. Jinja2 is imported with the first page, never by the API.

Static files are named by a hash of their content: browsers may keep them for ever, and see a new version at once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import City
from chalicelib.pages.page_visit import Visit

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, visit: Visit, city: City, **values: object) -> str:
    """A whole page; all values are escaped."""
    language = visit.language

    def day(at: datetime) -> str:
        return date_format.day(at, city.zone, language)

    def moment(at: datetime) -> str:
        return date_format.moment(at, city.zone, language)

    return (
        _environment()
        .get_template(template)
        .render(
            visit=visit, language=language, city=city, day=day, moment=moment,
            t=visit.say, link=visit.link, static=lambda name: f"{visit.base}/static/{asset(name).address}", **values,
        )
    )  # fmt: skip


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file with its media type."""

    address: str  # `sedulur-1a2b3c4d5e.css`
    content_type: str
    text: str


@cache
def asset(name: str) -> Asset:
    """The static file of this plain name, for instance `sedulur.css`."""
    path = _FOLDER / name
    text = path.read_text(encoding="utf-8")
    version = hashlib.sha256(text.encode()).hexdigest()[:10]
    return Asset(f"{path.stem}-{version}{path.suffix}", _TYPES[path.suffix], text)


@cache
def by_address() -> dict[str, Asset]:
    """All static files by their versioned names."""
    assets = (asset(path.name) for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    return {each.address: each for each in assets}
