"""`audit-packages`: pip-audit over what ships and what deploys.

pip-audit asks PyPI or OSV for known vulnerabilities. Where neither can be reached it prints "No known vulnerabilities
found" of what it has skipped. This command says then that nothing is known, and ends with 2.
"""

import argparse
import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from infra.packages.requirements import PROJECT, normal, shipped

VULNERABLE, UNKNOWN = 1, 2
"""Exit codes. 0 says that the database knows of nothing."""

REQUIREMENTS = ("requirements.txt", "requirements-admin.txt")
SERVICES = ("pypi", "osv")


def run(_: argparse.Namespace) -> int:
    if find_spec("pip_audit") is None:
        return _unknown("pip-audit is not installed: `make install` does it.")
    failures = []
    for service in SERVICES:
        packages, error = _ask(service)
        if not error:
            return _tell(service, packages)
        failures.append(f"  {service}: {error}")
    return _unknown("No database of vulnerabilities has told of every package:\n" + "\n".join(failures))


def _ask(service: str) -> tuple[list[dict[str, Any]], str]:
    """What this database says of each package, or why it cannot say it of all."""
    options = [option for file in REQUIREMENTS for option in ("--requirement", str(PROJECT / file))]
    options += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command = [sys.executable, "-m", "pip_audit", *options, "--vulnerability-service", service]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return [], (done.stderr.strip().splitlines() or ["no answer"])[-1]
    return packages, _gaps(packages)


def _gaps(packages: list[dict[str, Any]]) -> str:
    """Which packages that ship the answer says nothing of; empty if it is whole."""
    answered = {normal(each["name"]) for each in packages if "skip_reason" not in each}
    missing = sorted({each["name"] for each in packages if "skip_reason" in each})
    missing += [each.name for each in shipped() if each.name not in answered and each.name not in missing]
    return f"says nothing of {', '.join(missing)}" if missing else ""


def _tell(service: str, packages: list[dict[str, Any]]) -> int:
    """Print what is vulnerable, and the release that mends it; return the exit code."""
    found = [(each, flaw) for each in packages for flaw in each["vulns"]]
    for package, flaw in found:
        mended = f"mended in {', '.join(flaw['fix_versions'])}" if flaw["fix_versions"] else "not mended yet"
        print(f"  {package['name']} {package['version']}: {flaw['id']}, {mended}")
    print(f"{len(packages)} packages, {len(found)} known vulnerabilities, by {service}.")
    return VULNERABLE if found else 0


def _unknown(reason: str) -> int:
    print(f"{reason}\nSo nothing is known: this is no all-clear.", file=sys.stderr)
    return UNKNOWN
