"""Static files, named by a hash of their content: browsers may keep them for ever, and see a new version at once."""

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
