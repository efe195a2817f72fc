"""moto's way from a socket to an answer without needless work: `install()` in moto's own process.

For each request stock moto lists its own folder, inspects its own class and spells the action's name with underscores.
An update expression it copies node by node with `copy.deepcopy`, and asks each of ten validators at each node which
kinds of nodes it is for. An item of an index it turns into plain Python anew for each attribute that is shown of it.
See docs/upstream.md.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from moto import backends
from moto.core import responses
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node  # type: ignore[attr-defined]
from moto.sqs import models as sqs_models

_kinds_of: dict[type, tuple[type, ...]] = {}
_stock_project = Item.project
_stock_kinds = DepthFirstTraverser.nodes_to_be_processed


def install() -> None:
    """Remember what is the same for every request, and copy expressions as what they are."""
    services = tuple(backends.list_of_moto_modules())
    for owner, name, ours in (
        (backends, "list_of_moto_modules", lambda: services),
        (DepthFirstTraverser, "nodes_to_be_processed", _kinds),
        (Node, "__deepcopy__", _copied),
        (Item, "project", _projected),
    ):
        setattr(owner, name, ours)
    for module, name in (
        (responses, "method_names_from_class"),
        (responses, "camelcase_to_underscores"),
        (sqs_models, "camelcase_to_underscores"),
    ):
        setattr(module, name, _once(getattr(module, name)))


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Cached; a repeated `install` caches no cache."""
    return function if hasattr(function, "cache_info") else cache(function)


def _kinds(traverser: DepthFirstTraverser) -> tuple[type, ...]:
    """The classes of nodes that this kind of traverser processes: the same for all of its class."""
    kind = type(traverser)
    if kind not in _kinds_of:
        _kinds_of[kind] = _stock_kinds(traverser)
    return _kinds_of[kind]


def _copied(node: Node, memo: dict[int, Any]) -> Node:
    """The tree below a node, copied; what is no node is never changed and stays the same object."""
    twin = object.__new__(type(node))
    vars(twin).update(vars(node))
    if node.children is not None:
        twin.children = [_copied(each, memo) if isinstance(each, Node) else each for each in node.children]
        for each in twin.children:
            if isinstance(each, Node):
                each.parent = twin
    return twin


def _projected(item: Item, paths: list[list[str]]) -> Item:
    """The item with these attributes alone; stock where a path leads into an attribute."""
    if any(len(path) > 1 or "[" in path[0] for path in paths):
        return _stock_project(item, paths)
    shown = {path[0] for path in paths}
    projection = Item(item.hash_key, item.range_key, {})
    for name, attribute in item.attrs.items():
        if name in shown:
            dict.__setitem__(projection.attrs, name, attribute)  # its own would weigh the item anew
    return projection
