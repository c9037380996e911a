"""Open licenses: effect by notice and payment (R-65), once however often (R-16, R-75), bound to the
text that was shown (R-73), never blocked but where the right or the declaration ended."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts import services as accounts
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services, texts
from marketplace.agreements.effect import Payment, open_effect
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Signature
from marketplace.agreements.services import Act, notices
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.material_models import FileKind
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.models import BarState, LegalStatus
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from marketplace.terms.record import as_data, digest
from tests import deals
from tests.accounts.factories import make_administrator, make_member, make_organization, owner_of
from tests.declarations.factories import clear_bars, evidence

BOTH = pytest.mark.databases("sqlite", "postgresql")


@BOTH
def test_a_free_open_license_takes_effect_with_the_arrival_of_the_notice(app):
    agreement = deals.noticed(deals.published(FeeMode.FREE))
    assert agreement.status is S.EFFECTIVE
    assert agreement.effective_on == agreement.delivered_on == clock.today()
    tags = [event.tag for event in history(agreement)]
    for tag in ("agreement:sign", "agreement:deliver", "agreement:take_effect"):
        assert tags.count(tag) == 1


@BOTH
@pytest.mark.parametrize(("missing", "status"), [(1, S.AWAITING_PAYMENT), (0, S.EFFECTIVE)])
def test_one_fen_less_stays_awaiting_payment(app, missing, status):
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    agreement = deals.noticed(listing)
    assert agreement.status is S.AWAITING_PAYMENT
    assert agreement.effective_on is None
    deals.pay(agreement, deals.LUMP_FEN - missing, clock.today())
    assert agreement.status is status


def test_the_later_of_arrival_and_value_day_counts(app):
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    agreement = deals.noticed(listing)
    arrived = clock.today()
    with clock.at(arrived + timedelta(9)):
        deals.pay(agreement, deals.LUMP_FEN, arrived + timedelta(7))
    assert agreement.effective_on == arrived + timedelta(7)


def test_two_parts_make_the_whole_on_the_day_of_the_second(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    arrived = clock.today()
    deals.pay(agreement, 1_000_000, arrived)
    assert agreement.status is S.AWAITING_PAYMENT
    with clock.at(arrived + timedelta(3)):
        deals.pay(agreement, 2_000_000, arrived + timedelta(3))
    assert agreement.effective_on == arrived + timedelta(3)


@BOTH
def test_a_second_signature_changes_nothing(app):
    listing = deals.published()
    agreement = deals.drafted(listing)
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.sign_notice(agreement, act)
    with transaction():
        again = services.sign_notice(agreement, act)
    assert again.id == agreement.id
    assert db.session.scalar(select(func.count(Signature.id))) == 1
    assert [e.tag for e in history(agreement)].count("agreement:sign") == 1


@BOTH
def test_the_same_company_twice_is_the_same_license(app):
    listing = deals.published()
    company = deals.licensee()
    first = deals.noticed(listing, company)
    assert deals.drafted(listing, company).id == first.id
    assert db.session.scalar(select(func.count(Agreement.id))) == 1


def test_many_licensees_hold_a_license_on_one_patent(app):
    listing = deals.published()
    for _ in range(20):
        assert deals.noticed(listing).status is S.EFFECTIVE
    assert db.session.scalar(select(func.count(Agreement.id))) == 20
    assert listing.is_live


def test_a_signer_is_bound_to_the_text_that_was_shown(app):
    """R-73."""
    agreement = deals.drafted(deals.published())
    act = Act(by=owner_of(agreement.licensee), text_sha256="0" * 64)
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_notice(agreement, act)
    assert refusal.value.code == "text_changed"
    assert agreement.status is S.DRAFT


def test_control_without_the_comparison_something_else_would_be_signed_than_was_shown(
    app, monkeypatch
):
    agreement = deals.drafted(deals.published())
    real = notices.fix_text
    monkeypatch.setattr(notices, "fix_text", lambda each, _: real(each, texts.build(each).sha256))
    with transaction():
        services.sign_notice(agreement, Act(by=owner_of(agreement.licensee), text_sha256="0" * 64))
    assert agreement.signatures[0].text_sha256 != "0" * 64


def test_announced_terms_are_not_negotiated(app):
    agreement = deals.drafted(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    cheaper = preset(FeeMode.LUMP_SUM, amount_fen=1)
    with pytest.raises(Refused), transaction():
        services.negotiate(agreement, cheaper, owner_of(agreement.licensee))
    assert agreement.record.lump_sum.amount_fen == deals.LUMP_FEN


def test_a_notice_on_other_terms_than_the_announced_is_refused(app):
    """Whatever put them there: the digest is compared with the declaration's own."""
    agreement = deals.drafted(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    cheaper = preset(FeeMode.LUMP_SUM, amount_fen=1)
    agreement.terms, agreement.terms_sha256 = as_data(cheaper), digest(cheaper)
    db.session.commit()
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    assert refusal.value.code == "differs_from_announcement"


def test_no_notice_before_the_announcement_day(app):
    listing = deals.published()
    agreement = deals.drafted(listing)
    day = agreement.declaration.announced_on - timedelta(1)
    with clock.at(day), pytest.raises(Refused) as refusal, transaction():
        services.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    assert refusal.value.code == "declaration_not_in_force"


def withdraw(declaration, day):
    owner = owner_of(declaration.organization)
    with transaction():
        declarations.request_withdrawal(declaration, owner, day, "拟转让", evidence())
    with transaction():
        declarations.announce_withdrawal(declaration, owner, day, "42卷11期", evidence())


def test_a_withdrawal_ends_new_licenses_and_leaves_those_given(app):
    listing = deals.published()
    earlier = deals.noticed(listing)
    late = deals.drafted(listing)
    with clock.at(clock.today() + timedelta(5)):
        withdraw(earlier.declaration, clock.today())
        with pytest.raises(Refused) as refusal, transaction():
            services.sign_notice(late, deals.act_of(late, owner_of(late.licensee)))
    assert refusal.value.code == "declaration_not_in_force"
    assert earlier.status is S.EFFECTIVE
    codes = db.session.scalars(
        select(InboxMessage.code).where(InboxMessage.organization_id == earlier.licensee_id)
    ).all()
    assert "agreement_declaration_closed" in codes


def test_until_the_office_announces_it_a_withdrawal_changes_nothing(app):
    listing = deals.published()
    agreement = deals.drafted(listing)
    owner = owner_of(listing.organization)
    with transaction():
        declarations.request_withdrawal(
            agreement.declaration, owner, clock.today(), "拟转让", evidence()
        )
    with transaction():
        services.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    assert agreement.status is S.EFFECTIVE


ANNOUNCED, WITHDRAWN = date(2026, 1, 5), date(2026, 6, 10)
"""Days on which the office announces a declaration and its withdrawal."""


@pytest.mark.parametrize(
    ("arrives", "pays", "effect"),
    [
        (date(2026, 6, 9), date(2026, 6, 9), date(2026, 6, 9)),
        (date(2026, 6, 1), date(2026, 6, 9), date(2026, 6, 9)),
        (date(2026, 6, 9), date(2026, 6, 10), None),
        (date(2026, 6, 10), date(2026, 6, 1), None),
        (date(2026, 6, 10), date(2026, 6, 10), None),
    ],
)
def test_the_cut_off_is_the_day_on_which_the_office_announces_the_withdrawal(arrives, pays, effect):
    """R-72: notice and value day both lie before it; that day itself is too late, the day before is
    not, whenever the withdrawal was asked for or entered. Control: without it each makes a license."""
    terms = preset(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    paid = [Payment(deals.LUMP_FEN, pays)]
    assert open_effect(terms, arrives, paid, ANNOUNCED, WITHDRAWN) == effect
    assert open_effect(terms, arrives, paid, ANNOUNCED, None) == max(arrives, pays)


def test_payment_on_the_withdrawal_day_is_too_late(app):
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    agreement = deals.noticed(listing)
    with clock.at(clock.today() + timedelta(5)):
        withdraw(agreement.declaration, clock.today())
    assert agreement.status is S.LAPSED


@pytest.mark.parametrize("status", [LegalStatus.TERMINATED, LegalStatus.WHOLLY_INVALID])
def test_a_notice_on_an_ended_right_is_refused(app, status):
    agreement = deals.drafted(deals.published())
    agreement.patents[0].legal_status = status
    db.session.commit()
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    assert refusal.value.code == "patent_ended"


def test_any_other_bar_does_not_stall_the_law(app):
    """A patentee must not be able to stop notices by stating a bar (PRODUCT §5.1)."""
    agreement = deals.drafted(deals.published())
    clear_bars(agreement.patents[0], BarState.BARRED)
    db.session.commit()
    with transaction():
        services.sign_notice(agreement, deals.act_of(agreement, owner_of(agreement.licensee)))
    assert agreement.status is S.EFFECTIVE


def test_the_notice_of_an_unverified_licensee_is_held_and_served_on_verification(app):
    company = make_organization(verified=False)
    agreement = deals.noticed(deals.published(), company)
    assert (agreement.status, agreement.held_reason) == (S.HELD, "verification")
    assert agreement.deliveries == []
    with transaction():
        accounts.request_verification(company, owner_of(company))
    with transaction():
        accounts.verify_organization(company, make_administrator())
    assert agreement.status is S.EFFECTIVE


def test_a_party_abroad_is_held_for_the_export_check(app):
    agreement = deals.noticed(deals.published(), deals.licensee(abroad=True))
    assert (agreement.status, agreement.held_reason) == (S.HELD, "export_check")


def test_only_a_signatory_with_stated_authority_signs(app):
    agreement = deals.drafted(deals.published())
    viewer = make_member(agreement.licensee).user
    stranger = owner_of(deals.licensee())
    for user in (viewer, stranger):
        with pytest.raises(NotAllowed), transaction():
            services.sign_notice(agreement, deals.act_of(agreement, user))
    assert agreement.status is S.DRAFT


def test_ones_own_listing_cannot_be_taken_up(app):
    listing = deals.published()
    with pytest.raises(Refused) as refusal:
        deals.drafted(listing, listing.organization)
    assert refusal.value.code == "own_listing"


def test_a_withdrawn_notice_makes_no_license(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    with transaction():
        services.withdraw_notice(agreement, "改用他案", owner_of(agreement.licensee))
    assert agreement.status is S.NOTICE_WITHDRAWN
    deals.pay(agreement, deals.LUMP_FEN, clock.today())
    assert agreement.status is S.NOTICE_WITHDRAWN


def test_the_license_expires_on_the_day_after_its_last(app):
    agreement = deals.noticed(deals.published())
    from marketplace.agreements import clocks

    with clock.at(agreement.last_day):
        clocks.run()
        db.session.refresh(agreement)
        assert agreement.status is S.EFFECTIVE
    with clock.at(agreement.last_day + timedelta(1)):
        clocks.run()
    assert agreement.status is S.EXPIRED
    assert agreement.ended_on == agreement.last_day


def told(agreement, code):
    messages = select(InboxMessage).filter_by(organization_id=agreement.licensee_id, code=code)
    return len(db.session.scalars(messages).all())


def test_licensees_are_told_of_the_request_and_of_the_end_once_each(app):
    """指南 5-11-2(2): the patentee withdraws and tells its licensees; the license given stands."""
    agreement = deals.noticed(deals.published())
    declaration, owner = agreement.declaration, owner_of(agreement.licensor)
    with clock.at(clock.today() + timedelta(5)):
        with transaction():
            declarations.request_withdrawal(declaration, owner, clock.today(), "拟转让", evidence())
        assert told(agreement, "agreement_declaration_withdrawing") == 1
        assert told(agreement, "agreement_declaration_closed") == 0
        with transaction():
            declarations.announce_withdrawal(
                declaration, owner, clock.today(), "42卷11期", evidence()
            )
        with transaction():
            declarations.add_file(declaration, FileKind.OTHER, evidence(), "公报.pdf", owner)
    assert told(agreement, "agreement_declaration_withdrawing") == 1
    assert told(agreement, "agreement_declaration_closed") == 1
    assert agreement.status is S.EFFECTIVE


@pytest.mark.parametrize("ending", [declarations.end, declarations.revoke])
def test_an_end_by_the_office_tells_licensees_and_leaves_their_licenses(app, ending):
    agreement = deals.noticed(deals.published())
    day = clock.today() + timedelta(5)
    with clock.at(day), transaction():
        ending(agreement.declaration, owner_of(agreement.licensor), day, evidence())
    assert told(agreement, "agreement_declaration_closed") == 1
    assert agreement.status is S.EFFECTIVE
