"""The ports on AWS. Each adapter is made at its first use and stays."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib import settings, telemetry
from chalicelib.wiring.gc_pause import gc_paused

if TYPE_CHECKING:
    from chalicelib.adapters.city_pack import FolderPack
    from chalicelib.adapters.pool import Pool
    from chalicelib.adapters.site import TableSite
    from chalicelib.adapters.tokens import Verifier
    from chalicelib.domain.permissions import Actor
    from chalicelib.domain.routing import Guesser, Guesses
    from chalicelib.flow.account_ports import Accounts
    from chalicelib.flow.delivery_ports import Ledger, Messenger, Post, Subscriptions
    from chalicelib.flow.desk_ports import Phonebook, Reads
    from chalicelib.flow.figure_ports import Counters, Rebuilding, Surveys
    from chalicelib.flow.photo_ports import Album, Cleaner, Files, Photos
    from chalicelib.flow.ports import Meter, Tickets, Vault


class AwsPorts:
    """As `wiring.required_ports.Ports` has it, and what HTTP needs beside the use cases."""

    def clock(self) -> datetime:
        """The clock of the whole system: aware, UTC."""
        return datetime.now(UTC)

    @cached_property
    def meter(self) -> "Meter":
        return telemetry.meter

    @cached_property
    def city(self) -> "FolderPack":
        from chalicelib.adapters.city_pack import load

        return load(settings.city())

    @cached_property
    def tickets(self) -> "Tickets":
        with gc_paused():
            from chalicelib.adapters import aws
            from chalicelib.adapters.tickets import TableTickets

            aws.client("dynamodb")
        return TableTickets(settings.city())

    @cached_property
    def vault(self) -> "Vault":
        from chalicelib.adapters.vault import KmsVault

        return KmsVault()

    @cached_property
    def phonebook(self) -> "Phonebook":
        from chalicelib.adapters.phonebook import TablePhonebook

        return TablePhonebook()

    @cached_property
    def ledger(self) -> "Ledger":
        from chalicelib.adapters.ledger import TableLedger

        return TableLedger()

    @cached_property
    def subscriptions(self) -> "Subscriptions":
        from chalicelib.adapters.subscriptions import TableSubscriptions

        return TableSubscriptions()

    @cached_property
    def reads(self) -> "Reads":
        from chalicelib.adapters.reads import TableReads

        return TableReads()

    @cached_property
    def counters(self) -> "Counters":
        from chalicelib.adapters.counters import TableCounters

        return TableCounters()

    @cached_property
    def surveys(self) -> "Surveys":
        from chalicelib.adapters.surveys import TableSurveys

        return TableSurveys()

    @cached_property
    def rebuilding(self) -> "Rebuilding":
        from chalicelib.adapters.recounting import TableRebuilding

        return TableRebuilding()

    @cached_property
    def photos(self) -> "Photos":
        """The photos' bucket, for addresses and for what comes with a form."""
        from chalicelib.adapters.bucket import BucketPhotos

        return BucketPhotos(self.site.bucket, lambda: self.clock())  # noqa: PLW0108 - the clock may be replaced

    @property
    def photos_origin(self) -> str:
        """Where pages get photos from and send them to; empty on a stage whose deploy has not told of a bucket yet."""
        from chalicelib.adapters.site import SiteUnknown

        try:
            return self.photos.origin
        except SiteUnknown:
            return ""

    @cached_property
    def album(self) -> "Album":
        from chalicelib.adapters.album import TableAlbum

        return TableAlbum()

    def files(self, account: str) -> "Files":
        from chalicelib import names
        from chalicelib.adapters.negatives import BucketFiles

        return BucketFiles(names.photos(settings.stage(), account))

    def cleaner(self) -> "Cleaner":
        """Pillow is loaded when the first file comes: an event alone needs none of it."""
        from chalicelib.adapters.cleaning import clean

        return clean

    def random(self, size: int) -> bytes:
        from secrets import token_bytes

        return token_bytes(size)

    def post(self, account: str) -> "Post":
        from chalicelib.adapters.post import SnsPost

        return SnsPost(account)

    @cached_property
    def messenger(self) -> "Messenger":
        from chalicelib.adapters.messenger import AwsMessenger

        return AwsMessenger(self.city.catalogue.city.messaging)

    @property
    def channels(self) -> frozenset[str]:
        """By which channels reporters are told: those that the city uses and the stage is set up for."""
        return self.city.catalogue.city.messaging.channels & settings.messages()

    @cached_property
    def site(self) -> "TableSite":
        """Called, it gives the public base URL."""
        from chalicelib.adapters.site import TableSite

        return TableSite()

    def parse_phone(self, text: str) -> str | None:
        """An Indonesian mobile number in E.164; None if it is none."""
        from chalicelib.adapters.phone import parse_phone

        return parse_phone(text)

    def guess(self, text: str) -> "Guesses":
        """Only a text without a service needs the keywords; they are read when the first comes."""
        return self._guesser(text)

    @cached_property
    def accounts(self) -> "Accounts":
        from chalicelib.adapters import pool
        from chalicelib.adapters.cognito import CognitoAccounts

        return CognitoAccounts(self._pool, self._verifier, pool.groups_with_totp)

    def actor_of(self, token: str) -> "Actor":
        """Whose access token it is.

        Raises:
            NotSignedIn: it is none of ours, or its session was ended.
            TokenExpired: it was good, but its time is over.
        """
        from chalicelib.adapters.tokens import groups_in
        from chalicelib.domain import account

        claims = self._verifier(token)
        return account.actor_of(claims["username"], groups_in(claims))

    @cached_property
    def _guesser(self) -> "Guesser":
        from chalicelib.domain.guessing import make_guesser

        return make_guesser(self.city.catalogue, self.city.keywords)

    @cached_property
    def _pool(self) -> "Pool":
        from chalicelib.adapters import pool

        return pool.read()

    @cached_property
    def _verifier(self) -> "Verifier":
        from chalicelib.adapters.tokens import Verifier, fetch

        pool = self._pool
        return Verifier(pool.issuer, pool.client, lambda: fetch(pool.jwks_url))
