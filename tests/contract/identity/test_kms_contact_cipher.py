"""The contract of `Vault`: who reported can be read for the same ticket, and for no other."""

import pytest

from chalicelib.domain.tickets.contact import Contact
from tests.support.factory import CONTACT, a_number


@pytest.mark.parametrize(
    "contact",
    [
        CONTACT,
        Contact(name="Ni Made “Ayu” Ñ"),
        Contact(phone="+6281234567890"),
        Contact(phone="+6281234567890", notify=("sms",), language="en"),
        Contact("🙂" * 100, "+6281234567890", "a" * 242 + "@x.example", ("sms", "email"), "en"),
    ],
    ids=["all", "name", "phone", "wants messages", "as long as can be"],
)
def test_a_sealed_contact_opens_for_its_own_ticket(contact_cipher, contact):
    number = a_number("seal")
    assert contact_cipher.open(contact_cipher.seal(contact, number), number) == contact


def test_a_sealed_contact_does_not_open_for_another_ticket(contact_cipher):
    sealed = contact_cipher.seal(CONTACT, a_number("mine"))
    with pytest.raises(Exception, match=r"InvalidCiphertext|CTH-"):
        contact_cipher.open(sealed, a_number("yours"))


def test_a_seal_tells_nothing(contact_cipher):
    sealed = contact_cipher.seal(CONTACT, a_number("seal"))
    for value in (CONTACT.name, CONTACT.phone, CONTACT.email):
        assert value.encode() not in sealed


def test_the_seal_is_under_the_citys_key_with_the_ticket_as_context(stage, wire):
    from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher

    KmsContactCipher().seal(CONTACT, a_number("seal"))
    (call,) = wire.calls
    assert call.parameters["KeyId"] == f"alias/sedulur-{stage}"
    assert call.parameters["EncryptionContext"] == {"ticket": a_number("seal")}


def test_a_contact_that_was_sealed_before_there_were_messages_still_opens(stage):
    from chalicelib.adapters.aws import clients
    from chalicelib.adapters.identity.kms_contact_cipher import KmsContactCipher

    number, old = a_number("old"), b'{"name":"Siti","phone":"","email":""}'
    key = {"KeyId": f"alias/sedulur-{stage}", "EncryptionContext": {"ticket": number}}
    sealed = clients.client("kms").encrypt(Plaintext=old, **key)["CiphertextBlob"]
    assert KmsContactCipher().open(sealed, number) == Contact("Siti")
