"""Filings of declarations: they follow the declaration, and a bar makes withdrawal a duty."""

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus as D
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents.enums import Bar, BarState
from marketplace.patents.signals import patents_changed
from marketplace.registration import messages, queries, services
from marketplace.registration.models import FilingStatus as S
from marketplace.registration.models import Note
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import clear_bars, make_declaration
from tests.registration import scenes


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (D.PREPARING, None),
        (D.APPROVING, None),
        (D.READY, S.DUE),
        (D.SUBMITTED, S.SUBMITTED),
        (D.CORRECTION, S.CORRECTION),
        (D.ANNOUNCED, S.DONE),
        (D.NOT_ANNOUNCED, S.REFUSED),
        (D.ENDED, S.DONE),
    ],
)
def test_the_filing_stands_where_the_declaration_stands(app, status, expected):
    filing = queries.one(make_declaration(status), Duty.DECLARATION)
    assert (filing.status if filing else None) == expected


def test_an_announced_declaration_leaves_number_day_and_evidence(app):
    declaration = make_declaration(D.ANNOUNCED)
    filing = queries.one(declaration, Duty.DECLARATION)
    assert filing.number == declaration.number
    assert filing.done_on == declaration.announced_on
    assert filing.receipt_sha256 == declaration.evidence_sha256
    assert filing.submitted_on == declaration.submitted_on


@pytest.mark.parametrize(
    ("status", "expected"),
    [(D.ANNOUNCED, None), (D.WITHDRAWING, S.SUBMITTED), (D.WITHDRAWN, S.DONE)],
)
def test_a_withdrawal_has_a_filing_of_its_own(app, status, expected):
    filing = queries.one(make_declaration(status), Duty.WITHDRAWAL)
    assert (filing.status if filing else None) == expected


def test_a_withdrawal_that_the_office_does_not_announce_is_refused(app):
    declaration = make_declaration(D.WITHDRAWING)
    with transaction():
        declarations.refuse_withdrawal(
            declaration, owner_of(declaration.organization), clock.today()
        )
    filing = queries.one(declaration, Duty.WITHDRAWAL)
    assert filing.status is S.REFUSED
    assert filing.refused_on == clock.today()


def test_what_the_office_does_is_entered_at_the_declaration_only(app):
    filing = queries.one(make_declaration(D.SUBMITTED), Duty.DECLARATION)
    with pytest.raises(Refused) as refusal, transaction():
        services.accept(filing, clock.today(), owner_of(filing.filer))
    assert refusal.value.code == "entered_at_declaration"


def barred(patent, state=BarState.BARRED, bars=(Bar.PLEDGED,)):
    clear_bars(patent, state, bars=list(bars))
    db.session.commit()


def codes(organization):
    return db.session.scalars(
        select(InboxMessage.code).where(InboxMessage.organization_id == organization.id)
    ).all()


def test_a_notice_while_a_bar_stands_warns_both_and_opens_the_withdrawal(app):
    listing = scenes.published()
    agreement = deals.drafted(listing, scenes.licensee())
    barred(agreement.patents[0])
    with transaction():
        from marketplace.agreements import services as agreements

        agreements.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    filing = queries.one(agreement.declaration, Duty.WITHDRAWAL)
    assert (filing.status, filing.note) == (S.DUE, Note.BAR_ARISEN)
    assert filing.filer == agreement.licensor
    assert filing.due_on == clock.today()
    assert messages.WITHDRAWAL in codes(agreement.licensor)
    assert messages.BARS in codes(agreement.licensee)


def test_clear_bars_open_no_withdrawal(app):
    agreement = scenes.free()
    assert queries.one(agreement.declaration, Duty.WITHDRAWAL) is None
    assert messages.BARS not in codes(agreement.licensee)


def test_the_patentee_is_told_once_and_every_licensee_is_warned(app):
    listing = scenes.published()
    barred(listing.items[0].patent)
    for _ in range(3):
        agreement = deals.noticed(listing, scenes.licensee())
        assert codes(agreement.licensee).count(messages.BARS) == 1
    assert codes(listing.organization).count(messages.WITHDRAWAL) == 1


def test_a_bar_that_is_found_while_announced_is_a_duty_without_any_notice(app):
    declaration = make_declaration(D.ANNOUNCED)
    barred(declaration.patent)
    with transaction():
        patents_changed.send([declaration.patent])
    assert queries.one(declaration, Duty.WITHDRAWAL).status is S.DUE


def test_the_duty_ends_only_when_the_bar_is_gone_and_comes_back_with_it(app):
    declaration = make_declaration(D.ANNOUNCED)
    barred(declaration.patent)
    with transaction():
        filing = services.require_withdrawal(declaration, [])
    by = owner_of(filing.filer)
    with pytest.raises(Refused) as refusal, transaction():
        services.dispense(filing, "已经没有质押", by)
    assert refusal.value.code == "filing_required"
    barred(declaration.patent, BarState.CLEAR)
    with transaction():
        services.dispense(filing, "质押已注销", by)
    assert filing.status is S.NOT_NEEDED
    barred(declaration.patent)
    with transaction():
        services.require_withdrawal(declaration, [])
    assert filing.status is S.DUE
