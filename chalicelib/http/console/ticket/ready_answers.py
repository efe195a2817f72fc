"""The ready sentences of the city pack (`answers.toml`), for the forms of the console."""

from typing import TYPE_CHECKING

from chalicelib.pages.action_forms import Template

if TYPE_CHECKING:
    from chalicelib.pages.page_visit import Pack


def templates(city: "Pack") -> tuple[Template, ...]:
    """In the order of the file."""
    return tuple(
        Template(code, tuple(each["steps"]), each["title"], each["text"], tuple(each.get("services", ())))
        for code, each in city.answers.items()
    )
