"""`city areas`: import the boundaries of kecamatan, so that coordinates find their kecamatan.

Reads GeoJSON (Polygon or MultiPolygon features with the Kemendagri code in the property `kode`) and writes the pack's
`boundaries.json`, which is packaged with the code but not committed: boundaries come with licences of their own.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from chalicelib.adapters.city_pack.pack import BOUNDARIES, load
from chalicelib.domain.city.catalogue import Catalogue

CODE = "kode"
Outline = list[list[list[float]]]  # rings of [longitude, latitude]


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
    """Map area code to rings, for every kecamatan of the catalogue.

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
    if not _inside(rings, catalogue):
        raise BadBoundaries(f"{code} lies outside the city's box: coordinates must be WGS84 longitude, latitude")
    return code, rings


def _inside(rings: Outline, catalogue: Catalogue) -> bool:
    return all(catalogue.city.box.contains(lat, long) for ring in rings for long, lat, *_ in ring)
