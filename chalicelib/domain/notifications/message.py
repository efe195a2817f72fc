"""One message to one person who reported, and the link in it."""

import hashlib
import hmac

from chalicelib.domain.tickets.ticket_number import base32
from chalicelib.domain.values import value

SMS = "sms"
EMAIL = "email"
CHANNELS = (SMS, EMAIL)

TOKEN_CHARACTERS = 12
"""60 bits: at 35 million tickets a guesser needs 10^10 tries for one hit, which shows a status and stops messages."""


@value
class Message:
    """What goes out. `to` is an E.164 number or an e-mail address; its `repr` does not tell it.

    `text` is an SMS, or the letter; `subject` is of letters. `stop` is the address that ends these messages.
    """

    channel: str
    to: str
    text: str
    stop: str
    subject: str = ""
    language: str = "id"

    def __repr__(self) -> str:
        return f"Message({self.channel})"


def token(proof: str, channel: str) -> str:
    """What the link in a message ends with: it follows from the ticket's stored proof, so nothing else is secret.

    It does not tell the ticket's number, which would lead from an anonymous reporter's phone to the public page.
    """
    return base32(hmac.digest(proof.encode(), f"sedulur/messages/{channel}".encode(), hashlib.sha256), TOKEN_CHARACTERS)
