"""`city areas`: imports the boundaries of kecamatan, so that coordinates find their kecamatan.

It reads GeoJSON (Polygon or MultiPolygon features with the Kemendagri code in the property `kode`) and writes
`boundaries.json` of the pack, which is packaged with the code but not committed: boundaries have licences of their own.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from chalicelib.adapters.city_pack.pack import BOUNDARIES, load
from chalicelib.domain.city.catalogue import Catalogue

CODE = "kode"
Outline = list[list[list[float]]]
"""Rings of [longitude, latitude], in WGS84 degrees."""


class BadBoundaries(Exception):
    """The file cannot be used; the message names the feature and what is wrong."""


def run(options: argparse.Namespace) -> int:
    pack = load(options.city)
    try:
        outlines = read_outlines(options.file, pack.catalogue)
    except BadBoundaries as error:
        print(error)
        return 1
    target = pack.folder / BOUNDARIES
    target.write_text(json.dumps(outlines, separators=(",", ":")), encoding="utf-8")
    print(f"{target}: {len(outlines)} kecamatan. Licence: see the source; git ignores the file.")
    return 0


def read_outlines(path: Path, catalogue: Catalogue) -> dict[str, Outline]:
    """The outline of every kecamatan of the catalogue, by area code.

    Raises:
        BadBoundaries: The file does not fit the catalogue; the message says how.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBoundaries(f"{path} is no GeoJSON FeatureCollection: {error!r}") from error
    outlines = dict(_outline(feature, catalogue) for feature in features)
    missing = [a.name for a in catalogue.areas.values() if a.kind == "kecamatan" and a.code not in outlines]
    if missing:
        raise BadBoundaries(f"{path} has no boundary of {', '.join(missing)}")
    return outlines


def _outline(feature: dict[str, Any], catalogue: Catalogue) -> tuple[str, Outline]:
    """Area code and outline of a feature.

    Raises:
        BadBoundaries: The feature is of no area of the city, of another kind, or outside the city.
    """
    code = feature.get("properties", {}).get(CODE)
    if code not in catalogue.areas:
        raise BadBoundaries(f'property "{CODE}" of a feature is {code!r}, which is no area of {catalogue.city.name}')
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Polygon":
        rings = geometry["coordinates"]
    elif geometry.get("type") == "MultiPolygon":
        rings = [ring for polygon in geometry["coordinates"] for ring in polygon]
    else:
        raise BadBoundaries(f"{code} is a {geometry.get('type')}, not a Polygon or MultiPolygon")
    if not _is_inside(rings, catalogue):
        raise BadBoundaries(f"{code} lies outside the city's box: coordinates must be WGS84 longitude, latitude")
    return code, rings


def _is_inside(rings: Outline, catalogue: Catalogue) -> bool:
    return all(catalogue.city.box.contains(lat, long) for ring in rings for long, lat, *_ in ring)
