"""Who may sign, and until when: refused at the page and behind it, and kept on record (R-14, R-15)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import services as accounts
from marketplace.accounts.models import Role
from marketplace.agreements import clocks, services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_member, owner_of
from tests.agreements.test_views import CONSENT, browser_of, path, signatures


@pytest.fixture
def agreement(app):
    return deals.drafted(deals.published())


def page_of(app, user, agreement):
    return visit(client_of(app, user), path(agreement, "signature"))


def refusals(agreement):
    rows = db.session.scalars(
        select(AuditEvent).where(
            AuditEvent.tag == "agreement:sign_refused", AuditEvent.subject_id == agreement.public_id
        )
    )
    return [(each.data["reason"], each.actor_id) for each in rows]


def take_authority(membership):
    membership.authority_stated_at = None


def take_role(membership):
    membership.set_roles((Role.VIEWER,))


@pytest.mark.parametrize("change", [take_authority, take_role])
def test_who_loses_authority_before_the_click_does_not_sign_and_it_is_kept(app, agreement, change):
    """R-14: the page was open already."""
    member = make_member(agreement.licensee, None, Role.SIGNATORY)
    page = page_of(app, member.user, agreement)
    change(member)
    db.session.commit()
    answer = page.send(**CONSENT, password=PASSWORD)
    assert answer.status in {403, 409}
    assert signatures() == 0
    assert [actor for _, actor in refusals(agreement)] == [member.user.public_id]


def test_control_an_event_inside_the_refused_change_is_lost_with_it(app, agreement, monkeypatch):
    """R-21: the refusal is written after the refused change was taken back, in one of its own."""
    real = services.sign_notice

    def noted_inside(agreement, act):
        services.note_refused_signature(agreement, Side.LICENSEE, act.by, "inside")
        return real(agreement, act)

    member = make_member(agreement.licensee, None, Role.SIGNATORY)
    page = page_of(app, member.user, agreement)
    take_authority(member)
    db.session.commit()
    monkeypatch.setattr(services, "sign_notice", noted_inside)
    assert page.send(**CONSENT, password=PASSWORD).status == 403
    assert [reason for reason, _ in refusals(agreement)] == ["not_signatory"]


def test_with_authority_the_same_click_signs_and_leaves_no_refusal(app, agreement):
    """Negative control of the test above."""
    member = make_member(agreement.licensee, None, Role.SIGNATORY)
    assert page_of(app, member.user, agreement).send(**CONSENT, password=PASSWORD).status == 303
    assert signatures() == 1
    assert refusals(agreement) == []


def test_a_deactivated_signer_and_one_who_has_left_sign_nothing(app, agreement):
    active, gone = (make_member(agreement.licensee, None, Role.SIGNATORY) for _ in range(2))
    pages = [page_of(app, each.user, agreement) for each in (active, gone)]
    active.user.is_active_flag = False
    db.session.commit()
    with transaction():
        accounts.remove_member(gone, owner_of(agreement.licensee))
    for page in pages:
        page.send(**CONSENT, password=PASSWORD)
        assert signatures() == 0


def test_a_signer_of_another_company_does_not_even_see_it(app, agreement):
    client = browser_of(app, deals.licensee())
    assert visit(client, path(agreement, "signature")).status == 404
    assert signatures() == 0


def invited():
    agreement = deals.drafted(deals.published(FeeMode.FREE, Route.ORDINARY))
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.sign_contract(agreement, Side.LICENSEE, act, clock.today() + timedelta(7))
    return agreement


@pytest.mark.parametrize("swept", [True, False])
def test_an_ended_invitation_is_refused_on_every_way(app, swept):
    """R-15: at the page, by a form that was open already, and by the service; whether or not the
    clock has passed by."""
    agreement = invited()
    owner = owner_of(agreement.licensor)
    page = page_of(app, owner, agreement)
    with clock.at(clock.today() + timedelta(8)):
        if swept:
            clocks.run()
            assert agreement.status is S.INVITATION_EXPIRED
        assert page.send(**CONSENT, password=PASSWORD).status == 409
        with pytest.raises(Refused), transaction():
            services.sign_contract(
                agreement, Side.LICENSOR, deals.act_of(agreement, owner), clock.today()
            )
    assert signatures() == 1
    assert refusals(agreement)


def test_on_its_last_day_the_invitation_still_holds(app):
    """Negative control of the test above."""
    agreement = invited()
    page = page_of(app, owner_of(agreement.licensor), agreement)
    with clock.at(clock.today() + timedelta(7)):
        assert page.send(**CONSENT, password=PASSWORD).status == 303
    assert signatures() == 2
