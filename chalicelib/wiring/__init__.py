"""The composition root: the only package that connects adapters with use cases. Everything is created at first use."""

import gc
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib import telemetry
from chalicelib.wiring.adapters import AwsPorts
from chalicelib.wiring.gc_pause import gc_paused
from chalicelib.wiring.use_cases import UseCases
from chalicelib.wiring.workers import (
    count_event,
    each_photo,
    each_record,
    route_ticket,
    send_digests,
    send_messages,
    send_notices,
    watch_deadlines,
)

if TYPE_CHECKING:
    from chalicelib.domain.access.permissions import Actor
    from chalicelib.flow.ports.accounts import Accounts
    from chalicelib.flow.ports.delivery import Ledger, Subscriptions
    from chalicelib.flow.ports.desk import PhoneIndex
    from chalicelib.flow.ports.photos import PhotoStore
    from chalicelib.flow.ports.statistics import Counters
    from chalicelib.flow.ports.tickets import CityPack, ContactCipher, Tickets

ports = AwsPorts()
"""The ports of all use cases. To replace one, set the attribute."""

_use_cases = UseCases(ports)

intake = _use_cases.intake
admission = _use_cases.admission
allowance = _use_cases.allowance
routing = _use_cases.routing
staff_actions = _use_cases.staff_actions
reporter_actions = _use_cases.reporter_actions
public_tickets = _use_cases.public_tickets
me_too = _use_cases.me_too
flagging = _use_cases.flagging
duplicates = _use_cases.duplicates
uploads = _use_cases.uploads
photo_processing = _use_cases.photo_processing
deadline_watch = _use_cases.deadline_watch
recalculation = _use_cases.recalculation
recent_reports = _use_cases.recent_reports
notices = _use_cases.notices
digests = _use_cases.digests
messages = _use_cases.messages
unsubscribe = _use_cases.unsubscribe
notice_resend = _use_cases.notice_resend
inbox = _use_cases.inbox
overview = _use_cases.overview
search = _use_cases.search
confidential_reading = _use_cases.confidential_reading
sign_in = _use_cases.sign_in
leader_dashboard = _use_cases.leader_dashboard
counting = _use_cases.counting
statistics = _use_cases.statistics
figure_publication = _use_cases.figure_publication
survey = _use_cases.survey
counter_rebuild = _use_cases.counter_rebuild


def now() -> datetime:
    """The current instant, aware, in UTC: the clock of the whole system."""
    return ports.clock()


def city() -> "CityPack":
    """The city pack of the stage; each file is read at its first use."""
    return ports.city


def tickets() -> "Tickets":
    return ports.tickets


def contact_cipher() -> "ContactCipher":
    return ports.contact_cipher


def phone_index() -> "PhoneIndex":
    return ports.phone_index


def ledger() -> "Ledger":
    return ports.ledger


def subscriptions() -> "Subscriptions":
    return ports.subscriptions


def counters() -> "Counters":
    return ports.counters


def photos() -> "PhotoStore":
    return ports.photos


def photo_url(photo: str, size: str, lifetime: timedelta) -> str:
    """The presigned address of a photo, as `flow.ports.photos.PhotoStore.url` describes it."""
    return ports.photos.url(photo, size, lifetime)


def photos_origin() -> str:
    """The origin of photos in pages, for downloads and uploads; empty until the deploy has written the bucket."""
    return ports.photos_origin


def accounts() -> "Accounts":
    return ports.accounts


def actor_of(token: str) -> "Actor":
    """The person of a valid access token.

    Raises:
        NotSignedIn: the token is not ours, or its session was ended.
        TokenExpired: the token was valid, but has expired.
    """
    return ports.actor_of(token)


def site() -> str:
    """The public base URL."""
    return ports.site()


def channels() -> frozenset[str]:
    """The channels of messages to reporters: those that the city uses and the stage is set up for."""
    return ports.channels


def parse_phone(text: str) -> str | None:
    """An Indonesian mobile number in E.164; None if the text is not one."""
    return ports.parse_phone(text)


def is_overload(error: Exception) -> bool:
    """Whether the error means that AWS is overloaded or out of reach, so that the request may be repeated."""
    from chalicelib.adapters.aws import throttling

    return throttling.is_overload(error)


def warm_up() -> None:
    """Create what every function needs while Lambda starts it, because it has a full processor then."""
    with gc_paused():
        tickets()
        telemetry.warm_up()
    gc.freeze()


def reset() -> None:
    """Drop all adapters and clients, for tests and commands that change the environment."""
    from chalicelib.adapters.aws import clients

    vars(ports).clear()
    clients.forget()


__all__ = [
    "accounts",
    "actor_of",
    "admission",
    "allowance",
    "channels",
    "city",
    "confidential_reading",
    "contact_cipher",
    "count_event",
    "counter_rebuild",
    "counters",
    "counting",
    "deadline_watch",
    "digests",
    "duplicates",
    "each_photo",
    "each_record",
    "figure_publication",
    "flagging",
    "inbox",
    "intake",
    "is_overload",
    "leader_dashboard",
    "ledger",
    "me_too",
    "messages",
    "notice_resend",
    "notices",
    "now",
    "overview",
    "parse_phone",
    "phone_index",
    "photo_processing",
    "photo_url",
    "photos",
    "photos_origin",
    "ports",
    "public_tickets",
    "recalculation",
    "recent_reports",
    "reporter_actions",
    "reset",
    "route_ticket",
    "routing",
    "search",
    "send_digests",
    "send_messages",
    "send_notices",
    "sign_in",
    "site",
    "staff_actions",
    "statistics",
    "subscriptions",
    "survey",
    "tickets",
    "unsubscribe",
    "uploads",
    "warm_up",
    "watch_deadlines",
]
