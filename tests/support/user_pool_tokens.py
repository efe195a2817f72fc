"""A user pool for tests: its keys, and tokens like those of Cognito, valid or not."""

import json
import time
from functools import cache

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters.identity.jwt_verifier import TokenVerifier
from chalicelib.adapters.identity.user_pool import UserPool

POOL = UserPool("ap-southeast-3_Tests1234", "client0123456789", "rahasia-klien")


@cache
def key(kid):
    """One RSA key per name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(kid, **changes):
    """The public key as a user pool publishes it (JWK)."""
    shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key(kid).public_key()))
    return {"kid": kid, "alg": "RS256", "use": "sig", "kty": "RSA", "n": shown["n"], "e": shown["e"]} | changes


def claims(**changes):
    """An access token's claims; None removes one."""
    now = int(time.time())
    usual = {
        "sub": "aaaaaaaa-bbbb-cccc-dddd-example",
        "iss": POOL.issuer,
        "client_id": POOL.client,
        "origin_jti": "one-session",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": now,
        "iat": now,
        "exp": now + 1800,
        "username": "budi",
        "cognito:groups": ["opd-DISHUB"],
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def a_token(signed_by="first", kid=None, **changes):
    return jwt.encode(claims(**changes), key(signed_by), algorithm="RS256", headers={"kid": kid or signed_by})


class Keys:
    """The pool's address of keys: how often it was asked, and what it shows."""

    def __init__(self, *kids):
        self.shown = [public(kid) for kid in kids]
        self.requests = 0

    def __call__(self):
        self.requests += 1
        return {"keys": self.shown}


def verifier(keys=None, clock=time.monotonic):
    return TokenVerifier(POOL.issuer, POOL.client, keys or Keys("first"), clock)
