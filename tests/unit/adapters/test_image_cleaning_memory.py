"""The biggest picture that is let in fits the memory of the function that cleans it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from datetime import UTC, datetime
from chalicelib.adapters.photos.image_cleaning import clean
from chalicelib.flow.ports.photos import RawPhoto
made = clean(RawPhoto(sys.stdin.buffer.read(), sys.argv[1], datetime.now(UTC)))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(made.width, int(peak.split()[1]) // 1024)
"""

BESIDE = 350
"""Megabytes that the function needs beside the picture: the runtime, botocore, the file itself; and some to spare."""


@pytest.fixture
def megabytes():
    functions = json.loads((ROOT / ".chalice" / "config.json").read_text())["lambda_functions"]
    return functions["clean_photo"]["lambda_memory_size"]


def biggest(kind):
    """Made in a process of its own: this one would keep the memory."""
    program = f"""
import io, sys
from PIL import Image
from chalicelib.adapters.photos.image_cleaning import PIXELS
side = 8060
assert PIXELS - 200_000 < side * side < PIXELS
Image.new("RGBA" if "{kind}" == "WEBP" else "LA", (side, side), 7).save(sys.stdout.buffer, "{kind}", {"quality=1, method=0" if kind == "WEBP" else "compress_level=1"})
"""
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True).stdout


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_the_biggest_picture_fits(kind, megabytes):
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"image/{kind.lower()}"],
        cwd=ROOT, input=biggest(kind), check=True, capture_output=True,
    )  # fmt: skip
    width, peak = map(int, told.stdout.split())
    assert width == 2048
    assert peak < megabytes - BESIDE
