"""Phone numbers and e-mail addresses of reporters: which are one and the same, and which may get SMS."""

MOBILE = ("811", "812", "813", "814", "815", "816", "817", "818", "819", "821", "822", "823", "828", "831", "832",
          "833", "838", "851", "852", "853", "855", "856", "857", "858", "859", "877", "878", "879", "881", "882",
          "883", "884", "885", "886", "887", "888", "889", "895", "896", "897", "898", "899")  # fmt: skip
"""The first three digits after +62 of numbers in Indonesia's cellular networks: the national numbering plan (Rencana
Dasar Teknis, Permenkominfo 14/2018), as far as the operators use it. 868 is left out: it is a satellite's, to which an
SMS costs many times as much.
"""

_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})


def takes_sms(number: str) -> bool:
    """Whether an E.164 number is one of an Indonesian cellular network."""
    return number.startswith("+62") and number[3:6] in MOBILE


def normal_form(address: str) -> str:
    """The form that all spellings of one mailbox share, for limits only: letters go to the address as it was typed.

    What stands after a plus is a tag of the mailbox's owner, and Gmail ignores dots. A phone number in E.164 has one
    spelling only.
    """
    user, at, domain = address.lower().rpartition("@")
    if not at:
        return address
    user = user.partition("+")[0] or user
    if domain in _WITHOUT_DOTS:
        return f"{user.replace('.', '')}@gmail.com"
    return f"{user}@{domain}"
