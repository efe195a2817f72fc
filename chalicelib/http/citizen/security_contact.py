"""`/.well-known/security.txt`: whom to tell of a vulnerability (RFC 9116)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

VALID = timedelta(days=180)
"""After `Expires` nobody should rely on the file, and a year is the most that the RFC advises."""


def security_txt(contacts: Mapping[str, str], site: str, now: datetime) -> str:
    """The text, with the best contact of `[contacts]` in `city.toml`: `security`, else `email`, else `website`.

    `now` is aware, in UTC; `site` the public address without a slash at its end.
    """
    contact = next((contacts[key] for key in ("security", "email", "website") if contacts.get(key)), site)
    is_address = "@" in contact and "://" not in contact and not contact.startswith("mailto:")
    lines = (
        f"Contact: {'mailto:' if is_address else ''}{contact}",
        f"Expires: {(now + VALID).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {site}/.well-known/security.txt",
    )
    return "\n".join(lines) + "\n"
