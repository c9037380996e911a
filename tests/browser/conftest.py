"""Headless Chromium and a live site of real processes, for the tests of this folder."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.browser.site import Site
from tests.browser.visitor import Visitor

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Of the package, not of the session: while Playwright runs no other event loop can.
@pytest.fixture(scope="package")
def chromium():
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory) -> Iterator[Site]:
    live = Site(tmp_path_factory.mktemp("site"))
    try:
        live.start()
        yield live
    finally:
        live.stop()


@pytest.fixture
def visit(site, chromium):
    """Make visitors; each leaves when the test ends."""
    visitors = []

    def come(**choices):
        visitors.append(Visitor(site, chromium, **choices))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()
