"""Staff who use the API of the deployed stage."""

from dataclasses import dataclass, field
from typing import Any

from tests.deploy.stage import Stage
from tests.support.stage import accounts


@dataclass(frozen=True)
class Person:
    stage: Stage
    token: str

    def asks(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Call the API, which must not refuse; return its answer."""
        answer = self.stage.ask(method, path, self.token, **body)
        assert answer.status in (200, 201), answer.body
        return answer.body

    def sees(self, ticket: str) -> dict[str, Any]:
        return self.asks("GET", f"/v1/tickets/{ticket}")

    def does(self, ticket: str, step: str, **body: Any) -> dict[str, Any]:
        """Take a step on a ticket that must succeed; return the ticket after it."""
        return self.asks("POST", f"/v1/tickets/{ticket}/{step}", **body)


@dataclass
class People:
    """`people("coordinator")`: somebody in this group, the same person each time."""

    stage: Stage
    known: dict[str, Person] = field(default_factory=dict)

    def __call__(self, group: str) -> Person:
        if group not in self.known:
            name = accounts.People(self.stage.client, self.stage.account.stage).add(group)
            session = self.stage.ask("POST", "/v1/sessions", username=name, password=accounts.PASSWORD)
            assert session.status == 201, session.body
            self.known[group] = Person(self.stage, session.body["access_token"])
        return self.known[group]
