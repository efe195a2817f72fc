import os
import uuid

import pytest

from chalicelib.adapters import aws
from infra.local.emulator import Emulator
from infra.local.surroundings import free_port
from tests.integration.office import Office
from tests.integration.world import World


@pytest.fixture(scope="session")
def emulator():
    """One moto for all integration tests, in a process of its own."""
    with Emulator("moto", free_port(0, "AWS_PORT")) as running:
        running.wait_until_ready()
        yield running.endpoint


@pytest.fixture(scope="module")
def world(emulator):
    """A fresh stage, and this process's environment pointing at it."""
    stage = f"t{uuid.uuid4().hex[:8]}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", emulator)
        patch.setenv("SEDULUR_STAGE", stage)
        yield World(stage).build()
    _forget()


@pytest.fixture(scope="module")
def office(world):
    """Staff of the stage."""
    return Office(world)


@pytest.fixture
def calls(world):
    """What the app's own clients were asked since it was last emptied."""
    made = []

    def note(model, **_):
        made.append(model.name)

    clients = [aws.client(service) for service in aws.SERVICES]
    for client in clients:
        client.meta.events.register("before-call", note)
    yield made
    for client in clients:
        client.meta.events.unregister("before-call", note)


def _forget():
    from chalicelib import wiring
    from chalicelib.adapters import aws

    os.environ.pop("AWS_ENDPOINT_URL", None)
    wiring.reset()
    aws.forget()
