"""The reporter's identity."""

from chalicelib.domain.values import value


@value
class Contact:
    """The reporter's identity, which is sealed and stored apart from the ticket.

    `phone` is E.164. `notify` are the channels (`sms`, `email`) by which this person wants messages about the report,
    in `language` if it is known. The `repr` is empty of content, so that none of it gets into a log.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    notify: tuple[str, ...] = ()
    language: str = ""

    def __repr__(self) -> str:
        return "Contact(…)"

    def address(self, channel: str) -> str:
        """The address for a channel, `sms` or `email`; empty if the reporter left none."""
        return {"sms": self.phone, "email": self.email}[channel]

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)
