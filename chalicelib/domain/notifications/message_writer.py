"""Writes the message of an event to a reporter. The templates are data: `cities/<city>/messages.toml`.

The content is named only if the report is public: for other reports the placeholders stay empty, whatever the templates
say. So does the promised day, since its length hints at the kind of report. An anonymous report's number is left out
too, because it leads to the public page of its content.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines import promise_status
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event, TicketIncomplete, TicketReferred, TicketReminded, TicketResolved
from chalicelib.domain.notifications import notice_templates, sms_text
from chalicelib.domain.notifications.message import SMS, Message, token
from chalicelib.domain.notifications.notice_templates import Flaw, template_flaws, unknown_entries
from chalicelib.domain.notifications.reporter_recipients import TEXT_NAMES
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.ticket import Ticket, Visibility
from chalicelib.domain.values import value

LANGUAGES = ("id", "en")
_LANGUAGE_QUERY = {"en": "?lang=en"}

_BRIEF = frozenset({"report", "url", "until", "promise"})
_LINE = frozenset({"report", "city"})
_LETTER = _LINE | {"page", "lookup", "stop", "until", "promise_day", "service", "place", "institution"}
_ALLOWED: Mapping[str, frozenset[str]] = {"sms": _BRIEF, "subject": _LINE, "text": _LETTER}
_NEEDED: Mapping[str, frozenset[str]] = {
    "sms": frozenset({"report", "url"}),
    "subject": frozenset({"report"}),
    "text": frozenset({"report"}),
}
_WORDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "report": (frozenset({"ticket"}), frozenset({"ticket"})),
    "nameless": (frozenset(), frozenset()),
    "promise": (frozenset({"day"}), frozenset({"day"})),
    "close": (_LETTER, frozenset({"page", "lookup", "stop"})),
}

CONFIRM = "confirm"
"""The text that asks the owner of an address whether messages are wanted. It names no report: the address may be a
stranger's.
"""
_CONFIRM: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "sms": (frozenset({"url"}), frozenset({"url"})),
    "subject": (frozenset({"city"}), frozenset()),
    "text": (frozenset({"city", "url"}), frozenset({"url"})),
}

LONGEST = {
    "ticket": "PTIX-7K3M-9QX2",
    "url": "https://abcdefghij.execute-api.ap-southeast-3.amazonaws.com/api/k/0123456789AB",
    "until": "28 Des",
}
"""The longest values that an SMS must have room for; the URL is the one that API Gateway assigns."""


@value
class MessageWriter:
    """Writes messages with one city's catalogue, calendar and `texts` (`messages.toml`).

    `site` is the public base URL.
    """

    catalogue: Catalogue
    calendar: Calendar
    texts: Mapping[str, Any]
    site: str

    def message(self, text: str, event: Event, ticket: Ticket, contact: Contact, channel: str) -> Message:
        """The message about this event to the reporter of `ticket`; `text` is the name of its template."""
        language = contact.language if contact.language in LANGUAGES else LANGUAGES[0]
        form, words = self.texts[text][language], self.texts["words"][language]
        key, to = token(ticket.secret_hash, channel), contact.address(channel)
        stop = self._link(f"/berhenti/{key}", language)
        if text == CONFIRM:
            return self._question(
                form, Message(channel, to, self._link(f"/k/{key}", language), stop, language=language)
            )
        values = self._values(event, ticket, language, words)
        if channel == SMS:
            until = self._until(event, ticket, language, brief=True)
            promise = self._promise(ticket, language, words)
            brief = values | {"url": self._link(f"/k/{key}", language), "until": until, "promise": promise}
            return Message(channel, to, brief_text(form["sms"], brief), stop, language=language)
        values |= {"stop": stop, "until": self._until(event, ticket, language)}
        body = notice_templates.text(form["text"], values) + "\n" + notice_templates.text(words["close"], values)
        return Message(channel, to, body, stop, form["subject"].format_map(values), language)

    def _question(self, form: Mapping[str, str], draft: Message) -> Message:
        """The question whether messages are wanted; the draft has the link as its text."""
        if draft.channel == SMS:
            return replace(draft, text=brief_text(form["sms"], {"url": draft.text}))
        values = {"city": self.catalogue.city.name, "url": draft.text}
        text, subject = notice_templates.text(form["text"], values), form["subject"].format_map(values)
        return replace(draft, text=text, subject=subject)

    def _values(self, event: Event, ticket: Ticket, language: str, words: Mapping[str, str]) -> dict[str, str]:
        values = dict.fromkeys(_LETTER, "") | {"city": self.catalogue.city.name}
        if ticket.report.visibility is Visibility.ANONYMOUS:
            return values | {"report": words["nameless"], "lookup": self._link("/lacak", language)}
        values |= {
            "report": words["report"].format(ticket=ticket.id),
            "page": self._link(f"/laporan/{ticket.id}", language),
        }
        if ticket.report.visibility is Visibility.PUBLIC:
            values |= self._content(event, ticket, language)
        return values

    def _link(self, path: str, language: str) -> str:
        """URL of a page in this language; pages are in Bahasa Indonesia unless the query says otherwise."""
        return f"{self.site}{path}{_LANGUAGE_QUERY.get(language, '')}"

    def _content(self, event: Event, ticket: Ticket, language: str) -> dict[str, str]:
        localized = LocalizedReport(ticket.report, self.catalogue)
        referred = self.catalogue.opds.get(event.data.to) if isinstance(event.data, TicketReferred) else None
        contact = f". {referred.contact[language]}" if referred and referred.contact else ""
        return {
            "service": localized.service[language],
            "place": localized.place,
            "promise_day": date_format.day(self._promised(ticket), self.catalogue.city.zone, language),
            "institution": f"{referred.name}{contact}" if referred else "",
        }

    def _promise(self, ticket: Ticket, language: str, words: Mapping[str, str]) -> str:
        """The promised day as the end of a sentence; empty if the content must not be known."""
        if ticket.report.visibility is not Visibility.PUBLIC:
            return ""
        return words["promise"].format(
            day=date_format.day_and_month(self._promised(ticket), self.catalogue.city.zone, language)
        )

    def _promised(self, ticket: Ticket) -> datetime:
        last = promise_status.last_due(ticket)
        return last[0] if last else terms_of(ticket, self.catalogue, self.calendar).promised(ticket.received_at)

    def _until(self, event: Event, ticket: Ticket, language: str, *, brief: bool = False) -> str:
        due = self._due(event, ticket)
        if due is None:
            return ""
        write = date_format.day_and_month if brief else date_format.moment
        return write(due, self.catalogue.city.zone, language)

    def _due(self, event: Event, ticket: Ticket) -> datetime | None:
        """By when the reporter may do what this event asks for; None if it asks for nothing."""
        terms = terms_of(ticket, self.catalogue, self.calendar)
        match event.data:
            case TicketResolved() as data:  # of a duplicate, by the terms of its original
                return self.calendar.due(event.at, data.silence or terms.deadline.silence)
            case TicketIncomplete():
                return terms.answered_until(event.at)
            case TicketReminded() as data:
                return data.due
        return None


def brief_text(template: str, values: Mapping[str, str]) -> str:
    """An SMS in the GSM alphabet. Nothing is cut off, since a shortened number or link is useless."""
    return sms_text.to_gsm(template).format_map({name: sms_text.to_gsm(each) for name, each in values.items()})


def flaws(texts: Mapping[str, Any]) -> tuple[Flaw, ...]:
    """Everything that is wrong with `messages.toml` of a city pack; empty if it may ship."""
    known = {"words", CONFIRM, *TEXT_NAMES}
    return (*_word_flaws(texts), *_text_flaws(texts), *_confirm_flaws(texts), *unknown_entries(texts, known, ""))


def _confirm_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    for entry, table in _tables(texts, CONFIRM):
        for form, (allowed, needed) in _CONFIRM.items():
            flaws_found = tuple(template_flaws(entry, form, table.get(form), allowed, needed))
            yield from flaws_found or (_length_flaws(entry, table["sms"], texts) if form == "sms" else ())
        yield from unknown_entries(table, _CONFIRM, entry)


def _word_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    for entry, table in _tables(texts, "words"):
        for name, (allowed, needed) in _WORDS.items():
            yield from template_flaws(entry, name, table.get(name), allowed, needed)
        yield from unknown_entries(table, _WORDS, entry)


def _text_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    for name in TEXT_NAMES:
        for entry, table in _tables(texts, name):
            for form, allowed in _ALLOWED.items():
                flaws_found = tuple(template_flaws(entry, form, table.get(form), allowed, _NEEDED[form]))
                yield from flaws_found or (_length_flaws(entry, table["sms"], texts) if form == "sms" else ())
            yield from unknown_entries(table, _ALLOWED, entry)


def _tables(texts: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    by_language = texts.get(name)
    for language in LANGUAGES:
        table = by_language.get(language) if isinstance(by_language, Mapping) else None
        yield f"{name}.{language}", table if isinstance(table, Mapping) else {}


def _length_flaws(entry: str, template: str, texts: Mapping[str, Any]) -> Iterator[Flaw]:
    language = entry.rpartition(".")[2]
    words = dict(_tables(texts, "words"))[f"words.{language}"]
    longest = {
        "report": str(words.get("report", "")).replace("{ticket}", LONGEST["ticket"]),
        "promise": str(words.get("promise", "")).replace("{day}", LONGEST["until"]),
        "url": LONGEST["url"] + _LANGUAGE_QUERY.get(language, ""),
        "until": LONGEST["until"],
    }
    over = sms_text.septets(brief_text(template, longest)) - sms_text.LIMIT
    if over > 0:
        yield Flaw(entry, "sms", f"is {over} characters too long for one SMS with number and link")
