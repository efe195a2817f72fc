"""Every sentence that people read, by key, in Bahasa Indonesia and English: `id.py` and `en.py` hold the same keys.

Keys: problem codes (`too_short`), `field.<path>`, `problem.<code>` (title) and `problem.<code>.detail`,
`status.<ticket status>`, `part.<assignment status>`, `role.<role>`, `visibility.<visibility>`, `event.<type>`.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

LANGUAGES = ("id", "en")
DEFAULT = "id"


@cache
def table(language: str) -> Mapping[str, str]:
    """All sentences of one language, loaded when the language is first spoken."""
    sentences: Mapping[str, str] = import_module(f"chalicelib.words.{language}").SENTENCES
    return sentences


def say(language: str, key: str, **params: object) -> str:
    """The sentence with its parameters filled in; KeyError for an unknown key or a missing parameter."""
    return table(language)[key].format_map(params)
