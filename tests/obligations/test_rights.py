"""The patent passes, ends or is declared invalid: what becomes of the licenses on it (N6)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import policies
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.deeds import services as deeds
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from marketplace.obligations import demands, papers, rights
from marketplace.obligations.creditors import creditor
from marketplace.obligations.models import Fact, FactKind
from marketplace.obligations.services import rows_of
from marketplace.patents.enums import LegalStatus, StatusSource
from marketplace.patents.services import prove_claim, set_legal_status
from marketplace.payments import services as payments
from marketplace.payments.payees import payee_of
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import make_administrator, owner_of
from tests.declarations.factories import make_patentee
from tests.listings.factories import give_account

DAY = timedelta(1)


def instalments():
    """Two instalments: one due now, one in a year."""
    terms = preset(FeeMode.INSTALMENTS, route=Route.ORDINARY, amounts_fen=(600_000, 400_000))
    return deals.accepted(deals.published(terms=terms))


def passes(agreement, on, holder=None):
    holder = holder or make_patentee()
    give_account(holder)
    staff = make_administrator()
    for patent in agreement.patents:
        with transaction():
            prove_claim(patent, holder, "0" * 64, staff, passed_on=on)
    return holder


def told(organization):
    rows = db.session.scalars(select(InboxMessage).filter_by(organization_id=organization.id))
    return {row.code for row in rows}


@pytest.mark.databases("sqlite", "postgresql")
def test_the_license_goes_on_and_later_fees_are_the_new_holders(app):
    agreement = instalments()
    seller, text = agreement.licensor, agreement.text_sha256
    first, second = rows_of(agreement)
    holder = passes(agreement, clock.today())
    assert agreement.status is S.EFFECTIVE
    assert agreement.text_sha256 == text
    db.session.refresh(second)
    assert (first.payee, second.payee) == (None, holder.public_id)
    for party in (agreement.licensee, seller, holder):
        assert "agreement_patent_passed" in told(party)
    assert payee_of(agreement) is seller, "what accrued before is the seller's"
    assert payments.due_now_fen(agreement) == 600_000
    paid = deals.pay(agreement, 1_000_000, clock.today())
    with transaction():
        payments.confirm(paid, owner_of(seller))
    db.session.expire_all()
    assert (first.open_fen, second.open_fen) == (0, 400_000), "never on the other's account"
    assert payee_of(agreement) is holder
    with clock.at(second.due_on):
        paid = deals.pay(agreement, 400_000, clock.today())
        assert paid.licensor is holder


def test_papers_and_demands_are_those_of_whom_the_money_is_owed_to(app):
    agreement = instalments()
    give_account(agreement.licensor)
    seller = agreement.licensor
    holder = passes(agreement, clock.today())
    first, second = rows_of(agreement)
    assert (creditor(first), creditor(second)) == (seller, holder)
    account = papers.reminder(first, clock.today(), "zh")["facts"]
    assert seller.name in str(account)
    assert holder.name not in str(account)
    assert holder.name in str(papers.reminder(second, second.due_on, "zh")["facts"])
    late = second.due_on + 400 * DAY
    assert first.is_in_default(late)
    assert demands.in_default([first, second], late) == [second]


def test_without_the_day_of_a_registered_transfer_nothing_passes(app):
    """The negative control: a mere correction of a wrong claim moves no fees."""
    agreement = instalments()
    holder = make_patentee()
    with transaction():
        prove_claim(agreement.patents[0], holder, "0" * 64, make_administrator())
    assert agreement.successor is None
    assert {row.payee for row in rows_of(agreement)} == {None}
    assert "agreement_patent_passed" not in told(holder)


def test_the_new_holder_acts_and_the_old_one_only_reads(app):
    agreement = instalments()
    seller = agreement.licensor
    holder = passes(agreement, clock.today())
    assert policies.may_view(owner_of(seller), agreement)
    assert policies.may_view(owner_of(holder), agreement)
    assert not policies.may_sign_for(owner_of(seller), agreement, Side.LICENSOR)
    assert policies.may_sign_for(owner_of(holder), agreement, Side.LICENSOR)
    from marketplace.agreements import services

    with pytest.raises(NotAllowed), transaction():
        services.serve_demand(agreement, 1, clock.today() + DAY, owner_of(seller))
    with transaction():
        services.serve_demand(agreement, 1, clock.today() + DAY, owner_of(holder))
    assert agreement.status is S.DEMAND_SERVED
    assert deeds.notice_is_due is not None


@pytest.mark.parametrize(
    ("status", "kind", "standing"),
    [
        (LegalStatus.WHOLLY_INVALID, FactKind.INVALIDATED, {"on_hold", "void"}),
        (LegalStatus.TERMINATED, FactKind.LAPSED, {"due", "void"}),
    ],
)
def test_invalid_means_on_hold_and_ended_means_no_more(app, status, kind, standing):
    agreement = instalments()
    for _ in range(2):
        with transaction():
            set_legal_status(
                agreement.patents[0],
                status,
                StatusSource.GAZETTE,
                clock.today(),
                owner_of(agreement.licensor),
            )
    assert {row.status.value for row in rows_of(agreement)} == standing
    (fact,) = db.session.scalars(select(Fact)).all()
    assert fact.kind is kind
    tags = [event.tag for event in history(agreement)]
    assert tags.count("agreement:right_lost") == 1
    for party in (agreement.licensee, agreement.licensor):
        assert told(party) & {"agreement_patent_invalidated", "agreement_patent_lapsed"}


@pytest.mark.parametrize("source", [StatusSource.PATENTEE])
def test_only_the_offices_word_counts(app, source, monkeypatch):
    agreement = instalments()
    look = (agreement.patents[0], LegalStatus.TERMINATED, source, clock.today())
    with transaction():
        set_legal_status(*look, owner_of(agreement.licensor))
    assert db.session.scalars(select(Fact)).all() == []
    monkeypatch.setattr(rights, "OFFICIAL", frozenset(StatusSource))
    with transaction():
        set_legal_status(*look, owner_of(agreement.licensor))
    assert len(db.session.scalars(select(Fact)).all()) == 1, "the control: it would have counted"


def test_an_open_notice_can_no_longer_make_a_license(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    with transaction():
        set_legal_status(
            agreement.patents[0],
            LegalStatus.WHOLLY_INVALID,
            StatusSource.OFFICE_QUERY,
            clock.today(),
            owner_of(agreement.licensor),
        )
    assert (agreement.status, agreement.end_reason) == (S.LAPSED, "patent_ended")
