"""Checks of a city pack's ready sentences (`answers.toml`)."""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.actions.registry import FORMS
from chalicelib.domain.transitions.step_input import MAX_TEXT_LENGTH
from infra.city.checks.pack_contents import Contents, PackEntry

TABLE = "answers.toml"
STEPS = {name: form for name, form in FORMS.items() if "text" in form.fields and name not in ("room", "identity")}
FIELDS = dict.fromkeys(("steps", "title", "text", "services"))
LANGUAGES = ("id", "en")


def check_answers(pack: Contents) -> None:
    for code, sentence in (pack.answers or {}).items():
        entry = pack.entry(TABLE, code)
        if not isinstance(sentence, Mapping):
            entry.wrong("", "must be a table like [dijadwalkan]")
            continue
        for name in sentence:
            entry.known(name, name, FIELDS, "a field of a sentence")
        _check_lists(pack, entry, sentence)
        _check_words(entry, sentence)


def _check_lists(pack: Contents, entry: PackEntry, sentence: Mapping[str, Any]) -> None:
    steps, services = sentence.get("steps"), sentence.get("services", [])
    if not steps or not _are_codes(steps):
        entry.wrong("steps", 'must name the steps that offer it, like ["answer"]')
    else:
        for step in steps:
            entry.known("steps", step, STEPS, "a step with a text")
    if not _are_codes(services):
        entry.wrong("services", 'must be a list of services, like ["lampu-jalan"]')
    else:
        for service in services:
            entry.known("services", service, pack.services, "a service")


def _check_words(entry: PackEntry, sentence: Mapping[str, Any]) -> None:
    title, text = sentence.get("title"), sentence.get("text")
    for language in LANGUAGES:
        if not isinstance(title, Mapping) or not _is_text(title.get(language)):
            entry.wrong(f"title.{language}", "is missing: the name in the list")
    if not _is_text(text):
        entry.wrong("text", "is missing: the sentence itself")
    elif len(str(text)) > MAX_TEXT_LENGTH:
        entry.wrong("text", f"is longer than {MAX_TEXT_LENGTH} characters")
    elif re.search(r"[\[\]]", re.sub(r"\[[^\[\]\n]+\]", "", str(text))):
        entry.wrong("text", "has a square bracket without its partner: blanks look like [hari dan tanggal]")


def _are_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
