"""The use cases on any ports."""

from types import SimpleNamespace
from typing import Any

from chalicelib.wiring.use_cases import UseCases


def use_cases(**ports: Any) -> UseCases:
    """Make the use cases on `ports`, named as in `wiring.required_ports.Ports`; ports that are not used may be missing.
    `notice_publisher` and `photo_files` are the same for every account.
    """
    made: Any = SimpleNamespace(**{"limit_factor": 1.0} | ports)
    for name in ("notice_publisher", "photo_files"):
        setattr(made, name, lambda _account, name=name: ports[name])
    return UseCases(made)
