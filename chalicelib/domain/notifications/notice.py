"""One message to one audience about one event."""

from collections.abc import Mapping
from dataclasses import field

from chalicelib.domain.values import value


@value
class Notice:
    """A notice in its three forms: JSON for programs, an e-mail, an SMS.

    `id` is `<ticket>/<sequence>/<audience>`, the same at every try, so that receivers can recognise a repeat.
    `audience` is an OPD code, `coordinator` or `leaders`. `machine` is the JSON; `subject` (at most 99 ASCII
    characters) and `letter` are the e-mail; `sms` has at most 160 septets. `attributes` are what subscribers filter
    by; none is empty.
    """

    id: str
    audience: str
    machine: Mapping[str, object]
    subject: str
    letter: str
    sms: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def notice_id(ticket: str, sequence: int, audience: str) -> str:
    """The notice's id: the same at each try to send it, so that the delivery ledger recognises it."""
    return f"{ticket}/{sequence}/{audience}"
