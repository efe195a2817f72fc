"""Changes of moto that spare needless work for each request: `install()` makes them in moto's own process.

For each request stock moto lists its own folder, inspects its own class and spells the action's name with underscores.
It copies an update expression node by node with `copy.deepcopy`, and calls each of ten validators at each node for the
kinds of nodes that it processes. It converts an item of an index to plain Python anew for each projected attribute. The
same as patches for moto: docs/upstream.md.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from moto import backends
from moto.core import responses
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node  # type: ignore[attr-defined]
from moto.sqs import models as sqs_models

_nodes_by_traverser: dict[type, tuple[type, ...]] = {}
_stock_project = Item.project
_stock_nodes_to_be_processed = DepthFirstTraverser.nodes_to_be_processed


def install() -> None:
    """Replace methods of moto in this process by faster ones; repeatable."""
    services = tuple(backends.list_of_moto_modules())
    for owner, name, replacement in (
        (backends, "list_of_moto_modules", lambda: services),
        (DepthFirstTraverser, "nodes_to_be_processed", _nodes_to_be_processed),
        (Node, "__deepcopy__", _deepcopy),
        (Item, "project", _project),
    ):
        setattr(owner, name, replacement)
    for module, name in (
        (responses, "method_names_from_class"),
        (responses, "camelcase_to_underscores"),
        (sqs_models, "camelcase_to_underscores"),
    ):
        setattr(module, name, _cached(getattr(module, name)))


def _cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with a cache; the function itself if it has one already, after a repeated `install`."""
    return function if hasattr(function, "cache_info") else cache(function)


def _nodes_to_be_processed(traverser: DepthFirstTraverser) -> tuple[type, ...]:
    """The classes of nodes that a traverser processes: the same for all traversers of its class."""
    kind = type(traverser)
    if kind not in _nodes_by_traverser:
        _nodes_by_traverser[kind] = _stock_nodes_to_be_processed(traverser)
    return _nodes_by_traverser[kind]


def _deepcopy(node: Node, memo: dict[int, Any]) -> Node:
    """A copy of the tree below a node. What is no node is never changed, so it stays the same object."""
    copied = object.__new__(type(node))
    vars(copied).update(vars(node))
    if node.children is not None:
        copied.children = [_deepcopy(each, memo) if isinstance(each, Node) else each for each in node.children]
        for each in copied.children:
            if isinstance(each, Node):
                each.parent = copied
    return copied


def _project(item: Item, paths: list[list[str]]) -> Item:
    """The item with these attributes alone; the stock method serves where a path leads into an attribute."""
    if any(len(path) > 1 or "[" in path[0] for path in paths):
        return _stock_project(item, paths)
    projected = {path[0] for path in paths}
    projection = Item(item.hash_key, item.range_key, {})
    for name, attribute in item.attrs.items():
        if name in projected:
            dict.__setitem__(projection.attrs, name, attribute)  # the item's own method would compute its size anew
    return projection
