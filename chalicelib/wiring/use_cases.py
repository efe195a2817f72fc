"""The use cases, each put together from its ports: the one place for AWS, the simulation and the tests."""

from typing import TYPE_CHECKING

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
    from chalicelib.flow.notifications.unsubscribe import Unsubscribe
    from chalicelib.flow.overview import Overviews
    from chalicelib.flow.photos import Uploads
    from chalicelib.flow.rebuilding import Rebuild
    from chalicelib.flow.recomputing import Recomputing
    from chalicelib.flow.resending import Resending
    from chalicelib.flow.routing import Routing
    from chalicelib.flow.search import Search
    from chalicelib.flow.supporting import Supporting
    from chalicelib.flow.surveying import Survey
    from chalicelib.flow.tickets.public_tickets import PublicTickets
    from chalicelib.flow.work import Work
    from chalicelib.wiring.required_ports import Ports


class UseCases:
    """Imports stand inside, so that a request pays for what it needs and starting stays cheap.

    A use case holds its ports and nothing else. So it is made anew for each caller, which takes about a microsecond,
    and a port that was replaced is replaced for everybody.
    """

    def __init__(self, ports: "Ports") -> None:
        self.ports = ports

    # reports and what becomes of them

    def intake(self) -> "Intake":
        from chalicelib.flow.intake import Intake

        ports = self.ports
        return Intake(ports.city, ports.tickets, ports.vault, ports.clock, ports.meter)

    def routing(self) -> "Routing":
        from chalicelib.flow.routing import Routing

        ports = self.ports
        return Routing(ports.city, ports.tickets, ports.guess, ports.clock, ports.meter)

    def work(self) -> "Work":
        from chalicelib.flow.work import Work

        ports = self.ports
        return Work(ports.city, ports.tickets, ports.vault, ports.clock)

    def dialogue(self) -> "Dialogue":
        from chalicelib.flow.dialogue import Dialogue

        return Dialogue(self.ports.city, self.ports.tickets, self.ports.clock)

    def public_tickets(self) -> "PublicTickets":
        from chalicelib.flow.tickets.public_tickets import PublicTickets

        return PublicTickets(self.ports.tickets)

    def supporting(self) -> "Supporting":
        from chalicelib.flow.supporting import Supporting

        return Supporting(self.ports.tickets)

    def merging(self) -> "Merging":
        from chalicelib.flow.merging import Merging

        return Merging(self.ports.city, self.ports.tickets)

    # photos

    def uploads(self) -> "Uploads":
        from chalicelib.flow.photos import Uploads

        return Uploads(self.ports.photos, self.ports.random)

    def darkroom(self, account: str) -> "Darkroom":
        """`account`: whose bucket it is."""
        from chalicelib.flow.darkroom import Darkroom

        ports = self.ports
        return Darkroom(ports.city, ports.tickets, ports.album, ports.files(account), ports.cleaner, ports.clock)

    # deadlines

    def deadlines(self) -> "Deadlines":
        from chalicelib.flow.deadlines import Deadlines

        ports = self.ports
        return Deadlines(ports.city, ports.tickets, ports.clock, ports.meter)

    def recomputing(self) -> "Recomputing":
        """For the admin's command alone."""
        from chalicelib.flow.recomputing import Recomputing

        return Recomputing(self.ports.city, self.ports.tickets, self.ports.clock)

    # notices, digests, messages

    def notices(self, account: str) -> "Notices":
        """`account`: whose topics they are; a queue function finds it in its records."""
        from chalicelib.flow.notices import Notices

        ports = self.ports
        return Notices(
            ports.city, ports.tickets, ports.ledger, ports.post(account), ports.site, ports.clock, ports.meter
        )

    def digests(self, account: str) -> "DailyDigests":
        """`account`: whose topics they are."""
        from chalicelib.flow.digests import DailyDigests

        ports = self.ports
        return DailyDigests(
            ports.city, ports.tickets, ports.ledger, ports.post(account), ports.site, ports.clock, ports.meter
        )

    def messages(self) -> "Messages":
        from chalicelib.flow.messages import Messages

        ports = self.ports
        return Messages(
            ports.city, ports.tickets, ports.subscriptions, ports.vault, ports.phonebook, ports.ledger,
            ports.messenger, ports.site, ports.clock, ports.meter, ports.channels,
        )  # fmt: skip

    def unsubscribe(self) -> "Unsubscribe":
        from chalicelib.flow.notifications.unsubscribe import Unsubscribe

        return Unsubscribe(self.ports.tickets, self.ports.subscriptions)

    def resending(self) -> "Resending":
        from chalicelib.flow.resending import Resending

        ports = self.ports
        return Resending(ports.city, ports.tickets, ports.ledger, ports.clock)

    # the desk

    def inbox(self) -> "Inbox":
        from chalicelib.flow.inbox import Inbox

        return Inbox(self.ports.city, self.ports.tickets, self.ports.clock)

    def overviews(self) -> "Overviews":
        from chalicelib.flow.overview import Overviews

        ports = self.ports
        return Overviews(ports.city, ports.tickets, ports.counters, ports.clock)

    def search(self) -> "Search":
        from chalicelib.flow.search import Search

        ports = self.ports
        return Search(ports.city, ports.tickets, ports.phonebook, ports.reads, ports.parse_phone, ports.clock)

    def leaders(self) -> "LeadersDesk":
        from chalicelib.flow.leaders import LeadersDesk

        ports = self.ports
        return LeadersDesk(ports.city, ports.tickets, ports.counters, ports.clock)

    # statistics

    def counting(self) -> "Counting":
        from chalicelib.flow.counting import Counting

        return Counting(self.ports.city, self.ports.tickets, self.ports.counters)

    def figures(self) -> "FiguresDesk":
        from chalicelib.flow.figures import FiguresDesk

        return FiguresDesk(self.ports.city, self.ports.counters, self.ports.clock)

    def survey(self) -> "Survey":
        from chalicelib.flow.surveying import Survey

        ports = self.ports
        return Survey(ports.city, ports.tickets, ports.counters, ports.surveys, ports.clock)

    def rebuild(self) -> "Rebuild":
        """The figures counted anew; for the administrator's command."""
        from chalicelib.flow.rebuilding import Rebuild

        return Rebuild(self.counting().bring, self.ports.rebuilding)
