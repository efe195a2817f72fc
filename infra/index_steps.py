"""A table's indexes change one at a time: DynamoDB makes or removes one in an update and refuses to do more.

So a stack whose table gets several is brought there in several updates, each with one index more or one less. What
an index projects cannot be changed either: it goes, and comes again as wanted.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Index = Mapping[str, Any]
Template = Mapping[str, Any]


def steps(deployed: Template, wanted: Template) -> list[Template]:
    """The templates to go through, in order; the last is `wanted`."""
    goal = _indexes(wanted)
    if not goal or not _indexes(deployed):  # a new table gets all of its indexes at once
        return [wanted]
    changes = list(_single_changes(_indexes(deployed), goal))
    return [*(_with_indexes(wanted, indexes) for indexes in changes[:-1]), wanted]


def _single_changes(current: Sequence[Index], goal: Sequence[Index]) -> Iterator[list[Index]]:
    """The lists of indexes after each single change."""
    kept = list(current)
    for index in current:
        if index not in goal:
            kept = [each for each in kept if each is not index]
            yield list(kept)
    for index in goal:
        if index not in kept:
            kept.append(index)
            yield list(kept)


def _indexes(template: Template) -> list[Index]:
    table = template["Resources"].get("Table", {"Properties": {}})
    indexes: list[Index] = table["Properties"].get("GlobalSecondaryIndexes", [])
    return indexes


def _with_indexes(template: Template, indexes: Sequence[Index]) -> Template:
    """The template with these indexes and the attributes that some key uses; others are an error to CloudFormation."""
    table = template["Resources"]["Table"]
    properties = table["Properties"]
    keys = [*properties["KeySchema"], *(key for index in indexes for key in index["KeySchema"])]
    used = {key["AttributeName"] for key in keys}
    attributes = [each for each in properties["AttributeDefinitions"] if each["AttributeName"] in used]
    changed = properties | {"GlobalSecondaryIndexes": list(indexes), "AttributeDefinitions": attributes}
    return dict(template) | {"Resources": template["Resources"] | {"Table": table | {"Properties": changed}}}
