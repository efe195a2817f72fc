"""The use cases, each with what it needs. Everything is made at its first use."""

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import settings, telemetry, wiring

if TYPE_CHECKING:
    from chalicelib.flow.counting import Counting
    from chalicelib.flow.darkroom import Darkroom
    from chalicelib.flow.deadlines import Deadlines
    from chalicelib.flow.dialogue import Dialogue
    from chalicelib.flow.digests import DailyDigests
    from chalicelib.flow.figures import FiguresDesk
    from chalicelib.flow.inbox import Inbox
    from chalicelib.flow.intake import Intake
    from chalicelib.flow.leaders import LeadersDesk
    from chalicelib.flow.merging import Merging
    from chalicelib.flow.messages import Messages
    from chalicelib.flow.notices import Notices
    from chalicelib.flow.overview import Overviews
    from chalicelib.flow.photo_ports import Cleaner
    from chalicelib.flow.photos import Uploads
    from chalicelib.flow.rebuilding import Rebuild
    from chalicelib.flow.recomputing import Recomputing
    from chalicelib.flow.resending import Resending
    from chalicelib.flow.routing import Routing
    from chalicelib.flow.search import Search
    from chalicelib.flow.supporting import Supporting
    from chalicelib.flow.surveying import Survey
    from chalicelib.flow.work import Work


@cache
def intake() -> "Intake":
    from chalicelib.flow.intake import Intake

    return Intake(wiring.city(), wiring.tickets(), wiring.vault(), wiring.now, telemetry.meter)


@cache
def routing() -> "Routing":
    from chalicelib.flow.routing import Routing

    return Routing(wiring.city(), wiring.tickets(), wiring.guess, wiring.now, telemetry.meter)


@cache
def work() -> "Work":
    from chalicelib.flow.work import Work

    return Work(wiring.city(), wiring.tickets(), wiring.vault(), wiring.now)


@cache
def supporting() -> "Supporting":
    from chalicelib.flow.supporting import Supporting

    return Supporting(wiring.tickets())


@cache
def merging() -> "Merging":
    from chalicelib.flow.merging import Merging

    return Merging(wiring.city(), wiring.tickets())


def recomputing() -> "Recomputing":
    """For the admin's command alone."""
    from chalicelib.flow.recomputing import Recomputing

    return Recomputing(wiring.city(), wiring.tickets(), wiring.now)


@cache
def inbox() -> "Inbox":
    from chalicelib.flow.inbox import Inbox

    return Inbox(wiring.city(), wiring.tickets(), wiring.now)


@cache
def overviews() -> "Overviews":
    from chalicelib.flow.overview import Overviews

    return Overviews(wiring.city(), wiring.tickets(), wiring.counters(), wiring.now)


@cache
def search() -> "Search":
    from chalicelib.adapters.reads import TableReads
    from chalicelib.flow.search import Search

    return Search(wiring.city(), wiring.tickets(), wiring.phonebook(), TableReads(), wiring.parse_phone, wiring.now)


@cache
def resending() -> "Resending":
    from chalicelib.flow.resending import Resending

    return Resending(wiring.city(), wiring.tickets(), wiring.ledger(), wiring.now)


@cache
def dialogue() -> "Dialogue":
    from chalicelib.flow.dialogue import Dialogue

    return Dialogue(wiring.city(), wiring.tickets(), wiring.now)


@cache
def notices(account: str) -> "Notices":
    """`account`: whose topics they are; a queue function finds it in its records."""
    from chalicelib.adapters.post import SnsPost
    from chalicelib.flow.notices import Notices

    return Notices(
        wiring.city(), wiring.tickets(), wiring.ledger(), SnsPost(account), wiring.site, wiring.now, telemetry.meter
    )


@cache
def uploads() -> "Uploads":
    from secrets import token_bytes

    from chalicelib.flow.photos import Uploads

    return Uploads(wiring.photos(), token_bytes)


@cache
def messages() -> "Messages":
    from chalicelib.adapters.messenger import AwsMessenger
    from chalicelib.flow.messages import Messages

    messenger = AwsMessenger(wiring.city().catalogue.city.messaging)
    return Messages(
        wiring.city(), wiring.tickets(), wiring.subscriptions(), wiring.vault(), wiring.phonebook(), wiring.ledger(),
        messenger, wiring.site, wiring.now, telemetry.meter,
        wiring.channels(),
    )  # fmt: skip


@cache
def counting() -> "Counting":
    from chalicelib.flow.counting import Counting

    return Counting(wiring.city(), wiring.tickets(), wiring.counters())


@cache
def figures() -> "FiguresDesk":
    from chalicelib.flow.figures import FiguresDesk

    return FiguresDesk(wiring.city(), wiring.counters(), wiring.now)


@cache
def leaders() -> "LeadersDesk":
    from chalicelib.flow.leaders import LeadersDesk

    return LeadersDesk(wiring.city(), wiring.tickets(), wiring.counters(), wiring.now)


@cache
def survey() -> "Survey":
    from chalicelib.adapters.surveys import TableSurveys
    from chalicelib.flow.surveying import Survey

    return Survey(wiring.city(), wiring.tickets(), wiring.counters(), TableSurveys(), wiring.now)


def rebuild() -> "Rebuild":
    """The figures counted anew; for the administrator's command."""
    from chalicelib.adapters.recounting import TableRebuilding
    from chalicelib.flow.rebuilding import Rebuild

    return Rebuild(wiring.counting().bring, TableRebuilding())


@cache
def darkroom(account: str) -> "Darkroom":
    """`account`: whose bucket it is."""
    from chalicelib import names
    from chalicelib.adapters.album import TableAlbum
    from chalicelib.adapters.negatives import BucketFiles
    from chalicelib.flow.darkroom import Darkroom

    files = BucketFiles(names.photos(settings.stage(), account))
    return Darkroom(wiring.city(), wiring.tickets(), TableAlbum(), files, _cleaner, wiring.now)


@cache
def deadlines() -> "Deadlines":
    from chalicelib.flow.deadlines import Deadlines

    return Deadlines(wiring.city(), wiring.tickets(), wiring.now, telemetry.meter)


@cache
def digests(account: str) -> "DailyDigests":
    from chalicelib.adapters.post import SnsPost
    from chalicelib.flow.digests import DailyDigests

    return DailyDigests(
        wiring.city(), wiring.tickets(), wiring.ledger(), SnsPost(account), wiring.site, wiring.now, telemetry.meter
    )


def _cleaner() -> "Cleaner":
    """Pillow is loaded when the first file comes: an event alone needs none of it."""
    from chalicelib.adapters.cleaning import clean

    return clean
