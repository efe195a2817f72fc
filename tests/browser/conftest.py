"""A served system and a phone to look at it with."""

import shutil
from contextlib import contextmanager
from functools import cache

import pytest

from chalicelib import names
from infra.local.web import Web
from tests.integration.conftest import emulator, people, world  # noqa: F401 - fixtures
from tests.support.stage.accounts import PASSWORD
from tests.support.stage.stage_world import ACCOUNT, client

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The same engine without the rest of a browser opens a page with a quarter of the work."""
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = 360, 1280


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for all browser tests."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(world):  # noqa: F811
    """Base URL of the app as `make run` serves it."""
    web = Web(world.app, 0, extra={}, after=lambda: None)
    web.start()
    yield web.url
    web.stop()


@pytest.fixture
def open_page(chromium, site, emulator, world):  # noqa: F811
    """Open a page: `open_page(path, js=True, width=PHONE, **context)`. Script errors, refused content and requests
    to other hosts than ours and the photos' bucket fail the test.
    """
    bucket = f"{emulator}/{names.photos(world.stage, ACCOUNT)}"
    troubles, contexts = [], []

    def opened(path, *, js=True, width=PHONE, **options):
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 740}, java_script_enabled=js, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: _listen(message, troubles))
        page.on("request", lambda request: _watch(request, (site, bucket), troubles))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def name_of(people):  # noqa: F811
    """`name_of("coordinator")`: the user name of somebody in this group, the same one each time."""
    return cache(people.add)


@pytest.fixture
def signed_in(open_page, name_of):
    """`signed_in(group, path, **options)`: a page of the console of somebody of this group."""

    def opened(group, path="", **options):
        page = open_page("/petugas/masuk", **options)
        page.fill("#username", name_of(group))
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector(".out")
        if path:
            page.goto(path)
        return page

    return opened


def _listen(message, troubles):
    if message.type == "error" and "Failed to load resource" not in message.text:
        troubles.append(message.text)


def _watch(request, ours, troubles):
    if not request.url.startswith(ours):
        troubles.append(f"asks another host: {request.url}")


@contextmanager
def counting_reports(page):
    """How often the form was sent."""
    sent = []

    def note(request):
        if request.method == "POST":
            sent.append(request.post_data)

    page.on("request", note)
    yield sent
    page.remove_listener("request", note)


@pytest.fixture
def stored(world):  # noqa: F811
    """Call it for the raw photos that came since."""
    bucket = names.photos(world.stage, ACCOUNT)
    seen = {each["Key"] for each in client("s3").list_objects_v2(Bucket=bucket).get("Contents", ())}

    def found():
        every = client("s3").list_objects_v2(Bucket=bucket, Prefix="raw/").get("Contents", ())
        keys = [each["Key"] for each in sorted(every, key=lambda each: each["LastModified"]) if each["Key"] not in seen]
        return [client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]

    return found


@pytest.fixture(scope="module")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()
