"""What signing in needs is loaded by who signs in: a citizen's request does not pay for it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ONLY_FOR_STAFF = (
    "jwt",
    "cryptography",
    "chalicelib.adapters.identity.cognito",
    "chalicelib.adapters.identity.jwt_verifier",
)


def test_starting_loads_nothing_that_only_staff_need():
    asked = f"import app, sys; from chalicelib import wiring; wiring.tickets(); print([m for m in {ONLY_FOR_STAFF} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_adapters_do_load_it():
    asked = f"import chalicelib.adapters.identity.cognito, sys; print(len([m for m in {ONLY_FOR_STAFF} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(len(ONLY_FOR_STAFF)), "or the names above are out of date"
