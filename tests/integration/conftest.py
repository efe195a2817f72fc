from itertools import count

import pytest

from chalicelib import wiring
from chalicelib.adapters.aws import clients as aws
from chalicelib.http.core.requests import Call
from tests.support.stage.accounts import People
from tests.support.stage.api_staff import Office
from tests.support.stage.scriptless_browser import Browser
from tests.support.stage.stage_world import STAGE, World, a_body, client


@pytest.fixture(scope="module")
def emulator(stage_copies):
    """The endpoint of a moto that nobody else uses, with a fresh stage on it."""
    with stage_copies.copy() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def world(emulator):
    """A fresh stage, and this process's environment pointing at it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", emulator)
        patch.setenv("SEDULUR_STAGE", STAGE)
        _forget()
        yield World(STAGE)
    _forget()


@pytest.fixture(scope="module")
def office(world):
    """Staff of the stage."""
    return Office(world)


@pytest.fixture(scope="module")
def people(world):
    """Accounts of the stage: `people.add("coordinator")` makes one."""
    return People(client, world.stage)


@pytest.fixture(scope="module")
def staff(world, people):
    """`staff("opd-DISHUB")`: the browser of somebody in these groups who is signed in, the same one each time."""
    known = {}

    def of(*groups, again=False):
        if again or groups not in known:
            browser = Browser(world)
            browser.sign_in(people.add(*groups))
            known.setdefault(groups, browser)
            return browser
        return known[groups]

    return of


@pytest.fixture(autouse=True)
def _own_address(monkeypatch):
    """Each test comes from a block of addresses of its own, so that none is stopped for another's tries to sign in."""
    n = next(_blocks)
    monkeypatch.setattr(Call, "address", property(lambda _: f"10.{n // 250}.{n % 250}.7"))


_blocks = count()


@pytest.fixture
def report(world):
    """`report(…)`: the number of a report that has been routed."""

    def made(**changes):
        number = world.report(a_body(**changes))[0]["id"]
        world.pump()
        return number

    return made


@pytest.fixture
def calls(world, monkeypatch):
    """What the app's own clients were asked since it was last emptied, in a container that knows the stage's secret, and
    of whose sessions none was ended in the last minute.
    """
    made = []
    wiring.ports.ticket_secret(wiring.now())
    monkeypatch.setattr(type(wiring.ports.session_limits), "not_before", lambda *_: 0)

    def note(model, **_):
        made.append(model.name)

    clients = [aws.client(service) for service in aws.SERVICES]
    for each in clients:
        each.meta.events.register("before-call", note)
    yield made
    for each in clients:
        each.meta.events.unregister("before-call", note)


def _forget():
    """Clients and adapters belong to one emulator."""
    wiring.reset()
    aws.forget()
