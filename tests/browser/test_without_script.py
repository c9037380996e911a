"""No page needs a script to be read or used: the whole way once more without one."""

import pytest

from tests.browser.journeys import Administrator, Newcomer
from tests.browser.seed import OFFERS

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_the_whole_journey_works_without_script(visit):
    newcomer = Newcomer(visit(script=False, name="plain"))
    visitor, words = newcomer.visitor, newcomer.words
    newcomer.find("lump_sum")
    visitor.look("listing", OFFERS["lump_sum"][0], "¥30,000.00")
    visitor.press("Sign the notice")
    newcomer.register()
    visitor.press("Register an organization")
    newcomer.found_firm()
    newcomer.sign(held=True)
    agreement = visitor.page.url
    Administrator(visit(script=False, name="plain-admin")).verify(newcomer.firm)
    visitor.open(agreement)
    newcomer.pay("¥30,000.00")
    visitor.look("effective", words("In effect"))
    newcomer.verify(newcomer.wait_for_seal(), "Genuine")
