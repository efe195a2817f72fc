"""Events of a ticket, and why an action was refused, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import AssignedOpd, Event, EventData

OTHER = "event.other"
"""Key of the sentence for an event that this release has no words for."""

if TYPE_CHECKING:
    from chalicelib.http.shapes.field_shapes import Change


def sentence(event: Event, catalogue: Catalogue, language: str) -> str:
    """One event in one sentence, even one that newer code wrote; never what somebody wrote, never a user name."""
    key = _key(event)
    if key == OTHER:
        return texts.say(language, key)
    return texts.say(language, key, **_particulars(event.data, catalogue, language)).strip()


def refusal(error: ForbiddenStep, catalogue: Catalogue, language: str) -> str:
    """Why the action is not possible, and what to do instead."""
    section = "assignment" if error.rule == "part_step" else "status"
    params = {
        name: opd_names(str(value).split(", "), catalogue) if name == "opd" else _status(section, str(value), language)
        for name, value in error.params.items()
    }
    return texts.say(language, f"rule.{error.rule}", **params)


def changes(since: Sequence[Event], catalogue: Catalogue, language: str) -> list[Change]:
    """These events as data, oldest first."""
    return [change(event, catalogue, language) for event in since]


def change(event: Event, catalogue: Catalogue, language: str) -> Change:
    """One event with its number in the ticket's history."""
    at = date_format.moment(event.at, catalogue.city.zone, language)
    return {
        "sequence": event.sequence,
        "type": event.type,
        "at": event.at.isoformat(timespec="milliseconds"),
        "at_text": at,
        "text": sentence(event, catalogue, language),
    }


def reasons_for_check(reasons: Sequence[str], language: str) -> str:
    """Why the content of a report must be checked, for use within a sentence."""
    keys = (f"publication.why_{reason}" for reason in reasons)
    return ", ".join(texts.say(language, key if texts.known(key) else "publication.why_other") for key in keys)


def opd_name(code: str, catalogue: Catalogue) -> str:
    """The OPD's name; its code if the city does not know it (any more)."""
    opd = catalogue.opds.get(code)
    return opd.name if opd else code


def audience_name(audience: str, catalogue: Catalogue, language: str) -> str:
    """The name of a notice's audience; a reporter appears only as such, with the channel."""
    who, _, channel = audience.partition("/")
    key = f"desk.to_{who}_{channel.rpartition('/')[2]}".rstrip("_")
    return texts.say(language, key) if texts.known(key) else opd_name(who, catalogue)


def opd_names(codes: list[str], catalogue: Catalogue) -> str:
    """Their names, with commas between."""
    return ", ".join(opd_name(code, catalogue) for code in codes)


def _key(event: Event) -> str:
    if not event.data.is_complete:  # newer code has left something out
        return OTHER
    key = f"event.{event.type}{_variant(event.data)}"
    return key if texts.known(key) else OTHER


def _variant(data: EventData) -> str:
    """Suffix of the key where an event type has several sentences."""
    variant = ""
    match data:
        case events.IdentityRead() if data.purpose:
            variant = f"_{data.purpose}"
        case events.AssignmentOrdered(after=()):
            variant = "_no_more"
        case events.TicketArchived() if data.reason:
            variant = "_unanswered"
        case events.TicketReferred() if data.reference:
            variant = "_as"
        case events.TicketDisputed() if data.from_:
            variant = "_by"
        case events.TicketResolved() if data.silence:
            variant = "_for"
        case events.TicketAbsorbed() if data.assignments:
            variant = "_with"
        case events.NoticeRequested() | events.NoticeDropped() if data.audience.startswith("reporter"):
            variant = "_some"  # whether and how a reporter can be reached is not for the OPDs, who read this too
    return variant


def _particulars(data: EventData, catalogue: Catalogue, language: str) -> dict[str, object]:
    return {
        "opd": opd_name(data.opd, catalogue) if data.opd else texts.say(language, "assignment.coordinator"),
        "opds": ", ".join(_assigned(each, catalogue, language) for each in data.assignments),
        "due": _due(data.due, catalogue, language) if isinstance(data.due, datetime) else "",
        "into": data.other_ticket,
        "from": data.other_ticket,
        **_of_deadline(data, catalogue, language),
        **_by_type(data, catalogue, language),
    }


def _of_deadline(data: EventData, catalogue: Catalogue, language: str) -> dict[str, object]:
    match data:
        case events.LadderStep():
            who = data.who if isinstance(data, events.DeadlineEscalated) and data.who else {"id": ""}
            return {"promise": _status("obligation", data.what, language), "who": localized(who, language)}
        case events.DeadlineExtended():
            return {"was": _due(data.was, catalogue, language)}
        case events.DeadlineMoved():
            return {"moved": _moved(data, catalogue, language)}
    return {}


def _by_type(data: EventData, catalogue: Catalogue, language: str) -> dict[str, object]:
    match data:
        case events.TicketUnroutable():
            return {"why": localized(data.why, language)}
        case events.TicketFlagged():
            return {"why": reasons_for_check((data.reason,), language)}
        case events.AssignmentOrdered():
            return {"others": opd_names(list(data.after), catalogue)}
        case events.TicketReferred():
            to = catalogue.opds.get(data.to)
            contact = to.contact[language] if to and to.contact else ""
            return {"to": opd_name(data.to, catalogue), "contact": contact, "reference": data.reference}
        case events.NoticeRequested() | events.NoticeDropped():
            return {"audience": audience_name(data.audience, catalogue, language)}
    return _numbers(data)


def _numbers(data: EventData) -> dict[str, object]:
    match data:
        case events.TicketRated():
            return {"stars": data.stars}
        case events.TicketResolved():
            return {"silence": data.silence}
        case events.TicketRaised():
            return {"hand_overs": data.hand_overs}
    return {}


def _assigned(assigned: AssignedOpd, catalogue: Catalogue, language: str) -> str:
    return f"{opd_name(assigned.opd, catalogue)} ({texts.say(language, 'assignment.' + assigned.role).lower()})"


def _due(due: datetime, catalogue: Catalogue, language: str) -> str:
    return date_format.moment(due, catalogue.city.zone, language)


def _moved(data: events.DeadlineMoved, catalogue: Catalogue, language: str) -> str:
    """The new deadlines, each with its OPD or the coordinator."""
    dues = {opd_name(opd, catalogue): due for opd, due in data.due.items()}
    if data.desk:
        dues[texts.say(language, "assignment.coordinator")] = data.desk
    return "; ".join(f"{name} {_due(due, catalogue, language)}" for name, due in dues.items())


def _status(section: str, value: str, language: str) -> str:
    key = f"{section}.{value}"
    return texts.say(language, key) if texts.known(key) else value


def localized(text: Mapping[str, str], language: str) -> str:
    """The text in this language, or else in Bahasa Indonesia."""
    return text.get(language) or text["id"]
