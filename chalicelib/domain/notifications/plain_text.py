"""Quotes and dashes of good typesetting, spelled for channels that know only simple characters."""

_SIMPLE = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u2026": "...", "\u00a0": " ", "\u202f": " ",
    }
)  # fmt: skip


def to_plain(text: str) -> str:
    """The text with straight quotes, hyphens, three dots and plain spaces."""
    return text.translate(_SIMPLE)
