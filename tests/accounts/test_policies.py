import pytest
from flask_login import AnonymousUserMixin

from marketplace.accounts import policies
from marketplace.accounts.models import Role
from marketplace.extensions import db
from tests.accounts.factories import (
    make_administrator,
    make_member,
    make_organization,
    make_user,
    owner_of,
)

RIGHTS = {
    Role.OWNER: {"may_view", "may_manage", "may_own", "may_finance"},
    Role.MANAGER: {"may_view", "may_manage"},
    Role.SIGNATORY: {"may_view", "may_sign"},
    Role.FINANCE: {"may_view", "may_finance"},
    Role.VIEWER: {"may_view"},
}
ALL = sorted(set().union(*RIGHTS.values()))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_exactly_this(app, role):
    organization = make_organization()
    user = make_member(organization, None, role).user
    assert {right for right in ALL if getattr(policies, right)(user, organization)} == RIGHTS[role]


def test_a_signatory_without_a_statement_may_not_sign(app):
    organization = make_organization()
    membership = make_member(organization, None, Role.SIGNATORY)
    membership.authority_stated_at = None
    assert not policies.may_sign(membership.user, organization)


def test_strangers_former_members_and_anonymous_visitors_may_nothing(app):
    organization, other = make_organization(), make_organization()
    former = make_member(organization, None, *Role)
    former.leave()
    db.session.commit()
    closed = make_member(organization, make_user(is_active_flag=False), *Role).user
    for user in (owner_of(other), former.user, closed, AnonymousUserMixin(), None):
        assert not any(getattr(policies, right)(user, organization) for right in ALL)


def test_administrators_and_auditors_read_but_do_not_manage(app):
    organization = make_organization()
    for user in (make_administrator(), make_user(is_auditor=True)):
        rights = {right for right in ALL if getattr(policies, right)(user, organization)}
        assert rights == {"may_view"}


def test_an_administrator_does_not_decide_on_an_organization_of_their_own(app):
    organization = make_organization()
    administrator = make_administrator()
    assert policies.may_decide_on(administrator, organization)
    make_member(organization, administrator)
    assert not policies.may_decide_on(administrator, organization)


def test_another_member_checks(app):
    organization = make_organization()
    owner, colleague = owner_of(organization), make_member(organization).user
    assert policies.is_another(owner, colleague, organization)
    assert not policies.is_another(owner, owner, organization)
    assert not policies.is_another(owner, make_user(), organization)
    assert not policies.is_another(owner, make_administrator(), organization)


def test_in_an_organization_of_one_an_administrator_checks(app):
    organization = make_organization()
    owner = owner_of(organization)
    assert policies.is_another(owner, make_administrator(), organization)
    assert not policies.is_another(owner, make_user(), organization)


def test_an_administrator_who_is_the_only_member_does_not_check_alone(app):
    administrator = make_administrator()
    organization = make_organization(administrator)
    assert not policies.is_another(administrator, administrator, organization)
