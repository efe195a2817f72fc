"""A secret that somebody is about to commit is found, and what only looks like one is not."""

import pytest

from infra.local import secrets

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP"

SECRETS = {
    "key id of AWS": "AKIA" + "ABCDEFGHIJ234567",
    "secret key of AWS": "aws_secret_access_key = " + LETTERS[:40],
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----\n" + LETTERS,
    "token of GitHub": "ghp_" + LETTERS[:36],
    "token of GitLab": "glpat-" + LETTERS[:20],
    "token of PyPI": "pypi-" + LETTERS + LETTERS,
    "token of Slack": "xoxb-" + LETTERS[:24],
    "key of Google": "AIza" + LETTERS[:35],
    "JSON web token": ".".join(("eyJ" + LETTERS[:24], "eyJ" + LETTERS[:30], LETTERS[:30])),
    "password in an address": "https://admin" + ":rahasia-sekali@example.org",
}
"""Invented ones, put together here so that this file holds none itself."""


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "PROJECT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("what", secrets.FORMS)
def test_each_form_of_secret_is_found_with_its_line_and_not_shown(project, monkeypatch, capsys, what):
    (project / "settings.py").write_text(f"first = 1\nvalue = '{SECRETS[what]}'\n")
    monkeypatch.setattr(secrets, "published", lambda: [secrets.Path("settings.py")])
    assert secrets.main() == 1
    assert f"settings.py:2: {what}" in (output := capsys.readouterr().out)
    assert SECRETS[what] not in output


@pytest.mark.parametrize(
    "text",
    [
        "AWS_SECRET_ACCESS_KEY=local", "sha256:" + "0" * 64, "https://user:{password}@host", "http://127.0.0.1:8000/lapor",
        "AKIA" + "IOSFODNN7EXAMPLE",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(project, text):
    (project / "page.md").write_text(text)
    assert list(secrets.secrets_of(secrets.Path("page.md"))) == []


def test_a_picture_is_no_text(project):
    (project / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert list(secrets.secrets_of(secrets.Path("photo.jpg"))) == []


def test_this_repository_has_none():
    assert secrets.main() == 0
