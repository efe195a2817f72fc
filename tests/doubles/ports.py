"""The use cases on whatever ports there are."""

from types import SimpleNamespace
from typing import Any

from chalicelib.wiring.use_cases import UseCases


def use_cases(**ports: Any) -> UseCases:
    """By the names of `wiring.required_ports.Ports`; `notice_publisher` and `photo_files` are the same for every account. What the use cases
    asked for do not need may be missing.
    """
    made: Any = SimpleNamespace(**ports)
    for name in ("notice_publisher", "photo_files"):
        setattr(made, name, lambda _account, name=name: ports[name])
    return UseCases(made)
