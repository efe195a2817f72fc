"""One message to one reporter, and the link in it."""

import hashlib
import hmac

from chalicelib.domain.tickets.ticket_number import base32
from chalicelib.domain.values import value

SMS = "sms"
EMAIL = "email"
CHANNELS = (SMS, EMAIL)

TOKEN_CHARACTERS = 12
"""60 bits: at 35 million tickets guessing takes 10^10 tries for one hit, which shows a status and stops messages."""


@value
class Message:
    """An SMS or e-mail to a reporter. Its `repr` leaves out the recipient.

    `to` is an E.164 number or an e-mail address. `text` is the SMS or the e-mail's body; only an e-mail has a
    `subject`. `stop` is the URL that ends these messages.
    """

    channel: str
    to: str
    text: str
    stop: str
    subject: str = ""
    language: str = "id"

    def __repr__(self) -> str:
        return f"Message({self.channel})"


def token(secret_hash: str, channel: str) -> str:
    """The token at the end of a message's link, derived from the hash that is stored of the ticket's secret.

    It does not contain the ticket's number, which would lead from an anonymous reporter's phone to the public page.
    """
    return base32(
        hmac.digest(secret_hash.encode(), f"sedulur/messages/{channel}".encode(), hashlib.sha256), TOKEN_CHARACTERS
    )
