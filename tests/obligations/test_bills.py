"""Royalty bills and statements over time: late, corrected, duplicate, zero, missing, unanswered (R-56);
one bill however often and wherever a period is closed (R-57)."""

from unittest.mock import patch

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.database import transaction
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import bills, estimates, inspections, papers, plausibility, services
from marketplace.obligations.models import BillKind, InspectionStatus, RoyaltyBill, StatementStatus
from marketplace.obligations.performance import Kept, performance
from marketplace.obligations.plausibility import Remark
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Limit, Royalty, Tier
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.factories import make_organization, owner_of
from tests.obligations.licenses import DAY, accept, report, run_on, with_royalty

BOTH = pytest.mark.databases("sqlite", "postgresql")
SALES = 100_000_000
ROYALTY = 2_000_000


def amounts(agreement):
    return [(each.kind.value, each.amount_fen) for each in reversed(bills.bills_of(agreement))]


def close(agreement):
    """Close the period, as every refresh does."""
    with transaction():
        services.refresh(agreement)


@BOTH
def test_a_period_closed_ten_times_is_billed_once(app):
    agreement = with_royalty()
    row = rows_of(agreement)[0]
    accept(report(agreement, row, SALES))
    for _ in range(10):
        close(agreement)
    run_on(row.due_on + DAY)
    assert amounts(agreement) == [("bill", ROYALTY)]
    (bill,) = bills.bills_of(agreement)
    document = current(bill, DocumentKind.STATEMENT)
    assert document.number == bill.number == f"TC-{row.period_to.year}-000001"
    assert document.title == "提成费结算单"
    assert db.session.scalar(select(func.count(Document.id)).where(
        Document.subject_type == "royalty_bills")) == 1  # fmt: skip


def test_control_a_close_that_did_not_look_would_bill_again(app):
    agreement = with_royalty()
    accept(report(agreement, rows_of(agreement)[0], SALES))
    with (
        patch.object(bills, "_known", lambda _rows: {}),
        pytest.raises(IntegrityError, match="royalty_bills"),
    ):
        close(agreement)


@BOTH
def test_a_correction_takes_the_bill_back_and_makes_a_new_one(app):
    """The original stays as it was; the credit note names it; the numbers are gapless."""
    agreement = with_royalty()
    row = rows_of(agreement)[0]
    accept(report(agreement, row, SALES))
    original = bills.bills_of(agreement)[0]
    before = current(original, DocumentKind.STATEMENT).record_sha256
    accept(report(agreement, row, SALES // 2, row.due_on), row.due_on)
    accept(report(agreement, row, SALES // 2, row.due_on), row.due_on)
    assert amounts(agreement) == [
        ("bill", ROYALTY), ("credit_note", -ROYALTY), ("bill", ROYALTY // 2)
    ]  # fmt: skip
    new, note, first = bills.bills_of(agreement)
    assert (note.corrects, first.amount_fen) == (original, ROYALTY)
    assert current(first, DocumentKind.STATEMENT).record_sha256 == before
    assert [each.number[-6:] for each in (first, note, new)] == ["000001", "000001", "000002"]
    assert papers.bill(note, "zh")["total"]["value"] == "-¥20,000.00"
    assert "冲减" in papers.bill(note, "zh")["title"]


def test_the_database_refuses_to_change_a_bill(app):
    agreement = with_royalty()
    accept(report(agreement, rows_of(agreement)[0], SALES))
    with pytest.raises(Exception, match="append-only"), transaction():
        db.session.execute(db.update(RoyaltyBill).values(amount_fen=1))


def test_a_correction_of_an_early_period_corrects_the_tiers_of_the_later_ones(app):
    royalty = Royalty(
        base="net_sales",
        tiers=(Tier(up_to=SALES, rate_ppm=20_000), Tier(rate_ppm=10_000)),
        cap=Limit(amount_fen=10_000_000),
    )
    terms = Terms.of(Route.ORDINARY, period={"months": 24}, royalty=royalty)
    agreement = deals.accepted(deals.published(terms=terms))
    first, second = rows_of(agreement)[:2]
    accept(report(agreement, first, SALES))
    accept(report(agreement, second, SALES))
    accept(report(agreement, first, 0, second.period_to + DAY), second.period_to + DAY)
    standing = [
        bill.amount_fen
        for bill in bills.bills_of(agreement)
        if bill.kind is BillKind.BILL and not any(
            each.corrects_id == bill.id for each in bills.bills_of(agreement))
    ]  # fmt: skip
    assert standing == [ROYALTY, 0]
    assert [row.amount_fen for row in rows_of(agreement)[:2]] == standing[::-1]


def test_zero_is_billed_as_zero_and_a_late_report_is_kept_as_late(app):
    agreement = with_royalty()
    first, second = rows_of(agreement)[:2]
    accept(report(agreement, first, 0))
    accept(
        report(agreement, second, SALES, second.period_to + 45 * DAY), second.period_to + 50 * DAY
    )
    assert amounts(agreement) == [("bill", 0), ("bill", ROYALTY)]
    kept = performance(agreement, second.period_to + 50 * DAY)
    assert (kept.reported(Kept.IN_TIME), kept.reported(Kept.LATE)) == (1, 1)


def test_a_corrected_figure_makes_no_late_report_of_one_that_came_in_time(app):
    agreement = with_royalty()
    first = rows_of(agreement)[0]
    accept(report(agreement, first, 0))
    long_after = first.period_to + 90 * DAY
    accept(report(agreement, first, SALES, long_after), long_after)
    kept = performance(agreement, long_after)
    assert [each.corrects for each in kept.reports] == [True, False]
    assert {each.kept for each in kept.reports} == {Kept.IN_TIME}
    assert (kept.reported(Kept.IN_TIME), kept.reported(Kept.LATE)) == (1, 0)


def codes(organization):
    return list(
        db.session.scalars(
            select(InboxMessage.code).where(InboxMessage.organization_id == organization.id)
        )
    )


@BOTH
def test_a_missing_report_is_reminded_of_then_estimated_and_the_report_takes_its_place(app):
    agreement = with_royalty()
    first, second = rows_of(agreement)[:2]
    accept(report(agreement, first, SALES))
    run_on(second.period_to + 23 * DAY)
    assert codes(agreement.licensee).count("royalty_report_due") == 1
    assert estimates.estimates_of(agreement) == {}
    run_on(second.period_to + 31 * DAY)
    assert codes(agreement.licensee).count("royalty_report_late") == 1
    assert codes(agreement.licensor).count("royalty_report_late") == 1
    (made,) = estimates.estimates_of(agreement).values()
    days = (second.period_to - second.period_from).days + 1
    first_days = (first.period_to - first.period_from).days + 1
    assert made.quantity == SALES * days // first_days
    assert (second.amount_fen, made.amount_fen) == (None, (made.quantity + 25) // 50)
    run_on(second.due_on + 30 * DAY)
    assert (second.amount_fen, second.posted_fen) == (None, 0)
    assert amounts(agreement) == [("bill", ROYALTY)]
    accept(report(agreement, second, SALES, second.due_on + 30 * DAY), second.due_on + 30 * DAY)
    assert estimates.estimates_of(agreement) == {}
    assert second.amount_fen == ROYALTY


def test_silence_is_acceptance_only_where_the_terms_say_so(app):
    agreed = preset(FeeMode.ROYALTY, rate_ppm=20_000, route=Route.ORDINARY)
    agreed = agreed.model_copy(
        update={"royalty": agreed.royalty.model_copy(update={"answer_days": 15})}
    )
    silent = deals.accepted(deals.published(terms=agreed))
    plain = with_royalty()
    row, other = rows_of(silent)[0], rows_of(plain)[0]
    said, kept = report(silent, row, SALES), report(plain, other, SALES)
    run_on(row.period_to + 16 * DAY)
    assert said.status is StatementStatus.SUBMITTED
    run_on(row.period_to + 40 * DAY)
    assert (said.status, said.accepted_by_time) == (StatementStatus.ACCEPTED, True)
    assert kept.status is StatementStatus.SUBMITTED
    assert (row.amount_fen, other.amount_fen) == (ROYALTY, None)
    assert codes(silent.licensor).count("royalty_statement_accepted_by_time") == 1


def test_accounts_are_inspected_once_in_a_royalty_year_by_the_right_side(app):
    agreement = with_royalty()
    licensor, licensee = owner_of(agreement.licensor), owner_of(agreement.licensee)
    wished = clock.today() + 10 * DAY
    with pytest.raises(NotAllowed), transaction():
        inspections.request(agreement, "台账", wished, licensee)
    with transaction():
        made = inspections.request(agreement, "2027 年许可产品台账", wished, licensor)
    with pytest.raises(Refused) as refusal, transaction():
        inspections.request(agreement, "再查", wished, licensor)
    assert refusal.value.code == "inspected_this_year"
    with transaction():
        inspections.open_books(made, "附后", None, licensee)
    with transaction():
        inspections.close(made, "与报告一致", licensor)
    assert made.status is InspectionStatus.CLOSED
    with clock.at(clock.add_months(clock.today(), 12) + 2 * DAY), transaction():
        again = inspections.request(agreement, "次年台账", clock.today() + DAY, licensor)
    assert again.year == made.year + 1


def test_a_figure_is_looked_at_beside_history_and_sector_and_never_stopped(app):
    agreement = with_royalty()
    agreement.licensee.industry = "C3841"
    db.session.commit()
    rows = rows_of(agreement)
    first = report(agreement, rows[0], SALES)
    assert plausibility.look(first).remarks == (Remark.NOTHING_BEFORE,)
    accept(first)
    for quantity, remark in (
        (SALES, Remark.USUAL),
        (0, Remark.ZERO_AFTER_SALES),
        (SALES // 3, Remark.MUCH_LOWER),
        (3 * SALES, Remark.MUCH_HIGHER),
    ):
        said = report(agreement, rows[1], quantity)
        assert plausibility.look(said).remarks == (remark,)
    accept(said)
    assert rows[1].amount_fen == 3 * ROYALTY


def test_the_sector_speaks_only_for_five_of_three_licensors(app):
    mine = with_royalty()
    mine.licensee.industry = "C3841"
    listings = [deals.published(FeeMode.ROYALTY, Route.ORDINARY, rate_ppm=20_000) for _ in range(3)]
    for number in range(5):
        firm = make_organization(industry="C3842")
        other = deals.accepted(listings[number % 3], firm)
        accept(report(other, rows_of(other)[0], SALES))
        said = report(mine, rows_of(mine)[0], 1 + number)
        spoken = plausibility.look(said).remarks[1:]
        assert spoken == ((Remark.SECTOR_BELOW,) if number == 4 else ())
