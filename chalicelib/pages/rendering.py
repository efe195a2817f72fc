"""Templates to HTML. Jinja2 is imported with the first page, never by the API."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import City
from chalicelib.pages.assets import asset
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
