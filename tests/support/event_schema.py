"""Validates events by the JSON Schema of their type, without any field that it does not name."""

from jsonschema import Draft202012Validator

from infra.events import schema

DOCUMENT = schema.document()


def closed(node):
    """The schema, but no object may have other fields than those that it names."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    schema_ = {key: closed(value) for key, value in node.items()}
    return schema_ | {"additionalProperties": False} if isinstance(node.get("properties"), dict) else schema_


def validator(name):
    """A validator of one type of event."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": closed(DOCUMENT["$defs"])})
