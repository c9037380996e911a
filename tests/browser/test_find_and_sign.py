"""Journey 2 of the product: find, understand, sign, pay or not yet, hold the sealed paper. And
journey 7: whoever holds it verifies it, by the file, its QR address, or the id alone."""

import time
from datetime import timedelta

import pytest

from marketplace import clock
from tests.browser.journeys import Administrator, Newcomer

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

LANGUAGES_AND_WIDTHS = [("zh", 360), ("en", 1280)]
FIVE_MINUTES = 300


@pytest.mark.parametrize(("language", "width"), LANGUAGES_AND_WIDTHS)
def test_a_newcomer_finds_signs_and_pays_in_under_five_minutes(visit, language, width):
    begun = time.monotonic()
    newcomer = Newcomer(visit(language=language, width=width, name="paid"))
    visitor, words = newcomer.visitor, newcomer.words

    newcomer.find("entry_royalty")
    assert "¥70,000.00" in newcomer.ask_cost("1,000,000")
    visitor.press("Sign the notice")
    newcomer.register()
    visitor.press("Register an organization")
    newcomer.found_firm()
    newcomer.sign(held=True)
    visitor.look("held", words("It is served by itself as soon as your organization is verified."))
    agreement = visitor.page.url

    Administrator(visit(language=language, width=width, name="admin")).verify(newcomer.firm)
    visitor.open(agreement)
    visitor.look("awaiting-payment")
    assert newcomer.stations()[words("Payment")][0] == "due"
    newcomer.pay("¥10,000.00")
    visitor.look("effective", words("In effect"))
    states = newcomer.stations()
    assert [states[words(name)][0] for name in ("Notice", "Payment", "Effect")] == ["done"] * 3

    paper = newcomer.wait_for_seal()
    visitor.look("sealed")
    assert paper.startswith(b"%PDF")
    newcomer.verify(paper, "Genuine")
    middle = len(paper) // 2
    altered = paper[:middle] + bytes([paper[middle] ^ 1]) + paper[middle + 1 :]
    newcomer.verify(altered, "Altered")
    newcomer.look_up(paper)

    _take_free(newcomer)
    _take_pay_later(newcomer)
    assert time.monotonic() - begun < FIVE_MINUTES


def _take_free(newcomer):
    """Nothing is asked for: the license is in effect with the notice."""
    words = newcomer.words
    newcomer.go_to("free")
    newcomer.sign()
    newcomer.visitor.look("free-effective", words("In effect"))
    states = newcomer.stations()
    assert states[words("Payment")][0] == "not_needed"
    assert states[words("Effect")] == ("done", clock.today().isoformat())


def _take_pay_later(newcomer):
    """The standing offer is accepted; the payment station shows the first day."""
    words = newcomer.words
    newcomer.go_to("pay_later")
    newcomer.sign(verb="Accept the offer")
    newcomer.visitor.look("pay-later-effective", words("In effect"))
    states = newcomer.stations()
    state, note = states[words("Payment")]
    first_day = clock.add_months(clock.today(), 12) + timedelta(days=30)
    assert state == "waiting"
    assert first_day.isoformat() in note
    assert states[words("Effect")] == ("done", clock.today().isoformat())
