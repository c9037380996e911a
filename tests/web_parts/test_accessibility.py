"""axe over the living style page, in both widths and both themes."""

import shutil

import pytest

from tests.web_parts.gallery import served

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PAGES = ("", "results", "listing", "agreement", "errors/404")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
    pytest.mark.enable_socket,
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address():
    with served() as url:
        yield url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_gallery_has_no_violation_and_nothing_runs_over(browser, address, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name in PAGES:
        page.goto(f"{address}/{name}")
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_pages_keep_to_the_strict_policy(browser, address):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert [text for text in said if "Content Security Policy" in text] == []
    page.close()


def test_pages_work_without_script(browser, address):
    size = {"width": 1280, "height": 800}
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    page.goto(f"{address}/results")
    assert page.locator(".site-nav a").first.is_visible()
    assert page.locator(".facets-apply").is_visible()
    context.close()


def test_the_slash_key_goes_to_the_search(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/results")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.close()
