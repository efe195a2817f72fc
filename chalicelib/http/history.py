"""What happened to a ticket, and why a step was refused, in sentences."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib import words
from chalicelib.domain import dates, events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event


def sentence(event: Event, catalogue: Catalogue, language: str) -> str:
    """One event in one sentence; also one that newer code wrote. No words of people, no user names."""
    key = _key(event)
    return words.say(language, key, **_particulars(event, catalogue, language)).strip()


def refusal(error: ForbiddenStep, catalogue: Catalogue, language: str) -> str:
    """Why the step is not possible, and what to do instead."""
    section = "assignment" if error.rule == "part_step" else "status"
    told = {
        name: opd_names(str(value).split(", "), catalogue) if name == "opd" else _status(section, str(value), language)
        for name, value in error.params.items()
    }
    return words.say(language, f"rule.{error.rule}", **told)


def changes(since: Sequence[Event], catalogue: Catalogue, language: str) -> list[dict[str, Any]]:
    """What happened since somebody looked, oldest first."""
    return [change(event, catalogue, language) for event in since]


def change(event: Event, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """One event with its number in the ticket's history."""
    at = dates.moment(event.at, catalogue.city.zone, language)
    return {
        "sequence": event.sequence,
        "type": event.type,
        "at": event.at.isoformat(timespec="milliseconds"),
        "at_text": at,
        "text": sentence(event, catalogue, language),
    }


def opd_name(code: str, catalogue: Catalogue) -> str:
    """The OPD's name; its code if the city does not know it (any more)."""
    opd = catalogue.opds.get(code)
    return opd.name if opd else code


def audience_name(audience: str, catalogue: Catalogue, language: str) -> str:
    """Whom a notice is for; of a reporter only by which channel."""
    who, _, channel = audience.partition("/")
    key = f"desk.to_{who}_{channel.rpartition('/')[2]}".rstrip("_")
    return words.say(language, key) if words.known(key) else opd_name(who, catalogue)


def opd_names(codes: list[str], catalogue: Catalogue) -> str:
    """Their names, with commas between."""
    return ", ".join(opd_name(code, catalogue) for code in codes)


def _key(event: Event) -> str:
    special = {
        events.AssignmentOrdered.type: "" if event.data.get("after") else "_no_more",
        events.TicketArchived.type: "_unanswered" if event.data.get("reason") else "",
        events.TicketReferred.type: "_as" if event.data.get("reference") else "",
        events.TicketDisputed.type: "_by" if event.data.get("from") else "",
        events.TicketResolved.type: "_for" if event.data.get("silence") else "",
        events.TicketAbsorbed.type: "_with" if event.data.get("assignments") else "",
        events.NoticeRequested.type: _to_reporter(event),
        events.NoticeDropped.type: _to_reporter(event),
    }
    key = f"event.{event.type}{special.get(event.type, '')}"
    return key if words.known(key) else "event.other"


def _to_reporter(event: Event) -> str:
    """Whether and how a reporter can be reached is not for the OPDs, who read the history too."""
    return "_some" if str(event.data.get("audience", "")).startswith("reporter") else ""


def _particulars(event: Event, catalogue: Catalogue, language: str) -> dict[str, object]:
    data = event.data
    to = catalogue.opds.get(data.get("to", ""))
    return {
        "opd": opd_name(data["opd"], catalogue) if data.get("opd") else words.say(language, "assignment.coordinator"),
        "opds": ", ".join(_assigned(part, catalogue, language) for part in data.get("assignments", ())),
        "others": opd_names(data.get("after", []), catalogue),
        "why": spoken(data.get("why", {"id": ""}), language),
        "due": _due(data.get("due"), catalogue, language),
        "was": _due(data.get("was"), catalogue, language),
        "moved": _moved(data, catalogue, language) if event.type == events.DeadlineMoved.type else "",
        "to": opd_name(data.get("to", ""), catalogue),
        "promise": _status("promise", data.get("what", ""), language),
        "who": spoken(data.get("who", {"id": ""}), language),
        "contact": to.contact[language] if to and to.contact else "",
        "reference": data.get("reference", ""),
        "into": data.get("into", ""),
        "audience": audience_name(data.get("audience", ""), catalogue, language),
        "from": data.get("from") or "",
        "stars": data.get("stars", 0),
        "silence": data.get("silence", 0),
        "hand_overs": data.get("hand_overs", 0),
    }


def _assigned(part: Mapping[str, str], catalogue: Catalogue, language: str) -> str:
    return f"{opd_name(part['opd'], catalogue)} ({words.say(language, 'assignment.' + part['role']).lower()})"


def _due(due: object, catalogue: Catalogue, language: str) -> str:
    return dates.moment(datetime.fromisoformat(due), catalogue.city.zone, language) if isinstance(due, str) else ""


def _moved(data: Mapping[str, Any], catalogue: Catalogue, language: str) -> str:
    """Whose due dates moved where."""
    dues = {opd_name(opd, catalogue): due for opd, due in data.get("due", {}).items()}
    if data.get("desk"):
        dues[words.say(language, "assignment.coordinator")] = data["desk"]
    return "; ".join(f"{name} {_due(due, catalogue, language)}" for name, due in dues.items())


def _status(section: str, value: str, language: str) -> str:
    key = f"{section}.{value}"
    return words.say(language, key) if words.known(key) else value


def spoken(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text["id"]
