"""The pages of one record show the figures that are owed and filed: listing and agreement in HTML
against the record and its obligations (PDF, filing and ledger: ``test_fee_modes``)."""

import re

import pytest

from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.schedule import schedule
from marketplace.types import Money
from tests.accounts.factories import client_of, owner_of
from tests.flows.journeys import Journey
from tests.flows.test_fee_modes import CASES, terms_of

FIXED = (FeeMode.LUMP_SUM, FeeMode.INSTALMENTS, FeeMode.LIMITED_FREE)


def shown(app, user, address):
    page = client_of(app, user).get(address, follow_redirects=True)
    assert page.status_code == 200
    return set(re.findall(r"[\d,]+\.\d\d", re.sub(r"<[^>]+>", " ", page.text)))


@pytest.mark.parametrize("mode", FIXED)
def test_pages_obligations_and_schedule_show_one_figure(app, mode):
    agreement = Journey(app, terms_of(mode, Route.OPEN), CASES[mode][2]).sign().agreement
    lines = schedule(agreement.record, agreement.effective_on)
    owed = {(line.key, line.amount_fen, line.due_on) for line in lines}
    assert {(row.key, row.amount_fen, row.due_on) for row in rows_of(agreement)} == owed
    figures = {Money(line.amount_fen).yuan() for line in lines}
    address = f"/agreements/{agreement.public_id}"
    seen = shown(app, owner_of(agreement.licensee), address)
    assert figures <= seen
    off = {Money(line.amount_fen + 1).yuan() for line in lines}
    assert not off & seen  # control: a fen more stands nowhere
