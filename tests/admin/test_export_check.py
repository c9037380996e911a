"""The result of the technology-export check: what it releases, and when it is refused."""

import pytest

from marketplace.accounts.models import OrganizationKind
from marketplace.agreements import clocks as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_administrator, make_member
from tests.admin import scenes
from tests.declarations.posting import post


def _notice(agreement):
    return f"/admin/held-notices/{agreement.public_id}"


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_result_of_the_check_serves_the_notice(
    staff, administrator, last_event, inbox_of, lang
):
    agreement = scenes.held()
    page = visit(staff, _notice(agreement) + f"?lang={lang}")
    page.send(finding="free").follow()
    assert agreement.status is AgreementStatus.EFFECTIVE
    event = last_event("agreement:export_check")
    assert (event.data, event.actor_id) == (
        {"finding": "free", "reference": ""},
        administrator.public_id,
    )
    assert last_event("agreement:release").actor_id == administrator.public_id
    assert "agreement:export_released" in inbox_of(agreement.licensee)
    assert "agreement_notice_delivered" in inbox_of(agreement.licensor)


def test_restricted_technology_needs_its_license(staff, last_event):
    agreement = scenes.held()
    page = visit(staff, _notice(agreement))
    refused = page.send(finding="restricted")
    assert (refused.status, bool(refused.error_at("reference"))) == (422, True)
    assert agreement.status is AgreementStatus.HELD
    assert last_event("agreement:export_check") is None
    page.send(finding="restricted", reference="粤商技出〔2026〕7号").follow()
    assert agreement.status is AgreementStatus.EFFECTIVE


def test_a_result_must_be_chosen(staff):
    agreement = scenes.held()
    assert visit(staff, _notice(agreement)).send().status == 422
    assert agreement.status is AgreementStatus.HELD


def test_a_party_that_is_not_verified_is_verified_first(staff):
    agreement = scenes.held()
    deals.unverify(agreement.licensee)
    assert post(staff, _notice(agreement), finding="free") == 409
    assert agreement.status is AgreementStatus.HELD


def test_a_notice_that_waits_for_nothing_is_refused(staff, last_event):
    agreement = deals.noticed(deals.published(), deals.licensee())
    assert post(staff, _notice(agreement), finding="free") == 409
    assert last_event("agreement:export_check") is None


@pytest.mark.parametrize("side", ["licensor", "licensee"])
def test_a_member_of_a_party_enters_no_result(app, side):
    agreement, administrator = scenes.held(), make_administrator()
    make_member(getattr(agreement, side), administrator)
    assert post(client_of(app, administrator), _notice(agreement), finding="free") == 403
    assert agreement.status is AgreementStatus.HELD


def test_without_an_inbox_the_released_notice_waits_for_its_proof(staff):
    listing = deals.published()
    listing.designates_inbox = False
    db.session.commit()
    agreement = deals.noticed(listing, deals.licensee(abroad=True))
    assert post(staff, _notice(agreement), finding="free") == 303
    assert (agreement.status, agreement.held_reason) == (AgreementStatus.NOTICE_SENT, None)


def test_a_contract_waits_for_the_check_too(staff, inbox_of):
    """Concluded, paid if asked, but no effect and no filing before the technology may leave."""
    listing = deals.published(FeeMode.FREE, Route.ORDINARY)
    party = deals.licensee(kind=OrganizationKind.FOREIGN_PARTY, code=None, abroad=True)
    agreement = deals.accepted(listing, party)
    assert agreement.status is AgreementStatus.CONCLUDED
    assert agreement.held_reason == "export_check"
    agreements.run()
    assert agreement.status is AgreementStatus.CONCLUDED, "the clock releases nothing"
    visit(staff, _notice(agreement)).send(finding="free").follow()
    db.session.refresh(agreement)
    assert agreement.status is AgreementStatus.EFFECTIVE
    assert "agreement:export_released" in inbox_of(party)
