"""Letters in the form that SES takes: text beside simple HTML, and the headers by which mail programs end them."""

import re
from email.headerregistry import Address
from html import escape
from typing import Any

from chalicelib.domain.notifications.message import Message

_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,)]")
_CHARSET = "UTF-8"


def mailbox(name: str, address: str) -> str:
    """`Sedulur <sedulur@…>`."""
    user, _, domain = address.partition("@")
    return str(Address(name, user, domain))


def content(message: Message) -> dict[str, Any]:
    """What SES calls a simple message.

    With these two headers (RFC 2369, RFC 8058) mail programs offer a button that ends the letters with one POST.
    """
    return {
        "Subject": _part(message.subject),
        "Body": {"Text": _part(message.text), "Html": _part(html(message))},
        "Headers": [
            {"Name": "List-Unsubscribe", "Value": f"<{message.stop}>"},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ],
    }


def html(message: Message) -> str:
    """The same words with links to tap."""
    paragraphs = (escape(part).replace("\n", "<br>\n") for part in message.text.strip().split("\n\n"))
    body = "\n".join(f"<p>{_LINK.sub(_linked, part)}</p>" for part in paragraphs)
    title = escape(message.subject)
    return (
        f'<!doctype html>\n<html lang="{message.language}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _linked(match: re.Match[str]) -> str:
    return f'<a href="{match[0]}">{match[0]}</a>'


def _part(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": _CHARSET}
