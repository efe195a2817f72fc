"""Accounts of people who sign in to a stage of the tests, and their authenticator app."""

import base64
import hmac
import re
import struct
import time
import uuid
from dataclasses import dataclass
from typing import Any

from infra import accounts

PASSWORD = "Rahasia-Panjang-1"
"""The password of everybody who has chosen one."""
FIRST = "Sementara-Saja-9"
"""The first password of everybody who has not chosen one yet."""
CHOSEN = "Baru-Sekali-Ini-7"
"""The password that they choose then."""


@dataclass
class People:
    """The accounts of the stage's user pool. `client` makes boto3 clients."""

    client: Any
    stage: str

    @property
    def pool(self):
        return accounts.stored_pool(self.client("dynamodb"), self.stage)

    def add(self, *groups, name="", is_new=False, email=""):
        """Create an account; return its user name. A new one (`is_new`) must choose a password at the first sign-in."""
        name = name or f"u{uuid.uuid4().hex[:10]}"
        user_key = {"UserPoolId": self.pool.id, "Username": name}
        cognito = self.client("cognito-idp")
        address = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}] if email else []
        cognito.admin_create_user(**user_key, MessageAction="SUPPRESS", UserAttributes=address)
        cognito.admin_set_user_password(**user_key, Password=FIRST if is_new else PASSWORD, Permanent=not is_new)
        for group in groups:
            self.make_group(group)
            cognito.admin_add_user_to_group(**user_key, GroupName=group)
        return name

    def make_group(self, group):
        cognito = self.client("cognito-idp")
        try:
            cognito.create_group(UserPoolId=self.pool.id, GroupName=group)
        except cognito.exceptions.GroupExistsException:
            return

    def disable(self, name):
        self.client("cognito-idp").admin_disable_user(UserPoolId=self.pool.id, Username=name)


def first_password(output):
    """The first password in the output of `staff`."""
    return re.search(r"shown this once: (\S+)", output)[1]


def code(secret, at=None):
    """The code of the authenticator app (RFC 6238, six digits)."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int((at or time.time()) // 30)), "sha1")
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
