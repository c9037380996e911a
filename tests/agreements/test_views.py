"""The three steps to a signature in a browser: check, read, sign; and what stops them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Signature
from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_member, make_user, owner_of

CONSENT = {"read": "y", "authority": "y"}


def path(agreement, step):
    return f"/agreements/{agreement.public_id}/{step}"


def browser_of(app, organization):
    return client_of(app, owner_of(organization))


def post(client, address, **values):
    """Send a form that stands on no page of this side, as its maker might try."""
    token = visit(client, "/agreements").soup.select_one("input[name=csrf_token]")["value"]
    data = {"csrf_token": token, **values}
    return client.post(address, data=data, headers={"Referer": "http://localhost/"})


def signatures():
    db.session.rollback()
    return db.session.scalar(select(func.count(Signature.id)))


@pytest.fixture
def agreement(app):
    return deals.drafted(deals.published())


@pytest.mark.databases("sqlite", "postgresql")
def test_from_the_listing_to_the_license(app):
    listing, company = deals.published(), deals.licensee()
    client = browser_of(app, company)
    taken = post(client, f"/listings/{listing.public_id}/agreements")
    assert taken.status_code == 303
    agreement = db.session.scalars(select(Agreement)).one()
    assert taken.location.endswith(path(agreement, "check"))
    check = visit(client, path(agreement, "check"))
    assert check.status == 200
    for words in (agreement.licensor.name, agreement.licensee.name, agreement.patents[0].number):
        assert words in check.text
    text = visit(client, path(agreement, "text"))
    assert text.status == 200
    done = visit(client, path(agreement, "signature")).send(**CONSENT, password=PASSWORD)
    assert done.status == 303
    db.session.refresh(agreement)
    assert agreement.status is S.EFFECTIVE


def test_the_text_shown_is_the_text_signed(app, agreement):
    client = browser_of(app, agreement.licensee)
    page = visit(client, path(agreement, "signature"))
    shown = page.soup.select_one("input[name=text_sha256]")["value"]
    assert shown in page.text
    page.send(**CONSENT, password=PASSWORD)
    db.session.refresh(agreement)
    assert agreement.text_sha256 == shown == agreement.signatures[0].text_sha256


def test_a_changed_text_is_not_signed(app, agreement):
    page = visit(browser_of(app, agreement.licensee), path(agreement, "signature"))
    answer = page.send(**CONSENT, password=PASSWORD, text_sha256="0" * 64)
    assert answer.status == 409
    assert signatures() == 0


def test_a_wrong_password_signs_nothing_and_is_kept_on_record(app, agreement):
    """R-21: the failure's own event survives."""
    page = visit(browser_of(app, agreement.licensee), path(agreement, "signature"))
    answer = page.send(**CONSENT, password="wrong")
    assert answer.status == 422
    assert answer.error_at("password")
    assert signatures() == 0
    db.session.refresh(agreement)
    assert agreement.status is S.DRAFT
    tags = db.session.scalars(select(AuditEvent.tag)).all()
    assert tags.count("user:confirm_password_failed") == 1


@pytest.mark.parametrize("missing", ["read", "authority", "password"])
def test_a_box_left_empty_stops_the_signature(app, agreement, missing):
    page = visit(browser_of(app, agreement.licensee), path(agreement, "signature"))
    values = {**CONSENT, "password": PASSWORD}
    values.pop(missing)
    answer = page.send(**values)
    assert answer.status == 422
    assert answer.error_at(missing)
    assert signatures() == 0


def test_a_second_submit_changes_nothing(app, agreement):
    client = browser_of(app, agreement.licensee)
    page = visit(client, path(agreement, "signature"))
    for _ in range(2):
        assert page.send(**CONSENT, password=PASSWORD).status == 303
    assert signatures() == 1


def test_the_time_of_signing_is_not_the_clients(app, agreement):
    """R-13: nothing of the record can be set from the form."""
    page = visit(browser_of(app, agreement.licensee), path(agreement, "signature"))
    page.send(
        **CONSENT,
        password=PASSWORD,
        signed_at="2020-01-01T00:00:00Z",
        first_signed_at="2020-01-01",
        effective_on="2020-01-01",
        status="effective",
        fee_mode="negotiable",
    )
    db.session.refresh(agreement)
    assert clock.now() - agreement.signatures[0].signed_at < timedelta(minutes=5)
    assert agreement.effective_on == clock.today()
    assert agreement.fee_mode is FeeMode.FREE


@pytest.mark.parametrize(
    "step", ["check", "text", "signature", "preview.pdf", "document.pdf", "delivery", "payment"]
)
def test_a_stranger_finds_nothing_here(app, agreement, step):
    stranger = browser_of(app, deals.licensee())
    assert stranger.get(path(agreement, step)).status_code == 404


@pytest.mark.parametrize("step", ["check", "text", "signature"])
def test_a_visitor_is_asked_to_sign_in(app, client, agreement, step):
    assert client.get(path(agreement, step)).status_code in (302, 303)


def test_who_belongs_to_no_organization_sees_nothing(app, agreement):
    answer = client_of(app, make_user()).get(path(agreement, "check"))
    assert answer.status_code in (303, 404)


def test_a_viewer_reads_and_does_not_sign(app, agreement):
    viewer = make_member(agreement.licensee).user
    client = client_of(app, viewer)
    assert visit(client, path(agreement, "check")).status == 200
    answer = visit(client, path(agreement, "signature")).send(**CONSENT, password=PASSWORD)
    assert answer.status == 403
    assert signatures() == 0


def test_an_unverified_company_is_told_before_the_click(app):
    company = deals.licensee(verified=False)
    agreement = deals.drafted(deals.published(), company)
    client = client_of(app, owner_of(company))
    for step in ("check", "signature"):
        page = visit(client, path(agreement, step))
        assert page.soup.select_one(".notice, [class*=notice]")
    visit(client, path(agreement, "signature")).send(**CONSENT, password=PASSWORD)
    db.session.refresh(agreement)
    assert agreement.status is S.HELD
    delivered = db.session.scalars(select(InboxMessage.code)).all()
    assert "agreement_notice_delivered" not in delivered


def test_the_preview_is_the_text_marked_as_one(app, agreement):
    answer = browser_of(app, agreement.licensee).get(path(agreement, "preview.pdf"))
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_accepting_a_standing_offer_in_the_browser(app):
    agreement = deals.drafted(deals.published(FeeMode.FREE, Route.ORDINARY))
    client = browser_of(app, agreement.licensee)
    done = visit(client, path(agreement, "signature")).send(**CONSENT, password=PASSWORD)
    assert done.status == 303
    db.session.refresh(agreement)
    assert agreement.status is S.EFFECTIVE


def test_dropping_what_nobody_signed(app, agreement):
    client = browser_of(app, agreement.licensee)
    assert post(client, path(agreement, "drop")).status_code == 303
    db.session.refresh(agreement)
    assert agreement.status is S.DROPPED


def test_withdrawing_a_notice_needs_a_reason(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    page = visit(browser_of(app, agreement.licensee), path(agreement, "notice-withdrawal"))
    assert page.send(reason="").status == 422
    assert page.send(reason="改用他案").status == 303
    db.session.refresh(agreement)
    assert agreement.status is S.NOTICE_WITHDRAWN


def test_the_licensor_does_not_withdraw_the_licensees_notice(app):
    agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN))
    client = browser_of(app, agreement.licensor)
    answer = post(client, path(agreement, "notice-withdrawal"), reason="不同意")
    assert answer.status_code == 403
    db.session.refresh(agreement)
    assert agreement.status is S.AWAITING_PAYMENT


def test_the_licensor_does_not_evaluate_the_licensees_trial(app):
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=5_000_000)
    agreement = deals.accepted(listing)
    client = browser_of(app, agreement.licensor)
    for step in ("evaluation", "trial-return"):
        assert post(client, path(agreement, step), reason="x").status_code == 403
    db.session.refresh(agreement)
    assert agreement.status is S.ON_TRIAL


def test_all_agreements_of_the_organization_and_no_other(app, agreement):
    other = deals.drafted(deals.published(), deals.licensee())
    page = visit(browser_of(app, agreement.licensee), "/agreements")
    assert page.status == 200
    assert agreement.public_id in str(page.soup)
    assert other.public_id not in str(page.soup)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("step", ["check", "text", "signature"])
def test_every_step_stands_in_both_languages(app, agreement, step, language):
    client = browser_of(app, agreement.licensee)
    page = visit(client, path(agreement, step), headers={"Accept-Language": language})
    assert page.status == 200
