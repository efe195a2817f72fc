"""The body of an action in the JSON API, read as the action's record says, for staff and reporter alike.

Every action takes its words as `text` or `reason`, and the `version` of the ticket that the person saw.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib import telemetry
from chalicelib.domain.actions.action import Action
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.domain.transitions.step_input import MAX_TEXT_LENGTH, StepInput, passages_of, photo_problems
from chalicelib.http.core.requests import Call, json_object

WORDS = ("text", "reason")
CODE = 64
"""The longest code of an OPD, in characters; longer ones are unknown anyway."""
OPDS = 50
"""Most OPDs in the list `after`."""


@dataclass(slots=True)
class ActionBody:
    """The fields of a body; each method reads one and notes what is wrong with it in `problems`."""

    values: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, code: str, **params: object) -> None:
        self.problems.append(Problem(name, code, params))

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str | None):
            self.wrong(name, "text")
            return ""
        text = tidy(value or "")
        if is_unreadable(text):
            self.wrong(name, "control_characters")
        return text

    def code(self, name: str) -> str:
        text = self.text(name).upper()
        if len(text) > CODE:
            self.wrong(name, "too_long", given=len(text), most=CODE)
        return text

    def number(self, name: str, code: str) -> int | None:
        value = self.values.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.wrong(name, code)
        return None

    def codes(self, name: str) -> tuple[str, ...]:
        value = self._given(name)
        if not isinstance(value, list) or len(value) > OPDS or not all(isinstance(each, str) for each in value):
            self.wrong(name, "opds")
            return ()
        return tuple(dict.fromkeys(each.upper() for each in value))

    def truth(self, name: str) -> bool:
        value = self.values.get(name)
        if not isinstance(value, bool | None):
            self.wrong(name, "truth")
        return value is True

    def passages(self) -> tuple[str, ...]:
        value = self._given("passages")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong("passages", "passages")
            return ()
        return passages_of(value)

    def _given(self, name: str) -> Any:
        """What was given in place of a list; an empty list where nothing was."""
        value = self.values.get(name)
        return [] if value is None or value == "" else value

    def photos(self) -> tuple[str, ...]:
        value = self._given("photos")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong("photos", "photos")
            return ()
        photos = tuple(dict.fromkeys(value))
        self.problems += photo_problems(photos)
        return photos


READERS: Mapping[str, Callable[[ActionBody], Any]] = {
    "opd": lambda body: body.code("opd"),
    "role": lambda body: body.text("role"),
    "to": lambda body: body.code("to"),
    "reference": lambda body: body.text("reference"),
    "after": lambda body: body.codes("after"),
    "photos": lambda body: body.photos(),
    "stars": lambda body: body.number("stars", "stars") or 0,
    "purpose": lambda body: body.text("purpose"),
    "until": lambda body: body.text("until"),
    "passages": lambda body: body.passages(),
    "abuse": lambda body: body.truth("abuse"),
    "days": lambda body: body.number("days", "days") or 0,
}


def parse_action_body(call: Call, action: Action) -> StepInput:
    """The body as input of the action; it may be empty where no text is needed.

    Raises:
        Invalid: fields are wrong, or not of this action.
        Unreadable: the body is no JSON object, or too large.
    """
    body = ActionBody(json_object(call) if call.request.raw_body else {})
    for name in body.values:
        if name not in (*action.fields, *WORDS, "version"):
            body.wrong(name, "field_unknown")
    text, version = _words(body), body.number("version", "version")
    values = {name: READERS[name](body) for name in action.fields}
    if action.is_on_pair:
        values["into"] = values.pop("to", "")  # here `to` is a ticket's number and no institution
    if body.problems:
        raise Invalid(tuple(body.problems))
    return StepInput(text=text, version=version, correlation=call.correlation, **values)


@contextmanager
def action_taken(call: Call) -> Iterator[None]:
    """While an action is taken: log lines carry the correlation id.

    Raises:
        Invalid: the action needs a text that the body does not have.
    """
    try:
        with telemetry.bound(correlation_id=call.correlation):
            yield
    except ForbiddenStep as error:
        if error.rule == "text_needed":
            raise Invalid((Problem(_place_of_words(call), "missing"),)) from error
        raise
    except Invalid as error:
        place = _place_of_words(call)
        raise Invalid(tuple(replace(p, field=place) if p.field == "text" else p for p in error.problems)) from error


def _words(body: ActionBody) -> str:
    """The text. Only one of `WORDS` may be filled in, since an action has only one text and its readers are fixed."""
    texts = [(name, text) for name in WORDS if (text := body.text(name))]
    if len(texts) > 1:
        body.wrong("reason", "said_twice")
    name, text = texts[0] if texts else ("text", "")
    if len(text) > MAX_TEXT_LENGTH:
        body.wrong(name, "too_long", given=len(text), most=MAX_TEXT_LENGTH)
    return text


def _place_of_words(call: Call) -> str:
    body = json_object(call) if call.request.raw_body else {}
    return "reason" if "reason" in body else "text"
