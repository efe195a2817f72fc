"""`sbom`: what ships, as a CycloneDX 1.6 document (https://cyclonedx.org/docs/1.6/json/).

Written by hand and not by cyclonedx-bom: it would describe the environment of whoever deploys, of which a third ships,
and bring 20 packages for a document of names, versions, licences and hashes. The same sources give the same document.
"""

import argparse
import json
import uuid
from importlib import metadata
from typing import Any

from chalicelib import __version__, names
from infra.packages import hashes
from infra.packages.requirements import PROJECT, Requirement, normal, shipped

CHALICE = "chalice"
"""Packaged by its own deploy, in part, and so in no requirements of ours."""


def run(options: argparse.Namespace) -> int:
    text = json.dumps(document(), indent=2) + "\n"
    if options.file:
        options.file.write_text(text)
        print(f"{options.file} is written.")
    else:
        print(text, end="")
    return 0


def document() -> dict[str, Any]:
    """The document of this checkout."""
    components = [_component(each) for each in (*shipped(), Requirement(CHALICE, metadata.version(CHALICE)))]
    components.sort(key=lambda each: each["purl"])
    own = {
        "type": "application",
        "bom-ref": names.APP,
        "name": names.APP,
        "version": __version__,
        "licenses": [{"expression": "AGPL-3.0-or-later"}],
    }
    references = [each["bom-ref"] for each in components]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join([__version__, *references]))}",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": names.APP, "dependsOn": references}, *_dependencies(components)],
    }


def _component(requirement: Requirement) -> dict[str, Any]:
    purl = f"pkg:pypi/{requirement.name}@{requirement.version}"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": requirement.name,
        "version": requirement.version,
    }
    component |= {"purl": purl, "hashes": _hashes(requirement), "licenses": _licences(requirement.name)}
    return {key: value for key, value in component.items() if value}


def _hashes(requirement: Requirement) -> list[dict[str, str]]:
    """The hash, if a single wheel fits every Python; which of several ships is known only where it ships."""
    known = sorted(hashes.read(PROJECT).get(requirement, ()))
    return [{"alg": "SHA-256", "content": known[0]}] if len(known) == 1 else []


def _licences(name: str) -> list[dict[str, Any]]:
    """The licence as the installed package states it; none if it states none in a short form."""
    about = metadata.metadata(name).json
    if expression := about.get("license_expression"):
        return [{"expression": expression}]
    classifiers = [each.rpartition(" :: ")[2] for each in about.get("classifier", []) if each.startswith("License")]
    stated = classifiers or [each for each in [str(about.get("license", ""))] if 0 < len(each) < 60]
    return [{"license": {"name": each}} for each in stated]


def _dependencies(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each component needs of the others."""
    by_name = {each["name"]: each["bom-ref"] for each in components}
    listed = []
    for name, reference in by_name.items():
        needed = {normal(_first_word(each)) for each in metadata.requires(name) or [] if "extra ==" not in each}
        listed.append({"ref": reference, "dependsOn": sorted(by_name[each] for each in needed if each in by_name)})
    return listed


def _first_word(requirement: str) -> str:
    """The package's name in a requirement like `urllib3<3,>=1.25; python_version >= "3.10"`."""
    for index, character in enumerate(requirement):
        if not (character.isalnum() or character in "-_."):
            return requirement[:index]
    return requirement
