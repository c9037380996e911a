from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import (
    LIFECYCLE,
    Invitation,
    MailPreference,
    Membership,
    Organization,
    OrganizationKind,
    OrganizationStatus,
    PayeeAccount,
    PayeeStatus,
    Role,
    User,
)
from marketplace.accounts.models.members import in_order
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, Refused, TransitionNotAllowed
from marketplace.extensions import db
from tests.accounts.factories import credit_code, make_member, make_organization, make_user

S = OrganizationStatus
MOVES = {
    ("verify", S.REGISTERED): S.VERIFIED,
    ("return", S.REGISTERED): S.RETURNED,
    ("resubmit", S.RETURNED): S.REGISTERED,
    ("suspend", S.VERIFIED): S.SUSPENDED,
    ("resume", S.SUSPENDED): S.VERIFIED,
}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("action", list(LIFECYCLE.moves))
def test_an_organization_moves_only_as_written(action, status):
    if (action, status) in MOVES:
        assert LIFECYCLE.after(status, action) is MOVES[action, status]
    else:
        with pytest.raises(TransitionNotAllowed):
            LIFECYCLE.after(status, action)


def test_every_written_move_is_an_action_of_the_life_cycle():
    assert {action for action, _ in MOVES} == set(LIFECYCLE.moves)


def test_each_step_has_its_own_instant():
    organization = Organization(name="甲", kind=OrganizationKind.COMPANY, status=S.REGISTERED)
    with clock.at(clock.now()):
        organization.return_("缺少执照")
        assert (organization.returned_at, organization.status_reason) == (clock.now(), "缺少执照")
        organization.request_verification()
        assert organization.status is S.REGISTERED
        assert organization.status_reason is None
        organization.verify()
        assert organization.verified_at == clock.now()
        organization.suspend("投诉")
        assert organization.suspended_at == clock.now()
        organization.resume()
    assert organization.is_verified
    assert organization.actions == ["suspend"]


@pytest.mark.parametrize("status", [S.VERIFIED, S.SUSPENDED])
def test_verification_cannot_be_asked_for_when_verified_or_suspended(status):
    organization = Organization(name="甲", kind=OrganizationKind.COMPANY, status=status)
    with pytest.raises(TransitionNotAllowed):
        organization.request_verification()
    assert organization.verification_requested_at is None


def test_a_suspended_organization_may_not_begin_anything():
    organization = Organization(name="甲", kind=OrganizationKind.COMPANY, status=S.SUSPENDED)
    with pytest.raises(Refused, match="suspended"):
        organization.require_not_suspended()
    organization.resume()
    organization.require_not_suspended()


@pytest.mark.databases("sqlite", "postgresql")
def test_one_credit_code_one_organization(app):
    code = credit_code()
    make_organization(code=code)
    db.session.add(Organization(name="乙", kind=OrganizationKind.COMPANY, code=code))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.databases("sqlite", "postgresql")
def test_several_natural_persons_without_a_code_stand_side_by_side(app):
    persons = [make_organization(kind=OrganizationKind.NATURAL_PERSON) for _ in range(2)]
    assert [person.code for person in persons] == [None, None]


@pytest.mark.parametrize(
    ("kind", "code"),
    [(OrganizationKind.COMPANY, None), (OrganizationKind.NATURAL_PERSON, "91350100M000100Y43")],
)
@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_refuses_a_code_that_does_not_fit_the_kind(app, kind, code):
    db.session.add(Organization(name="甲", kind=kind, code=code))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("email", ["PERSON@example.com", "person@example.com"])
@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_keeps_addresses_unique_and_in_lower_case(app, email):
    make_user("person@example.com")
    db.session.add(User(email=email, name="乙", password_hash="x"))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.databases("sqlite", "postgresql")
def test_a_person_is_a_member_once_but_may_come_back(app):
    organization = make_organization()
    user = make_user()
    make_member(organization, user).leave()
    db.session.commit()
    make_member(organization, user)
    assert len(user.memberships) == 1
    with pytest.raises(IntegrityError):
        make_member(organization, user)


def test_two_administrators_deciding_at_once_do_not_both_succeed(app):
    organization = make_organization(verified=False)

    def decide_while_another_does():
        with transaction() as session:
            organization.verify()
            session.connection().exec_driver_sql("UPDATE organizations SET version = version + 1")

    with pytest.raises(ChangedMeanwhile):
        decide_while_another_does()


def test_roles_are_kept_once_each_in_order():
    assert in_order(["viewer", Role.OWNER, "viewer"]) == ["owner", "viewer"]
    with pytest.raises(ValueError, match="king"):
        in_order(["king"])


def test_a_signatory_binds_only_after_stating_authority_and_while_a_member():
    membership = Membership(roles=[])
    membership.set_roles([Role.SIGNATORY])
    assert not membership.may_bind
    membership.state_authority("有权签署", "1")
    assert membership.may_bind
    membership.leave()
    assert not membership.may_bind


def test_who_loses_the_role_of_signatory_states_authority_anew():
    membership = Membership(roles=[])
    membership.set_roles([Role.SIGNATORY])
    membership.state_authority("有权签署", "1")
    membership.set_roles([Role.VIEWER])
    membership.set_roles([Role.SIGNATORY])
    assert not membership.may_bind
    assert membership.authority_statement is None


def test_an_invitation_is_open_for_seven_days():
    made = clock.now()
    invitation = Invitation(created_at=made)
    with clock.at(made + timedelta(days=7) - timedelta(seconds=1)):
        assert invitation.is_open
    with clock.at(made + timedelta(days=7)):
        assert not invitation.is_open


@pytest.mark.parametrize("end", ["accept", "withdraw"])
def test_an_accepted_or_withdrawn_invitation_is_closed(end):
    invitation = Invitation(created_at=clock.now())
    getattr(invitation, end)()
    assert not invitation.is_open


@pytest.mark.parametrize(
    ("preference", "plain", "action"),
    [
        (MailPreference.ALL, True, True),
        (MailPreference.ACTION, False, True),
        (MailPreference.NONE, False, False),
    ],
)
def test_mail_follows_the_preference(preference, plain, action):
    user = User(mail_preference=preference, is_active_flag=True, confirmed_at=clock.now())
    assert (user.wants_mail(False), user.wants_mail(True)) == (plain, action)


def test_a_closed_account_gets_no_mail():
    user = User(mail_preference=MailPreference.ALL, is_active_flag=False, confirmed_at=clock.now())
    assert not user.wants_mail(True)


def test_an_account_is_active_once_its_address_is_confirmed():
    user = User(is_active_flag=True)
    assert not user.is_active
    user.confirm_address()
    assert user.is_active


def test_a_payee_account_is_verified_once_and_never_after_it_was_replaced():
    account = PayeeAccount(account_number="6222000011112222", status=PayeeStatus.STATED)
    assert not account.is_payable
    account.verify()
    assert account.is_payable
    with pytest.raises(Refused):
        account.verify()
    account.close()
    assert not account.is_payable
    replaced = PayeeAccount(status=PayeeStatus.STATED, closed_at=clock.now())
    with pytest.raises(Refused):
        replaced.verify()


def test_lists_show_the_last_four_digits_only():
    assert PayeeAccount(account_number="6222000011112222").masked_number == "**** 2222"
