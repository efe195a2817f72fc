"""One message to one audience about one event."""

from collections.abc import Mapping
from dataclasses import field

from chalicelib.domain.values import value


@value
class Notice:
    """What an audience is told, in the three forms of DESIGN section 5.

    `id` is the same at every try (`<ticket>/<sequence>/<audience>`), so receivers can tell a repeat.
    `audience` is an OPD code, `coordinator` or `leaders`. `machine` is the JSON for machines; `subject` (at most 99
    ASCII characters) and `letter` what a person acts on; `sms` at most 160 GSM characters. `attributes`
    are what subscribers filter by; none is empty.
    """

    id: str
    audience: str
    machine: Mapping[str, object]
    subject: str
    letter: str
    sms: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def notice_id(ticket: str, sequence: int, audience: str) -> str:
    """What one notice is called: the same at each try to send it, so that the ledger knows it again."""
    return f"{ticket}/{sequence}/{audience}"
