"""Events against the JSON Schema of their type, with nothing beside what it names."""

from jsonschema import Draft202012Validator

from infra.events import schema

DOCUMENT = schema.document()


def closed(node):
    """The same schema, but an object has no other fields than those that it names."""
    if isinstance(node, list):
        return [closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {key: closed(value) for key, value in node.items()}
    return found | {"additionalProperties": False} if isinstance(node.get("properties"), dict) else found


def validator(name):
    """Of one type of event."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": closed(DOCUMENT["$defs"])})
