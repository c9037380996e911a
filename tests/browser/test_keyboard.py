"""What can be done without a pointer: everything, shown at the three places that matter most."""

import re

import pytest

from tests.browser.journeys import Newcomer

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

FAR = 40


SHOWN = """() => {
  const outlined = (node, part) => getComputedStyle(node, part).outlineStyle !== "none";
  const focused = document.activeElement;
  return [focused, focused.parentElement].some((node) => outlined(node))
    || outlined(focused, "::after");
}"""


def _tab_until(page, selector):
    """Press Tab until the element has the focus; it must be seen that it has it."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate(SHOWN), f"the focus on {selector} is not visible"
            return
    raise AssertionError(f"{selector} is out of the keyboard's reach")


def test_the_skip_link_comes_first_and_leads_to_the_content(visit):
    page = visit(name="keyboard").page
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_search_and_results_are_reached_by_tab(visit):
    page = visit(name="keyboard").page
    page.goto("/")
    _tab_until(page, "#search-q")
    page.keyboard.type("电池")
    page.keyboard.press("Enter")
    page.wait_for_url("**/listings?*")
    page.locator(".results a").first.wait_for()
    _tab_until(page, ".results a")


def test_a_listing_is_taken_up_by_keyboard_alone(visit):
    newcomer = Newcomer(visit(name="keyboard"))
    newcomer.go_to("free")
    page = newcomer.page
    _tab_until(page, "aside .button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sign-in"))
    _tab_until(page, "main form.form button")
