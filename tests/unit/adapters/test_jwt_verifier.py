"""Access tokens: each thing about them must be right."""

import base64
import hashlib
import hmac
import json
import time

import pytest
from cryptography.hazmat.primitives import serialization

from chalicelib.adapters.identity.jwt_verifier import LEEWAY, REFETCH_AFTER, groups_in
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import NotSignedIn, TokenExpired, actor_of, group_of, opd_of, otpauth
from tests.support.user_pool_tokens import Keys, a_token, claims, key, public, verifier


def segment(content):
    return base64.urlsafe_b64encode(content if isinstance(content, bytes) else json.dumps(content).encode()).rstrip(
        b"="
    )


def by_hand(header, sign, **changes):
    signed = segment(header) + b"." + segment(claims(**changes))
    return (signed + b"." + segment(sign(signed))).decode()


def test_a_token_of_the_pool_for_us_is_accepted():
    actor = verifier()(a_token())
    assert (actor["username"], groups_in(actor)) == ("budi", {"opd-DISHUB"})


def test_a_token_without_groups_is_of_nobody_in_particular():
    assert groups_in(verifier()(a_token(**{"cognito:groups": None}))) == frozenset()


@pytest.mark.parametrize("alg", ["none", "None", "nOnE", "NONE", ""])
def test_a_token_that_is_not_signed_is_refused(alg):
    with pytest.raises(NotSignedIn):
        verifier()(by_hand({"alg": alg, "typ": "JWT", "kid": "first"}, lambda _: b""))


def test_the_public_key_is_no_secret_to_sign_with():
    """RS256 verified as HS256: the attacker signs with what everybody can read."""
    for encoding, form in (
        (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
        (serialization.Encoding.PEM, serialization.PublicFormat.PKCS1),
    ):
        secret = key("first").public_key().public_bytes(encoding, form)
        forged = by_hand(
            {"alg": "HS256", "typ": "JWT", "kid": "first"},
            lambda signed, secret=secret: hmac.digest(secret, signed, hashlib.sha256),
        )
        with pytest.raises(NotSignedIn):
            verifier()(forged)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://cognito-idp.ap-southeast-3.amazonaws.com/ap-southeast-3_Other1234"},
        {"iss": "https://jahat.example/ap-southeast-3_Tests1234"},
        {"iss": None},
        {"client_id": "another-client"},
        {"client_id": None},
        {"client_id": None, "aud": "client0123456789"},
        {"token_use": "id"},
        {"token_use": None},
        {"token_use": "id", "aud": "client0123456789"},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"username": None},
        {"exp": "besok"},
    ],
)
def test_a_token_with_one_thing_wrong_is_refused(changes):
    with pytest.raises(NotSignedIn):
        verifier()(a_token(**changes))


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_from_the_future_is_refused(claim):
    with pytest.raises(NotSignedIn):
        verifier()(a_token(**{claim: int(time.time()) + 600}))


def test_a_token_that_is_over_is_told_apart_for_it_can_be_renewed():
    with pytest.raises(TokenExpired):
        verifier()(a_token(exp=int(time.time()) - LEEWAY - 5))


def test_clocks_may_differ_a_little():
    assert verifier()(a_token(exp=int(time.time()) - LEEWAY + 15))
    assert verifier()(a_token(iat=int(time.time()) + LEEWAY - 15))


def test_an_expired_token_by_another_key_is_not_called_expired():
    with pytest.raises(NotSignedIn) as refused:
        verifier()(a_token("second", kid="first", exp=int(time.time()) - 600))
    assert refused.type is NotSignedIn


@pytest.mark.parametrize("header", [b"[" * 5000, b"[]", b"{}", b"no JSON", b"\xff", {"alg": "RS256"}])
def test_a_token_whose_header_names_no_key_is_refused_without_asking_for_keys(header):
    keys = Keys("first")
    with pytest.raises(NotSignedIn):
        verifier(keys)(by_hand(header, lambda _: b"x"))
    assert keys.requests == 0


def test_a_token_signed_by_another_key_under_our_keys_name_is_refused():
    with pytest.raises(NotSignedIn):
        verifier()(a_token("second", kid="first"))


def test_a_key_that_a_token_brings_along_is_not_used():
    header = {"alg": "RS256", "kid": "second", "jwk": public("second"), "jku": "https://jahat.example/jwks.json"}
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    forged = by_hand(header, lambda signed: key("second").sign(signed, padding.PKCS1v15(), hashes.SHA256()))
    with pytest.raises(NotSignedIn):
        verifier()(forged)


def test_claims_changed_after_signing_are_refused():
    head, _, signature = a_token().split(".")
    payload = segment(claims(**{"cognito:groups": ["coordinator"]})).decode()
    with pytest.raises(NotSignedIn):
        verifier()(f"{head}.{payload}.{signature}")


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "bukan token", "é", "x" * 100_000, a_token() + "x"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(NotSignedIn):
        verifier()(token)


@pytest.mark.parametrize("changes", [{"use": "enc"}, {"alg": "RS512"}, {"kty": "EC"}, {"kty": "oct", "k": "AAAA"}])
def test_keys_for_anything_else_do_not_verify(changes):
    keys = Keys("second")
    keys.shown.append(public("first", **changes))
    with pytest.raises(NotSignedIn):
        verifier(keys)(a_token())


def test_the_pools_keys_are_asked_for_once():
    keys = Keys("first", "second")
    verify = verifier(keys)
    for signer in ("first", "second", "first"):
        verify(a_token(signer))
    assert keys.requests == 1


def test_a_new_key_of_the_pool_is_found_by_looking_once_more():
    now = 1000.0
    keys = Keys("first")
    verify = verifier(keys, lambda: now)
    verify(a_token())
    keys.shown = [public("second")]
    now += REFETCH_AFTER
    assert verify(a_token("second"))
    assert keys.requests == 2
    with pytest.raises(NotSignedIn):
        verify(a_token("first"))


def test_invented_key_names_do_not_make_us_ask_each_time():
    now = 1000.0
    keys = Keys("first")
    verify = verifier(keys, lambda: now)
    for number in range(20):
        with pytest.raises(NotSignedIn):
            verify(a_token("first", kid=f"karangan-{number}"))
    assert keys.requests == 1
    assert verify(a_token()), "and the real one works all the while"


def test_a_session_that_was_ended_here_is_over_with_all_its_tokens():
    verify = verifier()
    verify.end(a_token(origin_jti="over"))
    with pytest.raises(NotSignedIn):
        verify(a_token(origin_jti="over", iat=int(time.time()) + 1))
    assert verify(a_token(origin_jti="another"))
    verify.end("no token at all")
    assert verify(a_token(origin_jti=None)), "ending nothing ends nothing"


def test_groups_say_what_a_person_is():
    assert actor_of("budi", ["opd-DISHUB", "opd-RSUD-KAYEN", "coordinator"]) == Actor(
        "budi", frozenset({"DISHUB", "RSUD-KAYEN"}), frozenset({"coordinator"})
    )


def test_groups_that_are_none_of_ours_give_nothing():
    assert actor_of("budi", ["admin", "Coordinator", "OPD-DISHUB", "opd-", "reporter"]) == Actor("budi")


def test_the_group_of_an_opd_is_found_back():
    assert opd_of(group_of("KEC-01")) == "KEC-01"
    assert opd_of("leader") is None


def test_an_authenticator_is_told_whose_and_what():
    assert otpauth("ABC", "budi s") == "otpauth://totp/Sedulur:budi%20s?secret=ABC&issuer=Sedulur"
