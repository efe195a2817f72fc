"""Creates the resources of the deployed template on an emulator."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from chalicelib.adapters.city_pack.pack import load
from infra import accounts, stack
from infra.local.emulator import moto_stack
from infra.local.environment import CITY, STAGE
from infra.template import render

_LEFT_OUT = {"AWS::Pipes::Pipe", "AWS::IAM::RolePolicy", "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"}
"""Types that are not created on ministack.

The local pump does the work of the Pipe (ministack's has no filters), so the policy of the Pipe, which ministack does
not support, is not needed. Without alarms and dashboard the template fits into a request.
"""


def provision(client: Callable[[str], Any], emulator: str) -> None:
    """Create the stage's stack, or update one that was kept. `emulator` is `moto` or `ministack`."""
    if emulator == "moto":
        moto_stack.provision(client, STAGE, CITY)
        return
    template = render(STAGE, CITY)
    kept = {name: r for name, r in template["Resources"].items() if r["Type"] not in _LEFT_OUT}
    stack.provision(client("cloudformation"), STAGE, CITY, template=template | {"Resources": kept})
    accounts.store_pool(client, STAGE, accounts.pool_of_stack(client, STAGE))


def add_sender(sesv2: Any) -> None:
    """Register the domain from which the city sends e-mails, as the admin does once at AWS (docs/operations.md)."""
    domain = load(CITY).catalogue.city.messaging.address.partition("@")[2]
    with suppress(sesv2.exceptions.AlreadyExistsException):
        sesv2.create_email_identity(EmailIdentity=domain)
