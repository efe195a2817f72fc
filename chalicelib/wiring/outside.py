"""What the use cases need from the outside, as adapters give it. Everything is made at its first use.

What is needed of another is asked of the package, which is also what tests replace.
"""

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import settings, wiring
from chalicelib.wiring.loading import collector_waiting

if TYPE_CHECKING:
    from chalicelib.adapters.city_pack import FolderPack
    from chalicelib.adapters.pool import Pool
    from chalicelib.adapters.site import TableSite
    from chalicelib.adapters.tokens import Verifier
    from chalicelib.domain.permissions import Actor
    from chalicelib.domain.routing import Guesser, Guesses
    from chalicelib.flow.account_ports import Accounts
    from chalicelib.flow.delivery_ports import Ledger, Subscriptions
    from chalicelib.flow.desk_ports import Phonebook
    from chalicelib.flow.figure_ports import Counters
    from chalicelib.flow.photo_ports import Photos
    from chalicelib.flow.ports import CityPack, Tickets, Vault


def now() -> datetime:
    """The clock of the whole system: aware, UTC."""
    return datetime.now(UTC)


def city() -> "CityPack":
    """The city pack of the stage; its files are read when they are first asked for."""
    return _pack()


@cache
def tickets() -> "Tickets":
    with collector_waiting():
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
def subscriptions() -> "Subscriptions":
    from chalicelib.adapters.subscriptions import TableSubscriptions

    return TableSubscriptions()


@cache
def counters() -> "Counters":
    from chalicelib.adapters.counters import TableCounters

    return TableCounters()


@cache
def photos() -> "Photos":
    """The photos' bucket, for addresses and for what comes with a form."""
    from chalicelib.adapters.bucket import BucketPhotos

    return BucketPhotos(_site().bucket, wiring.now)


def photos_origin() -> str:
    """Where pages get photos from and send them to; empty on a stage whose deploy has not told of a bucket yet."""
    from chalicelib.adapters.site import SiteUnknown

    try:
        return wiring.photos().origin
    except SiteUnknown:
        return ""


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


def channels() -> frozenset[str]:
    """By which channels reporters are told: those that the city uses and the stage is set up for."""
    return wiring.city().catalogue.city.messaging.channels & settings.messages()


def parse_phone(text: str) -> str | None:
    """An Indonesian mobile number in E.164; None if it is none."""
    from chalicelib.adapters.phone import parse_phone

    return parse_phone(text)


def is_overload(error: Exception) -> bool:
    """Whether AWS only said "not now"."""
    from chalicelib.adapters import overload

    return overload.is_overload(error)


def guess(text: str) -> "Guesses":
    """Only a text without a service needs the keywords; they are read when the first comes."""
    return _guesser()(text)


@cache
def _pack() -> "FolderPack":
    from chalicelib.adapters.city_pack import load

    return load(settings.city())


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


@cache
def _guesser() -> "Guesser":
    from chalicelib.domain.guessing import make_guesser

    return make_guesser(wiring.city().catalogue, _pack().keywords)
