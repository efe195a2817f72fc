"""Seals reporters' contacts with the stage's KMS key, for one ticket each: its number is the encryption context."""

import json
from dataclasses import asdict, dataclass

from chalicelib import names, settings
from chalicelib.adapters.aws import clients
from chalicelib.domain.tickets.contact import Contact


@dataclass(frozen=True, slots=True)
class KmsContactCipher:
    """Implements `flow.ports.tickets.ContactCipher`. KMS seals up to 4,096 bytes, more than a valid contact has."""

    def seal(self, contact: Contact, number: str) -> bytes:
        plaintext = json.dumps(asdict(contact), ensure_ascii=False, separators=(",", ":")).encode()
        response = clients.client("kms").encrypt(
            KeyId=_key(), Plaintext=plaintext, EncryptionContext={"ticket": number}
        )
        return bytes(response["CiphertextBlob"])

    def open(self, sealed: bytes, number: str) -> Contact:
        response = clients.client("kms").decrypt(
            KeyId=_key(), CiphertextBlob=sealed, EncryptionContext={"ticket": number}
        )
        fields = json.loads(response["Plaintext"])
        return Contact(**fields | {"notify": tuple(fields.get("notify", ()))})


def _key() -> str:
    return names.key_alias(settings.stage())
