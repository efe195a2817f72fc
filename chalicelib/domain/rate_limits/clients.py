"""Who sends something, as far as limits need to know: an address block, and a device that has shown itself before."""

import hmac
from datetime import datetime, timedelta
from socket import AF_INET6, inet_pton

THIS_MACHINE = ""
"""The block of requests that never left this machine; on AWS there are none."""

UNKNOWN = "unknown"

MATURITY = timedelta(days=1)
"""Age from which a device has an allowance of its own. Each device has cost a report from its block's allowance, so
nobody can collect devices for an attack of the same day.
"""

_SIGNATURE = 32  # hexadecimal digits, 128 bits
_MAPPED = bytes(10) + b"\xff\xff"  # IPv4 within IPv6, RFC 4291 section 2.5.5.2


def address_block(address: str) -> str:
    """The block of an IP address: its /24, or its /48 of IPv6, which is what one line or one site usually has.

    `UNKNOWN` for what is no address.
    """
    try:
        packed = inet_pton(AF_INET6, address if ":" in address else f"::ffff:{address}")
    except (OSError, ValueError):
        return UNKNOWN
    if packed == bytes(15) + b"\x01" or packed[:13] == _MAPPED + b"\x7f":
        return THIS_MACHINE
    return packed[12:15].hex(".") if packed[:12] == _MAPPED else packed[:6].hex(":")


def device_token(identity: str, at: datetime, secret: bytes) -> str:
    """The token of a new device, for its cookie: a random `identity`, the instant, and our signature."""
    text = f"{identity}.{int(at.timestamp())}"
    return f"{text}.{_signature(text, secret)}"


def known_device(token: str, at: datetime, secrets: tuple[bytes, ...]) -> str:
    """The identity in a token that we have signed, `MATURITY` ago at least; else empty."""
    text, _, signature = token.rpartition(".")
    identity, _, issued = text.partition(".")
    if not signature.isascii() or not any(
        hmac.compare_digest(_signature(text, secret), signature) for secret in secrets
    ):
        return ""
    return identity if at.timestamp() - int(issued) >= MATURITY.total_seconds() else ""


def _signature(text: str, secret: bytes) -> str:
    return hmac.digest(secret, f"device/{text}".encode(), "sha256").hex()[:_SIGNATURE]
