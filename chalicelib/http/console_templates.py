"""The ready sentences of the city pack (`answers.toml`), for the forms of the console."""

from chalicelib.flow.ports import CityPack
from chalicelib.pages.acts import Template


def templates(city: CityPack) -> tuple[Template, ...]:
    """In the order of the file."""
    return tuple(
        Template(code, tuple(each["steps"]), each["title"], each["text"], tuple(each.get("services", ())))
        for code, each in city.answers.items()
    )
