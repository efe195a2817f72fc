"""Static files, named by their content: a browser may keep each for ever, and a deploy is seen at once."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
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
    """Every static file that may be asked for, by its versioned name."""
    every = (asset(path.name) for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    return {each.address: each for each in every}
