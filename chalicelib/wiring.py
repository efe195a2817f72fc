"""The composition root: the only place where adapters meet the flow. Everything is made at its first use.

Imports stand inside, so that a request pays for what it needs and starting stays cheap.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib import settings, telemetry

if TYPE_CHECKING:
    from chalicelib.adapters.city_pack import FolderPack
    from chalicelib.adapters.pool import Pool
    from chalicelib.adapters.site import TableSite
    from chalicelib.adapters.tokens import Verifier
    from chalicelib.domain.event import Event
    from chalicelib.domain.permissions import Actor
    from chalicelib.domain.routing import Guesser, Guesses
    from chalicelib.flow.account_ports import Accounts
    from chalicelib.flow.counting import Counting
    from chalicelib.flow.darkroom import Darkroom
    from chalicelib.flow.deadlines import Deadlines
    from chalicelib.flow.delivery_ports import Ledger, Subscriptions
    from chalicelib.flow.desk_ports import Phonebook
    from chalicelib.flow.dialogue import Dialogue
    from chalicelib.flow.digests import DailyDigests
    from chalicelib.flow.figure_ports import Counters
    from chalicelib.flow.figures import FiguresDesk
    from chalicelib.flow.inbox import Inbox
    from chalicelib.flow.intake import Intake
    from chalicelib.flow.merging import Merging
    from chalicelib.flow.messages import Messages
    from chalicelib.flow.notices import Notices
    from chalicelib.flow.overview import Overviews
    from chalicelib.flow.photo_ports import Cleaner, Photos
    from chalicelib.flow.photos import Uploads
    from chalicelib.flow.ports import CityPack, Tickets, Vault
    from chalicelib.flow.rebuilding import Rebuild
    from chalicelib.flow.recomputing import Recomputing
    from chalicelib.flow.resending import Resending
    from chalicelib.flow.routing import Routing
    from chalicelib.flow.search import Search
    from chalicelib.flow.supporting import Supporting
    from chalicelib.flow.surveying import Survey
    from chalicelib.flow.work import Work

    Handler = Callable[[Event], None]


def now() -> datetime:
    """The clock of the whole system: aware, UTC."""
    return datetime.now(UTC)


def city() -> "CityPack":
    return _pack()


@cache
def tickets() -> "Tickets":
    with _collector_waiting():
        from chalicelib.adapters import aws
        from chalicelib.adapters.tickets import TableTickets

        aws.client("dynamodb")
    return TableTickets(settings.city())


@cache
def vault() -> "Vault":
    from chalicelib.adapters.vault import KmsVault

    return KmsVault()


@cache
def phonebook() -> "Phonebook":
    from chalicelib.adapters.phonebook import TablePhonebook

    return TablePhonebook()


@cache
def ledger() -> "Ledger":
    from chalicelib.adapters.ledger import TableLedger

    return TableLedger()


@cache
def intake() -> "Intake":
    from chalicelib.flow.intake import Intake

    return Intake(city(), tickets(), vault(), now, telemetry.meter)


@cache
def routing() -> "Routing":
    from chalicelib.flow.routing import Routing

    return Routing(city(), tickets(), _guess, now, telemetry.meter)


@cache
def work() -> "Work":
    from chalicelib.flow.work import Work

    return Work(city(), tickets(), vault(), now, telemetry.meter)


@cache
def supporting() -> "Supporting":
    from chalicelib.flow.supporting import Supporting

    return Supporting(tickets())


@cache
def merging() -> "Merging":
    from chalicelib.flow.merging import Merging

    return Merging(city(), tickets(), now)


def recomputing() -> "Recomputing":
    """For the admin's command alone."""
    from chalicelib.flow.recomputing import Recomputing

    return Recomputing(city(), tickets(), now)


@cache
def inbox() -> "Inbox":
    from chalicelib.flow.inbox import Inbox

    return Inbox(city(), tickets(), now)


@cache
def overviews() -> "Overviews":
    from chalicelib.flow.overview import Overviews

    return Overviews(city(), tickets(), counters(), now)


@cache
def search() -> "Search":
    from chalicelib.adapters.reads import TableReads
    from chalicelib.flow.search import Search

    return Search(city(), tickets(), phonebook(), TableReads(), parse_phone, now)


@cache
def resending() -> "Resending":
    from chalicelib.flow.resending import Resending

    return Resending(city(), tickets(), ledger(), now)


@cache
def dialogue() -> "Dialogue":
    from chalicelib.flow.dialogue import Dialogue

    return Dialogue(city(), tickets(), now, telemetry.meter)


@cache
def notices(account: str) -> "Notices":
    """`account`: whose topics they are; a queue function finds it in its records."""
    from chalicelib.adapters.post import SnsPost
    from chalicelib.flow.notices import Notices

    return Notices(city(), tickets(), ledger(), SnsPost(account), site, now, telemetry.meter)


@cache
def photos() -> "Photos":
    """The photos' bucket, for addresses and for what comes with a form."""
    from chalicelib.adapters.bucket import BucketPhotos

    return BucketPhotos(_site().bucket, now)


def photos_origin() -> str:
    """Where pages get photos from and send them to; empty on a stage whose deploy has not told of a bucket yet."""
    from chalicelib.adapters.site import SiteUnknown

    try:
        return photos().origin
    except SiteUnknown:
        return ""


@cache
def uploads() -> "Uploads":
    from secrets import token_bytes

    from chalicelib.flow.photos import Uploads

    return Uploads(photos(), token_bytes)


@cache
def subscriptions() -> "Subscriptions":
    from chalicelib.adapters.subscriptions import TableSubscriptions

    return TableSubscriptions()


@cache
def messages() -> "Messages":
    from chalicelib.adapters.messenger import AwsMessenger
    from chalicelib.flow.messages import Messages

    messenger = AwsMessenger(city().catalogue.city.messaging)
    return Messages(
        city(), tickets(), subscriptions(), vault(), phonebook(), ledger(), messenger, site, now, telemetry.meter,
        channels(),
    )  # fmt: skip


def channels() -> frozenset[str]:
    """By which channels reporters are told: those that the city uses and the stage is set up for."""
    return city().catalogue.city.messaging.channels & settings.messages()


@cache
def counters() -> "Counters":
    from chalicelib.adapters.counters import TableCounters

    return TableCounters()


@cache
def counting() -> "Counting":
    from chalicelib.flow.counting import Counting

    return Counting(city(), tickets(), counters())


@cache
def figures() -> "FiguresDesk":
    from chalicelib.flow.figures import FiguresDesk

    return FiguresDesk(city(), counters(), now)


@cache
def survey() -> "Survey":
    from chalicelib.adapters.surveys import TableSurveys
    from chalicelib.flow.surveying import Survey

    return Survey(city(), tickets(), counters(), TableSurveys(), now)


def rebuild() -> "Rebuild":
    """The figures counted anew; for the administrator's command."""
    from chalicelib.adapters.recounting import TableRebuilding
    from chalicelib.flow.rebuilding import Rebuild

    return Rebuild(counting().bring, TableRebuilding())


@cache
def darkroom(account: str) -> "Darkroom":
    """`account`: whose bucket it is."""
    from chalicelib import names
    from chalicelib.adapters.album import TableAlbum
    from chalicelib.adapters.negatives import BucketFiles
    from chalicelib.flow.darkroom import Darkroom

    files = BucketFiles(names.photos(settings.stage(), account))
    return Darkroom(city(), tickets(), TableAlbum(), files, _cleaner, now)


@cache
def deadlines() -> "Deadlines":
    from chalicelib.flow.deadlines import Deadlines

    return Deadlines(city(), tickets(), now, telemetry.meter)


@cache
def digests(account: str) -> "DailyDigests":
    from chalicelib.adapters.post import SnsPost
    from chalicelib.flow.digests import DailyDigests

    return DailyDigests(city(), tickets(), ledger(), SnsPost(account), site, now, telemetry.meter)


def watch_deadlines(event: Any) -> None:
    """One round of the watch, as long as the scheduled function has time; raises if a ticket could not be looked at."""
    from chalicelib.adapters import rounds

    rounds.check(deadlines().watch(rounds.enough_time(event), event.event_id).failed)


def send_digests(event: Any) -> None:
    """The day's digests, if they are due and not sent; raises if somebody could not be told."""
    from chalicelib.adapters import rounds

    rounds.check(digests(event.account).send())


@cache
def accounts() -> "Accounts":
    from chalicelib.adapters import pool
    from chalicelib.adapters.cognito import CognitoAccounts

    return CognitoAccounts(_pool(), _verifier(), pool.groups_with_totp)


def actor_of(token: str) -> "Actor":
    """Whose access token it is, once everything about it is right. NotSignedIn, TokenExpired."""
    from chalicelib.adapters.tokens import groups_in
    from chalicelib.domain import account

    claims = _verifier()(token)
    return account.actor_of(claims["username"], groups_in(claims))


def site() -> str:
    """The public base URL."""
    return _site()()


def parse_phone(text: str) -> str | None:
    from chalicelib.adapters.phone import parse_phone

    return parse_phone(text)


def route(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return routing().on_event


def notify(account: str) -> "Handler":
    return notices(account).on_event


def tell(account: str) -> "Handler":  # noqa: ARG001 - each worker is made for the account of its queue
    return messages().on_event


def count(account: str) -> "Handler":  # noqa: ARG001 - as above
    return counting().on_event


def each_record(event: Any, worker: "Callable[[str], Handler]") -> None:
    """Give each record of an SQS event to the worker (`route` or `notify`); raises if any failed."""
    from chalicelib.adapters import batch

    batch.each_record(event, worker(batch.account_of(event)))


def each_photo(event: Any) -> None:
    """Take each file and each event that names photos; raises if any failed."""
    from chalicelib.adapters import batch
    from chalicelib.adapters.photo_mail import open_photo_mail

    batch.each_record(event, darkroom(batch.account_of(event)).take, open_photo_mail)


def is_overload(error: Exception) -> bool:
    """Whether AWS only said "not now"."""
    from chalicelib.adapters import overload

    return overload.is_overload(error)


def warm_up() -> None:
    """Make what every function needs while Lambda starts it, when it has a whole processor."""
    with _collector_waiting():
        tickets()
        telemetry.warm_up()
    gc.freeze()


def reset() -> None:
    """Forget everything made so far: for tests that change the surroundings."""
    from chalicelib.adapters import aws

    for made in tuple(globals().values()):
        if hasattr(made, "cache_clear"):
            made.cache_clear()
    aws.forget()


@contextmanager
def _collector_waiting() -> Iterator[None]:
    """For loading: it makes a hundred thousand objects that stay, and looking for garbage in them takes its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _pack() -> "FolderPack":
    from chalicelib.adapters.city_pack import load

    return load(settings.city())


def _cleaner() -> "Cleaner":
    """Pillow is loaded when the first file comes: an event alone needs none of it."""
    from chalicelib.adapters.cleaning import clean

    return clean


@cache
def _site() -> "TableSite":
    from chalicelib.adapters.site import TableSite

    return TableSite()


@cache
def _pool() -> "Pool":
    from chalicelib.adapters import pool

    return pool.read()


@cache
def _verifier() -> "Verifier":
    from chalicelib.adapters.tokens import Verifier, fetch

    pool = _pool()
    return Verifier(pool.issuer, pool.client, lambda: fetch(pool.jwks_url))


def _guess(text: str) -> "Guesses":
    """Only a text without a service needs the keywords; they are read when the first comes."""
    return _guesser()(text)


@cache
def _guesser() -> "Guesser":
    from chalicelib.domain.guessing import make_guesser

    return make_guesser(city().catalogue, _pack().keywords)
