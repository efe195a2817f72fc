"""Creates the use cases from their ports: one place for AWS, the simulation and the tests."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.flow.deadlines.recalculate import Recalculation
    from chalicelib.flow.deadlines.watch import DeadlineWatch
    from chalicelib.flow.desk.confidential_reading import ConfidentialReading
    from chalicelib.flow.desk.inbox import Inbox
    from chalicelib.flow.desk.leader_dashboard import LeaderDashboard
    from chalicelib.flow.desk.overview import Overviews
    from chalicelib.flow.desk.search import Search
    from chalicelib.flow.desk.sign_in import SignIn
    from chalicelib.flow.notifications.digests import DailyDigests
    from chalicelib.flow.notifications.messages import ReporterMessaging
    from chalicelib.flow.notifications.notices import OpdNotices
    from chalicelib.flow.notifications.resend import NoticeResend
    from chalicelib.flow.notifications.unsubscribe import Unsubscribe
    from chalicelib.flow.photos.processing import PhotoProcessing
    from chalicelib.flow.photos.uploads import PhotoUploads
    from chalicelib.flow.rate_limits.admission import Admission
    from chalicelib.flow.rate_limits.allowance import Allowance
    from chalicelib.flow.rate_limits.recent_reports import RecentReports
    from chalicelib.flow.statistics.counting import CounterRebuild, EventCounting
    from chalicelib.flow.statistics.figure_publication import FigurePublication
    from chalicelib.flow.statistics.reports import StatisticsReports
    from chalicelib.flow.statistics.survey import Survey
    from chalicelib.flow.tickets.duplicates import Duplicates
    from chalicelib.flow.tickets.flagging import Flagging
    from chalicelib.flow.tickets.intake import Intake
    from chalicelib.flow.tickets.me_too import MeToo
    from chalicelib.flow.tickets.public_tickets import PublicTickets
    from chalicelib.flow.tickets.reporter_actions import ReporterActions
    from chalicelib.flow.tickets.routing import Routing
    from chalicelib.flow.tickets.staff_actions import StaffActions
    from chalicelib.wiring.required_ports import Ports


class UseCases:
    """One method for each use case. Imports are inside, so that a request loads only what it needs.

    A use case holds its ports and nothing else, so each call creates a new one, which takes about a microsecond. A port
    that is replaced is thereby replaced for every caller.
    """

    def __init__(self, ports: "Ports") -> None:
        self.ports = ports

    # tickets

    def intake(self) -> "Intake":
        from chalicelib.flow.tickets.intake import Intake

        ports = self.ports
        return Intake(
            ports.city, ports.tickets, ports.contact_cipher, ports.ticket_secret, ports.clock, ports.meter,
            ports.limit_factor,
        )  # fmt: skip

    def admission(self) -> "Admission":
        from chalicelib.flow.rate_limits.admission import Admission

        return Admission(self.ports.ticket_secret, self.ports.clock, self.ports.random)

    def recent_reports(self) -> "RecentReports":
        from chalicelib.flow.rate_limits.recent_reports import RecentReports

        return RecentReports(self.ports.ticket_secret, self.ports.clock)

    def allowance(self) -> "Allowance":
        from chalicelib.flow.rate_limits.allowance import Allowance

        ports = self.ports
        return Allowance(ports.rate_buckets, ports.ticket_secret, ports.clock, ports.limit_factor)

    def routing(self) -> "Routing":
        from chalicelib.flow.tickets.routing import Routing

        ports = self.ports
        return Routing(ports.city, ports.tickets, ports.guess, ports.clock, ports.meter)

    def staff_actions(self) -> "StaffActions":
        from chalicelib.flow.tickets.staff_actions import StaffActions

        ports = self.ports
        return StaffActions(ports.city, ports.tickets, ports.contact_cipher, ports.clock)

    def reporter_actions(self) -> "ReporterActions":
        from chalicelib.flow.tickets.reporter_actions import ReporterActions

        return ReporterActions(self.ports.city, self.ports.tickets, self.ports.clock)

    def public_tickets(self) -> "PublicTickets":
        from chalicelib.flow.tickets.public_tickets import PublicTickets

        return PublicTickets(self.ports.tickets)

    def me_too(self) -> "MeToo":
        from chalicelib.flow.tickets.me_too import MeToo

        ports = self.ports
        return MeToo(ports.tickets, ports.ticket_secret, ports.clock, ports.limit_factor)

    def flagging(self) -> "Flagging":
        from chalicelib.flow.tickets.flagging import Flagging

        return Flagging(self.ports.city, self.ports.tickets, self.ports.clock)

    def duplicates(self) -> "Duplicates":
        from chalicelib.flow.tickets.duplicates import Duplicates

        return Duplicates(self.ports.city, self.ports.tickets)

    # photos

    def uploads(self) -> "PhotoUploads":
        from chalicelib.flow.photos.uploads import PhotoUploads

        return PhotoUploads(self.ports.photos, self.ports.random)

    def photo_processing(self, account: str) -> "PhotoProcessing":
        """`account` is the AWS account of the bucket."""
        from chalicelib.flow.photos.processing import PhotoProcessing

        ports = self.ports
        return PhotoProcessing(
            ports.city, ports.tickets, ports.photo_index, ports.photo_files(account), ports.cleaner, ports.clock
        )

    # deadlines

    def deadline_watch(self) -> "DeadlineWatch":
        from chalicelib.flow.deadlines.watch import DeadlineWatch

        ports = self.ports
        return DeadlineWatch(ports.city, ports.tickets, ports.clock, ports.meter)

    def recalculation(self) -> "Recalculation":
        """For the administrator's command only."""
        from chalicelib.flow.deadlines.recalculate import Recalculation

        return Recalculation(self.ports.city, self.ports.tickets, self.ports.clock)

    # notices, digests, messages

    def notices(self, account: str) -> "OpdNotices":
        """`account` is the AWS account of the topics; a queue function takes it from its records."""
        from chalicelib.flow.notifications.notices import OpdNotices

        ports = self.ports
        return OpdNotices(
            ports.city, ports.tickets, ports.ledger, ports.notice_publisher(account), ports.site,
            ports.clock, ports.meter,
        )  # fmt: skip

    def digests(self, account: str) -> "DailyDigests":
        """`account` is the AWS account of the topics."""
        from chalicelib.flow.notifications.digests import DailyDigests

        ports = self.ports
        return DailyDigests(
            ports.city, ports.tickets, ports.ledger, ports.notice_publisher(account), ports.site,
            ports.clock, ports.meter,
        )  # fmt: skip

    def messages(self) -> "ReporterMessaging":
        from chalicelib.flow.notifications.messages import ReporterMessaging

        ports = self.ports
        return ReporterMessaging(
            ports.city, ports.tickets, ports.subscriptions, ports.addresses, ports.sms_budget, ports.contact_cipher,
            ports.phone_index, ports.ledger, ports.messenger, ports.site, ports.clock, ports.meter, ports.channels,
        )  # fmt: skip

    def unsubscribe(self) -> "Unsubscribe":
        from chalicelib.flow.notifications.unsubscribe import Unsubscribe

        ports = self.ports
        return Unsubscribe(ports.tickets, ports.subscriptions, ports.addresses, ports.clock)

    def notice_resend(self) -> "NoticeResend":
        from chalicelib.flow.notifications.resend import NoticeResend

        ports = self.ports
        return NoticeResend(ports.city, ports.tickets, ports.ledger, ports.clock)

    # the desk

    def inbox(self) -> "Inbox":
        from chalicelib.flow.desk.inbox import Inbox

        return Inbox(self.ports.city, self.ports.tickets, self.ports.clock)

    def overview(self) -> "Overviews":
        from chalicelib.flow.desk.overview import Overviews

        ports = self.ports
        return Overviews(ports.city, ports.tickets, ports.counters, ports.clock)

    def search(self) -> "Search":
        from chalicelib.flow.desk.search import Search

        ports = self.ports
        return Search(ports.city, ports.tickets, ports.phone_index, ports.access_log, ports.parse_phone, ports.clock)

    def confidential_reading(self) -> "ConfidentialReading":
        from chalicelib.flow.desk.confidential_reading import ConfidentialReading

        return ConfidentialReading(self.ports.access_log, self.ports.clock)

    def sign_in(self) -> "SignIn":
        from chalicelib.flow.desk.sign_in import SignIn

        ports = self.ports
        return SignIn(ports.accounts, ports.sign_in_attempts, ports.clock, ports.seconds, ports.pause)

    def leader_dashboard(self) -> "LeaderDashboard":
        from chalicelib.flow.desk.leader_dashboard import LeaderDashboard

        ports = self.ports
        return LeaderDashboard(ports.city, ports.tickets, ports.counters, ports.clock)

    # statistics

    def counting(self) -> "EventCounting":
        from chalicelib.flow.statistics.counting import EventCounting

        return EventCounting(self.ports.city, self.ports.tickets, self.ports.counters)

    def statistics(self) -> "StatisticsReports":
        from chalicelib.flow.statistics.reports import StatisticsReports

        return StatisticsReports(self.ports.city, self.ports.counters, self.ports.published_figures, self.ports.clock)

    def figure_publication(self) -> "FigurePublication":
        from chalicelib.flow.statistics.figure_publication import FigurePublication

        return FigurePublication(self.ports.city, self.ports.counters, self.ports.published_figures, self.ports.clock)

    def survey(self) -> "Survey":
        from chalicelib.flow.statistics.survey import Survey

        ports = self.ports
        return Survey(ports.city, ports.tickets, ports.counters, ports.surveys, ports.clock)

    def counter_rebuild(self) -> "CounterRebuild":
        """For the administrator's command only."""
        from chalicelib.flow.statistics.counting import CounterRebuild

        return CounterRebuild(self.counting().count_into, self.ports.rebuilding)
