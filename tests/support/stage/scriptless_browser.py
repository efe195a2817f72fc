"""A browser without scripts: keeps cookies, follows redirects, and sends the forms of its pages."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.stage.accounts import PASSWORD
from tests.support.stage.html_page import Page

FORM = "application/x-www-form-urlencoded"
HERE = "127.0.0.1:8000"


@dataclass
class Browser:
    """A browser. `answer` is the last one, `trail` are the addresses that led to it."""

    world: Any
    cookies: dict = field(default_factory=dict)
    answer: Any = None
    trail: list = field(default_factory=list)

    def get(self, path, **headers):
        return self._ask("GET", path, None, headers)

    def send(self, form, *, headers=None, **changes):
        """Fill in and send one form of a page."""
        return self.post(form.action, form.body(**changes), **(headers or {}))

    def post(self, path, body, **headers):
        return self._ask("POST", path, body, {"content_type": FORM, "sec_fetch_site": "same-origin"} | headers)

    def sign_in(self, username, password=PASSWORD, path="/petugas"):
        form = self.get(path).form("/petugas/masuk")
        return self.send(form, username=username, password=password)

    def on(self, number):
        """A ticket's page in the console."""
        return self.get(f"/petugas/laporan/{number}")

    def take(self, number, step, target="", **fields):
        """Take a step as people do: open the page, fill in the form, send it."""
        return self.send(self.on(number).step(step, target), **fields)

    def _ask(self, method, path, body, headers):
        self.trail = []
        while True:
            self.trail.append(path)
            sent = {"host": HERE, "cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} | headers
            self.answer = self.world.request(method, path, body, **{k: v for k, v in sent.items() if v})
            self._remember(self.answer.headers.get("Set-Cookie", []))
            if self.answer.status_code != 303:
                return Page(self.answer)
            method, path, body, headers = "GET", self.answer.headers["Location"], None, {}

    def _remember(self, cookies):
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
