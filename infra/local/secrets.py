"""Look for secrets in what git would publish: `python -m infra.local.secrets`, a part of `make check`.

It knows the forms of keys and tokens that are in use around this project, and nothing of entropy: a scanner that also
reports hashes and test data is switched off soon.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]

FORMS = {
    "key id of AWS": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "secret key of AWS": r"(?i)aws.{0,20}secret.{0,20}[\"'=:\s][A-Za-z0-9/+]{40}\b(?![A-Za-z0-9/+])",
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}",
    "token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b",
    "token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}\b",
    "token of PyPI": r"\bpypi-[A-Za-z0-9_-]{60,}\b",
    "token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b",
    "key of Google": r"\bAIza[A-Za-z0-9_-]{35}\b",
    "JSON web token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "password in an address": r"\b[a-z]+://[^\s/:@\"'{}$]+:[^\s/:@\"'{}$]{6,}@[a-z0-9.-]+",
}
"""By what it is, the form of a secret."""

ALLOWED = frozenset({
    "AKIAIOSFODNN7EXAMPLE",  # of AWS's own documents
})  # fmt: skip
"""Matches that are no secrets."""


def main() -> int:
    """Print what was found; return 1 if there is anything."""
    found = [f"{file}:{line}: {what}" for file in published() for line, what in secrets_of(file)]
    for finding in found:
        print(finding)
    return 1 if found else 0


def published() -> Iterator[Path]:
    """Every file that git has or would take, relative to the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    yield from (Path(name) for name in listed.split("\0") if name and (PROJECT / name).is_file())


def secrets_of(file: Path) -> Iterator[tuple[int, str]]:
    """Line and kind of each secret in a file; none of one that is no text. The secret itself is not shown again."""
    try:
        text = (PROJECT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for what, form in FORMS.items():
        for match in re.finditer(form, text):
            if match[0] not in ALLOWED:
                yield text.count("\n", 0, match.start()) + 1, what


if __name__ == "__main__":
    sys.exit(main())
