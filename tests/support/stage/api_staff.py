"""Staff who use the API with a token of their own: officers of OPDs, coordinators and others."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.support.stage.accounts import PASSWORD, People
from tests.support.stage.stage_world import a_body, client

COORDINATOR, LEADER, AUDITOR = "coordinator", "leader", "auditor"


@dataclass
class Office:
    """`office("opd-DPUTR")`: somebody in these groups, the same person each time; `office.another(…)`: a colleague."""

    world: Any
    known: dict = field(default_factory=dict)

    def __call__(self, *groups):
        if groups not in self.known:
            self.known[groups] = self.another(*groups)
        return self.known[groups]

    def another(self, *groups):
        name = self._people.add(*groups)
        answer = self.world.post("/v1/sessions", {"username": name, "password": PASSWORD})
        assert answer.status_code == 201, answer.body
        return Person(self.world, name, answer.json_body["access_token"])

    @cached_property
    def _people(self):
        return People(client, self.world.stage)


@dataclass
class Person:
    world: Any
    name: str
    token: str

    def get(self, path, **headers):
        return self.world.get(path, authorization=f"Bearer {self.token}", **headers)

    def post(self, path, body=None, **headers):
        return self.world.post(path, body or {}, authorization=f"Bearer {self.token}", **headers)

    def sees(self, number):
        """The ticket as this person sees it."""
        answer = self.get(f"/v1/tickets/{number}")
        assert answer.status_code == 200, answer.body
        return answer.json_body

    def does(self, number, step, **body):
        """Take a step that must succeed; return the ticket after it. `step` is the path after the ticket's number."""
        answer = self.post(f"/v1/tickets/{number}/{step}", body)
        assert answer.status_code in (200, 201), answer.body
        return answer.json_body

    def inbox(self, **query):
        query_string = "&".join(f"{name}={value}" for name, value in query.items())
        answer = self.get(f"/v1/inbox?{query_string}")
        assert answer.status_code == 200, answer.body
        return [line["id"] for line in answer.json_body["tickets"]]


def a_flood(**changes):
    """A report that BPBD leads, with DPUTR and DINSOS in support."""
    return a_body(**{"service": "banjir", "description": "Air masuk rumah setinggi lutut sejak subuh."} | changes)


def a_hole(**changes):
    """A report that DPUTR alone has an assignment in."""
    words = "Jalan berlubang besar di tikungan, sudah dua motor jatuh."
    return a_body(**{"service": "jalan-rusak", "description": words, "attributes": {"pemilik": "kabupaten"}} | changes)


def assignment_of(view, opd):
    """An OPD's assignment of a ticket as it was shown."""
    return next(each for each in view["assignments"] if each["opd"] == opd)
