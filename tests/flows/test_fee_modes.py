"""For every fee mode on its routes: what was previewed before signing is what is owed, printed,
filed and booked, once the clock has gone through the whole license (issue: one test each)."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from marketplace import files
from marketplace.agreements.papers import sealed
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations.models import ObligationStatus
from marketplace.obligations.services import rows_of
from marketplace.payments.booking import counted
from marketplace.registration.package.build import FILE_NAMES
from marketplace.registration.queries import of_agreement
from marketplace.terms.amending import amended_schedule
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import DuePoint, Instalment
from marketplace.terms.presets import preset
from marketplace.terms.projection import Volume
from marketplace.terms.record import as_data, digest
from marketplace.terms.wording import amount_zh, percent
from marketplace.types import Money
from tests.documents.factories import text_of
from tests.flows.journeys import Journey
from tests.registration.scenes import filing, prepared

SALES = Volume(net_sales_fen=123_456_789, profit_fen=23_456_789, units=1_234, starts_after_months=3)
NONE = Volume()
PROTOTYPE = Instalment(amount_fen=500_005, due=DuePoint(milestone="首台样机", days=15))
BOTH = (Route.OPEN, Route.ORDINARY)
TRANSFER = (Route.TRANSFER,)

CASES = {
    FeeMode.FREE: ((*BOTH, Route.OPEN_SOURCE), {}, NONE),
    FeeMode.LUMP_SUM: (BOTH, {"amount_fen": 3_000_050}, NONE),
    FeeMode.INSTALMENTS: (BOTH, {"amounts_fen": [1_000_001, 2_000_000], "every_months": 6}, NONE),
    FeeMode.ROYALTY: (BOTH, {"rate_ppm": 25_000}, SALES),
    FeeMode.ENTRY_ROYALTY: (BOTH, {"entry_fen": 1_000_000, "rate_ppm": 20_500}, SALES),
    FeeMode.LIMITED_FREE: (BOTH, {"free_months": 12, "yearly_fen": 800_000}, NONE),
    FeeMode.PAY_LATER: ((Route.ORDINARY,), {"amount_fen": 3_000_000}, SALES),
    FeeMode.TRIAL_THEN_CONVERT: ((Route.ORDINARY,), {"amount_fen": 3_000_000}, NONE),
    FeeMode.MIXED: ((Route.ORDINARY,), {"amount_fen": 1_000_000, "rate_ppm": 20_000}, SALES),
    FeeMode.PRICE: (TRANSFER, {"amount_fen": 20_000_000}, NONE),
    FeeMode.SHARES: (TRANSFER, {"shares_ppm": 100_000}, NONE),
    FeeMode.NEGOTIABLE: (TRANSFER, {}, NONE),
}
"""By fee mode: the routes on which it is possible, what its preset is given, the volume."""

PAIRS = [(mode, route) for mode, (routes, _, _) in CASES.items() for route in routes]


def terms_of(mode, route):
    options = dict(CASES[mode][1])
    if route is not Route.TRANSFER:
        options |= {"route": route, "months": 24}
    return preset(mode, **options)


def test_every_fee_mode_is_lived_through():
    assert set(CASES) == set(FeeMode)


@pytest.mark.parametrize(("mode", "route"), PAIRS, ids=lambda each: each.value)
def test_preview_obligations_text_filing_and_ledger_agree(app, mode, route):
    terms = terms_of(mode, route)
    assert terms.fee_mode is mode
    journey = Journey(app, terms, CASES[mode][2]).sign().live()
    assert journey.signed.effective_on == journey.begins_on
    assert_lines(journey)
    assert_printed(journey.agreement)
    assert_filed(journey)
    assert_booked(journey)


def test_milestones_are_paid_when_they_are_accepted(app):
    terms = preset(FeeMode.INSTALMENTS, amounts_fen=[1], route=Route.ORDINARY, months=24)
    terms = terms.model_copy(update={"instalments": (PROTOTYPE,)})
    journey = Journey(app, terms, Volume(milestones={"首台样机": 5})).sign().live()
    assert_lines(journey)
    assert_booked(journey)


def assert_lines(journey):
    """The preview is what came to be owed, to the fen and the day, and all of it was paid."""
    shown = {(line.key, line.amount_fen, line.due_on) for line in journey.preview.lines}
    rows = [row for row in rows_of(journey.agreement) if row.amount_fen]
    assert {(row.key, row.amount_fen, row.due_on) for row in rows} == shown
    assert sum(row.amount_fen for row in rows) == journey.preview.total_fen
    assert {row.status for row in rows} <= {ObligationStatus.PAID}
    assert journey.preview.undated == ()


def assert_printed(agreement):
    """Every amount and rate of the record stands in the sealed text, and no other amount does."""
    assert seal_pending() >= 1
    text = text_of(files.get(sealed(agreement).sealed_sha256))
    printed = set(re.findall(r"人民币([\d,]+\.\d\d)元", text))
    amounts = amounts_of(as_data(agreement.record))
    for fen in amounts:
        assert amount_zh(fen) in text
    for ppm in rates_of(as_data(agreement.record)):
        assert percent(ppm) in text
    total = sum(item.amount_fen for item in agreement.record.instalments)
    assert printed <= {Money(fen).yuan() for fen in {*amounts, total}}


def assert_filed(journey):
    """The filing JSON of a package says of the fee what is owed; its terms are the signed ones."""
    agreement = journey.agreement
    kind = next(each.kind for each in of_agreement(agreement) if "prepare" in each.actions)
    package = prepared(filing(agreement, kind))
    with ZipFile(BytesIO(files.get(package.package_sha256))) as archive:
        filed = json.loads(archive.read(FILE_NAMES["record"]))
    assert filed["terms"] == {"sha256": digest(agreement.record), "record": agreement.terms}
    fee = filed["record"]["fee"]
    lines = {
        (each["key"], each["amount"]["amount"], each["due_on"])
        for each in fee["obligations"]
        if each["amount"]["amount"]
    }
    shown = {(line.key, line.amount_fen, line.due_on.isoformat()) for line in journey.preview.lines}
    assert lines == shown
    assert fee["paid"]["amount"] == journey.preview.total_fen


def assert_booked(journey):
    """The ledger: all that was due is settled, and as much as was previewed reached the licensor."""
    agreement, total = journey.agreement, journey.preview.total_fen

    def account(kind, organization):
        code = AccountCode(kind, organization.public_id, agreement.public_id)
        return balance(str(code))

    assert account(AccountKind.RECEIVED, agreement.licensor) == total
    assert account(AccountKind.PAID, agreement.licensee) == -total
    assert account(AccountKind.RECEIVABLE, agreement.licensor) == 0
    assert account(AccountKind.PAYABLE, agreement.licensee) == 0
    assert sum(payment.amount_fen for payment in counted(agreement)) == total


def amounts_of(data):
    return set(_values(data, lambda key: key.endswith("_fen") or key == "fen_per_unit"))


def rates_of(data):
    return set(_values(data, lambda key: key in ("rate_ppm", "shares_ppm")))


def _values(data, wanted):
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, int) and not isinstance(value, bool) and wanted(key):
                yield value
            yield from _values(value, wanted)
    elif isinstance(data, list):
        for each in data:
            yield from _values(each, wanted)


def test_control_one_fen_off_is_seen(app, monkeypatch):
    """Obligations that follow other figures than the signed ones are told apart."""
    from dataclasses import replace

    from marketplace.obligations import lines

    def dearer(*arguments):
        return tuple(
            replace(line, amount_fen=line.amount_fen and line.amount_fen + 1)
            for line in amended_schedule(*arguments)
        )

    monkeypatch.setattr(lines, "amended_schedule", dearer)
    journey = Journey(app, terms_of(FeeMode.LUMP_SUM, Route.ORDINARY), NONE).sign().live()
    with pytest.raises(AssertionError):
        assert_lines(journey)
    with pytest.raises(AssertionError):
        assert_booked(journey)
