"""Journey 3 of the product: used first with nothing paid, reported, triggered, billed, reminded, not
paid, demanded, use stopped, paid, cured. The days pass by ``clocks run --at``."""

import re
from datetime import date, timedelta

import pytest

from marketplace import clock
from tests.accounts.factories import PASSWORD
from tests.browser.deferred import ONE_DAY, MovedSite, Party
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def moved(tmp_path, chromium):
    site = MovedSite(tmp_path)
    visitors = []

    def come(**choices):
        visitors.append(Visitor(site, chromium, **choices))
        return visitors[-1]

    try:
        site.start()
        yield site, come
    finally:
        for visitor in visitors:
            visitor.leave()
        site.stop()


def test_use_first_pay_later_to_its_end(moved):
    site, come = moved
    licensee = Party(come(language="zh", width=360, name="later-licensee"), "licensee")
    licensor = Party(come(language="en", width=1280, name="later-licensor"), "licensor")

    # In effect, with nothing paid.
    licensee.look("effective", "Performance record")
    assert "已生效" in licensee.page.locator("main").inner_text()
    revenue = clock.today() + timedelta(days=80)
    site.clocks_on(revenue)

    # The trigger, with its proof, seen by the other side.
    licensee.open("/facts/first-revenue")
    licensee.visitor.fill(on=revenue.isoformat())
    licensee.attach("proof")
    licensee.visitor.send("Enter it")
    licensor.open("/performance")
    licensor.look("fact", "First revenue", "Confirm the fact")
    licensor.visitor.press("Confirm the fact")
    licensor.visitor.send("Confirm the fact")
    licensor.look("confirmed", "Confirmed by the other side")

    # The first period is over: reported, accepted, billed.
    over = clock.add_months(revenue - ONE_DAY, 6) + ONE_DAY
    site.clocks_on(over + ONE_DAY)
    licensee.open("/statements/new")
    licensee.visitor.fill(amount="1,000,000")
    licensee.attach("proof")
    licensee.visitor.send("Report")
    licensor.open("/performance")
    licensor.page.locator("main a[href*='/statements/']").first.click()
    licensor.look("statement", "No earlier period to compare with.")
    licensor.visitor.press("Accept the figure")
    licensor.open("/performance")
    assert "¥30,000.00" in licensor.page.locator("#amounts").inner_text()
    due = day_in(licensor.page.locator("#amounts tbody tr").first.inner_text())

    # Reminded, payable, the days of grace over: nothing came.
    site.clocks_on(due - 7 * ONE_DAY)
    licensee.visitor.open("/inbox")
    assert "¥30,000.00" in licensee.page.locator("main").inner_text()
    site.clocks_on(due + 31 * ONE_DAY)
    licensor.open()
    licensor.look("in-default", "Serve a demand")
    licensor.visitor.press("Serve a demand")
    licensor.visitor.fill(password=PASSWORD)
    licensor.visitor.send("Serve the demand")
    licensor.open("/performance")
    licensor.look("demanded", "Demand served, deadline runs")
    assert licensor.download("copy=en").startswith(b"%PDF")

    # Not paid by the deadline: use stops; paid: it goes on.
    deadline = due + 61 * ONE_DAY
    site.clocks_on(deadline + ONE_DAY)
    licensee.open()
    licensee.look("stopped", "Use of the patent must stop until it is paid.")
    licensee.visitor.press("Pay and upload the slip")
    licensee.page.locator("[name=value_day]").fill((deadline + ONE_DAY).isoformat())
    licensee.attach("slip")
    licensee.visitor.send("Upload the payment slip")
    licensor.open()
    licensor.visitor.press("Confirm the payment")
    licensee.open("/performance")
    licensee.look("cured", "Paid after the deadline, use resumed", "Late")


def day_in(text):
    return date.fromisoformat(re.findall(r"\d{4}-\d{2}-\d{2}", text)[-1])
