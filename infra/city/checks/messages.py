"""Checks of the messages to reporters: their sender and their texts."""

import re

from chalicelib.domain.notifications.message_writer import flaws
from infra.city.checks.pack_contents import Contents


def check_messages(pack: Contents) -> None:
    for flaw in flaws(pack.messages) if pack.messages is not None else ():
        pack.entry("messages.toml", flaw.entry).wrong(flaw.field, flaw.message)
    _check_senders(pack)


def _check_senders(pack: Contents) -> None:
    messaging, entry = pack.city.messaging, pack.entry("city.toml", "messages")
    if messaging.sender_id and not re.fullmatch("(?=.*[A-Za-z])[A-Za-z0-9]{1,11}", messaging.sender_id):
        entry.wrong("sender_id", "must be 1 to 11 letters and digits, at least one of them a letter")
    if messaging.email and not messaging.address:
        entry.wrong("address", "is missing: letters need an address that they come from")
    if messaging.address and not re.fullmatch(r"[a-z0-9._-]+@([a-z0-9-]+\.)+[a-z]{2,63}", messaging.address):
        entry.wrong("address", f'"{messaging.address}" must be an e-mail address in small letters')
