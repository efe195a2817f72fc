"""Each port's contract is run against the fake and against the real adapter on moto, made from the template."""

import uuid
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from moto.dynamodb.models import dynamodb_backends

from chalicelib import names, wiring
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.access_log import TableAccessLog
from chalicelib.adapters.dynamodb.stores.delivery_ledger import TableLedger
from chalicelib.adapters.dynamodb.stores.phone_index import TablePhoneIndex
from chalicelib.adapters.dynamodb.stores.subscriptions import TableSubscriptions
from chalicelib.adapters.dynamodb.tickets.repository import TableTickets
from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher
from infra.local.emulator.emulator_process import moto_server
from infra.local.emulator.moto_stack import provision
from tests.doubles.indexed_tickets import IndexedTickets
from tests.support import memory_ports
from tests.support.stage.aws_wire import Wire
from tests.support.stage.stage_world import ACCOUNT, client


@pytest.fixture(scope="session")
def _stage():
    """One stage for all contract tests: what they store has names of its own."""
    stage = f"c{uuid.uuid4().hex[:8]}"
    server = moto_server("127.0.0.1", 0)
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        provision(client, stage, "pati")
    yield stage, f"http://{host}:{port}"
    server.stop()
    wiring.reset()


@pytest.fixture
def stage(_stage, monkeypatch):
    """The stage's name; this process works on it."""
    name, endpoint = _stage
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("SEDULUR_STAGE", name)
    # Lists of all tickets stay short, so that a test sees its own; what the stage was provisioned with stays.
    items = dynamodb_backends[ACCOUNT][names.REGION].get_table(names.table(name)).items
    for partition in [each for each in items if each.value not in (keys.SITE, keys.SECRETS)]:
        del items[partition]
    if clients.client("sns").meta.endpoint_url != endpoint:
        wiring.reset()
    return name


@pytest.fixture
def wire(stage, monkeypatch):
    """What goes over the wire to AWS from here on; botocore tries again without waiting."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    watched = Wire()
    yield watched
    watched.leave()


@pytest.fixture
def table_tickets(stage):
    """The real adapter, for a city of its own."""
    return TableTickets(f"city-{uuid.uuid4().hex[:8]}")


def _either(request, fake, real):
    if request.param == "fake":
        return fake()
    request.getfixturevalue("stage")
    return real()


@pytest.fixture(params=["fake", "indexed", "real"])
def tickets(request):
    if request.param == "indexed":
        return IndexedTickets()
    return _either(request, memory_ports.MemoryTickets, lambda: request.getfixturevalue("table_tickets"))


@pytest.fixture(params=["fake", "real"])
def ledger(request):
    return _either(request, memory_ports.MemoryLedger, TableLedger)


@pytest.fixture(params=["fake", "real"])
def contact_cipher(request):
    return _either(request, memory_ports.MemoryContactCipher, KmsContactCipher)


@pytest.fixture(params=["fake", "real"])
def office(request):
    """Tickets, and who looked at whose."""
    tickets = _either(request, memory_ports.MemoryTickets, lambda: request.getfixturevalue("table_tickets"))
    return SimpleNamespace(
        tickets=tickets, access_log=_either(request, lambda: memory_ports.MemoryAccessLog(tickets), TableAccessLog)
    )


@pytest.fixture(params=["fake", "real"])
def subscriptions(request):
    """Beside the `tickets` whose reporters they are of."""
    tickets = _either(request, memory_ports.MemoryTickets, lambda: request.getfixturevalue("table_tickets"))
    made = _either(request, lambda: memory_ports.MemorySubscriptions(tickets), TableSubscriptions)
    return SimpleNamespace(tickets=tickets, port=made)


@pytest.fixture(params=["fake", "real"])
def phone_index(request):
    return _either(request, memory_ports.MemoryPhoneIndex, TablePhoneIndex)


@pytest.fixture
def seed():
    """Seeds of ticket numbers and codes that no other test has."""
    return Seed(uuid.uuid4().hex[:8])


@dataclass
class Seed:
    own: str

    def __call__(self, name=""):
        return f"{self.own}-{name}"
