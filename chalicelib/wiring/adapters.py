"""The ports on AWS. Each adapter is created at its first use and kept."""

from functools import cached_property
from time import monotonic, sleep
from typing import TYPE_CHECKING

from chalicelib import settings, telemetry
from chalicelib.wiring.gc_pause import gc_paused
from chalicelib.wiring.identity_adapters import IdentityPorts

if TYPE_CHECKING:
    from chalicelib.adapters.city_pack.pack import FolderPack
    from chalicelib.adapters.dynamodb.stores.phone_index import TablePhoneIndex
    from chalicelib.adapters.dynamodb.stores.site_settings import TableSiteSettings
    from chalicelib.domain.routing.rules import Guesser, Guesses
    from chalicelib.flow.ports.consent import Addresses, SmsBudget
    from chalicelib.flow.ports.delivery import Ledger, Messenger, NoticePublisher, Subscriptions
    from chalicelib.flow.ports.desk import AccessLog, PhoneIndex
    from chalicelib.flow.ports.photos import Cleaner, PhotoFiles, PhotoIndex, PhotoStore
    from chalicelib.flow.ports.rate_limits import RateBuckets
    from chalicelib.flow.ports.stage_secrets import StageSecret
    from chalicelib.flow.ports.statistics import Counters, PublishedFigures, Rebuilding, Surveys
    from chalicelib.flow.ports.tickets import ContactCipher, Meter, Tickets


class AwsPorts(IdentityPorts):
    """Implements `wiring.required_ports.Ports`, and adds what HTTP needs beside the use cases."""

    @cached_property
    def meter(self) -> "Meter":
        return telemetry.meter

    @cached_property
    def city(self) -> "FolderPack":
        from chalicelib.adapters.city_pack.pack import load

        return load(settings.city())

    @cached_property
    def tickets(self) -> "Tickets":
        with gc_paused():
            from chalicelib.adapters.aws import clients
            from chalicelib.adapters.dynamodb.tickets.repository import TableTickets

            clients.client("dynamodb")
        return TableTickets(settings.city())

    @cached_property
    def contact_cipher(self) -> "ContactCipher":
        from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher

        return KmsContactCipher()

    @cached_property
    def ticket_secret(self) -> "StageSecret":
        from chalicelib.adapters.dynamodb import keys
        from chalicelib.adapters.dynamodb.stores.stage_secrets import TableStageSecret

        return TableStageSecret(keys.TICKET_SECRET)

    @cached_property
    def rate_buckets(self) -> "RateBuckets":
        from chalicelib.adapters.dynamodb.stores.rate_limits import TableRateBuckets

        return TableRateBuckets()

    @property
    def limit_factor(self) -> float:
        """How many times the usual allowance clients without an account have on this stage."""
        return settings.limit_factor()

    @property
    def phone_index(self) -> "PhoneIndex":
        return self._phone_index

    @cached_property
    def ledger(self) -> "Ledger":
        from chalicelib.adapters.dynamodb.stores.delivery_ledger import TableLedger

        return TableLedger()

    @cached_property
    def subscriptions(self) -> "Subscriptions":
        from chalicelib.adapters.dynamodb.stores.subscriptions import TableSubscriptions

        return TableSubscriptions()

    @cached_property
    def addresses(self) -> "Addresses":
        from chalicelib.adapters.dynamodb.stores.addresses import TableAddresses

        return TableAddresses(self._phone_index.hashed)

    @property
    def sms_budget(self) -> "SmsBudget":
        from chalicelib.adapters.dynamodb.stores.addresses import TableSmsBudget

        return TableSmsBudget(settings.sms_a_day())

    @cached_property
    def access_log(self) -> "AccessLog":
        from chalicelib.adapters.dynamodb.stores.access_log import TableAccessLog

        return TableAccessLog()

    @cached_property
    def counters(self) -> "Counters":
        from chalicelib.adapters.dynamodb.stores.counters import TableCounters

        return TableCounters()

    @cached_property
    def published_figures(self) -> "PublishedFigures":
        from chalicelib.adapters.dynamodb.stores.published_figures import TablePublishedFigures

        return TablePublishedFigures()

    @cached_property
    def surveys(self) -> "Surveys":
        from chalicelib.adapters.dynamodb.stores.surveys import TableSurveys

        return TableSurveys()

    @cached_property
    def rebuilding(self) -> "Rebuilding":
        from chalicelib.adapters.dynamodb.stores.counter_rebuild import TableCounterRebuild

        return TableCounterRebuild()

    @cached_property
    def photos(self) -> "PhotoStore":
        """The photos' bucket, for presigned addresses and for photos uploaded with a form."""
        from chalicelib.adapters.photos.s3_bucket import S3PhotoStore

        return S3PhotoStore(self.site.bucket, lambda: self.clock())  # noqa: PLW0108 - the clock may be replaced

    @property
    def photos_origin(self) -> str:
        """The origin of photos in pages, for downloads and uploads; empty until the deploy has written the bucket."""
        from chalicelib.adapters.dynamodb.stores.site_settings import SiteUnknown

        try:
            return self.photos.origin
        except SiteUnknown:
            return ""

    @cached_property
    def photo_index(self) -> "PhotoIndex":
        from chalicelib.adapters.dynamodb.stores.photo_index import TablePhotoIndex

        return TablePhotoIndex()

    def photo_files(self, account: str) -> "PhotoFiles":
        from chalicelib import names
        from chalicelib.adapters.photos.s3_bucket import S3PhotoFiles

        return S3PhotoFiles(names.photos(settings.stage(), account))

    def cleaner(self) -> "Cleaner":
        """The cleaner. Pillow is imported only when the first file arrives; events do not need it."""
        from chalicelib.adapters.photos.image_cleaning import clean

        return clean

    def random(self, size: int) -> bytes:
        from secrets import token_bytes

        return token_bytes(size)

    def seconds(self) -> float:
        return monotonic()

    def pause(self, seconds: float) -> None:
        sleep(seconds)

    def notice_publisher(self, account: str) -> "NoticePublisher":
        from chalicelib.adapters.messaging.sns_notices import SnsNoticePublisher

        return SnsNoticePublisher(account)

    @cached_property
    def messenger(self) -> "Messenger":
        from chalicelib.adapters.messaging.reporter_messages import AwsMessenger

        return AwsMessenger(self.city.catalogue.city.messaging)

    @property
    def channels(self) -> frozenset[str]:
        """The channels of messages to reporters: those that the city uses and the stage is set up for."""
        return self.city.catalogue.city.messaging.channels & settings.messages()

    @cached_property
    def site(self) -> "TableSiteSettings":
        """The site settings; calling them returns the public base URL."""
        from chalicelib.adapters.dynamodb.stores.site_settings import TableSiteSettings

        return TableSiteSettings()

    def parse_phone(self, text: str) -> str | None:
        """An Indonesian mobile number in E.164; None if the text is not one."""
        from chalicelib.adapters.city_pack.phone_numbers import parse_phone

        return parse_phone(text)

    def guess(self, text: str) -> "Guesses":
        """Services that a report without one may be about. The keywords are read at the first call."""
        return self._guesser(text)

    @cached_property
    def _phone_index(self) -> "TablePhoneIndex":
        from chalicelib.adapters.dynamodb.stores.phone_index import TablePhoneIndex

        return TablePhoneIndex()

    @cached_property
    def _guesser(self) -> "Guesser":
        from chalicelib.domain.routing.classifier import make_guesser

        return make_guesser(self.city.catalogue, self.city.keywords)
