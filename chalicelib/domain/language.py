"""Indonesian words as citizens type them."""


def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text."""
    return frozenset(text.lower().split())
