"""Formats messages for SES: plain text, simple HTML, and the headers for unsubscribing."""

import re
from email.headerregistry import Address
from html import escape
from typing import Any

from chalicelib.domain.notifications.message import Message

_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,)]")
_CHARSET = "UTF-8"


def mailbox(name: str, address: str) -> str:
    """A name and an address as a header holds them: `Sedulur <sedulur@…>`."""
    user, _, domain = address.partition("@")
    return str(Address(name, user, domain))


def content(message: Message) -> dict[str, Any]:
    """The message as SES's "simple" content.

    With the two headers (RFC 2369, RFC 8058) mail programs offer a button that unsubscribes by one POST.
    """
    return {
        "Subject": _content(message.subject),
        "Body": {"Text": _content(message.text), "Html": _content(html(message))},
        "Headers": [
            {"Name": "List-Unsubscribe", "Value": f"<{message.stop}>"},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ],
    }


def html(message: Message) -> str:
    """The message's text as HTML, with links."""
    paragraphs = (escape(paragraph).replace("\n", "<br>\n") for paragraph in message.text.strip().split("\n\n"))
    body = "\n".join(f"<p>{_LINK.sub(_linked, paragraph)}</p>" for paragraph in paragraphs)
    title = escape(message.subject)
    return (
        f'<!doctype html>\n<html lang="{message.language}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _linked(match: re.Match[str]) -> str:
    return f'<a href="{match[0]}">{match[0]}</a>'


def _content(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": _CHARSET}
