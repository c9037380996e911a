"""Invitations, roles, leaving, authority to bind."""

import hashlib
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.accounts import queries, services
from marketplace.accounts.models import Role
from marketplace.accounts.texts import AUTHORITY_STATEMENT
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from tests.accounts.factories import make_member, make_organization, make_user, owner_of

EMAIL = "new@example.com"


def _invite(organization, email=EMAIL, roles=(Role.MANAGER,)):
    with transaction():
        return services.invite(organization, email, roles, owner_of(organization))


def _accept(token, user):
    with transaction():
        return services.accept_invitation(token, user)


@pytest.fixture
def organization(app):
    return make_organization()


@pytest.fixture
def token(mailed_path):
    return lambda email=EMAIL: mailed_path(email).rsplit("/", 1)[1]


def test_an_invitation_is_mailed_and_accepted_once(organization, token, tags, inbox):
    _invite(organization)
    user = make_user(EMAIL)
    membership = _accept(token(), user)
    assert membership.roles == ["manager"]
    assert not membership.may_bind
    with pytest.raises(Refused, match="was used"):
        _accept(token(), user)
    assert tags() == ["organization:invite", "organization:join"]
    assert inbox() == ["organization:member_joined"]
    assert len(organization.memberships) == 2


def test_an_invitation_is_for_its_address_only(organization, token):
    _invite(organization)
    with pytest.raises(NotAllowed, match="another address"):
        _accept(token(), make_user())
    assert len(organization.memberships) == 1


def test_an_invitation_ends_after_seven_days(organization, token):
    _invite(organization)
    user = make_user(EMAIL)
    with clock.at(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(Refused):
        _accept(token(), user)


def test_a_withdrawn_invitation_no_longer_works(organization, token, tags):
    invitation = _invite(organization)
    with transaction():
        services.withdraw_invitation(invitation, owner_of(organization))
    with pytest.raises(Refused):
        _accept(token(), make_user(EMAIL))
    assert queries.open_invitations(organization) == []
    assert tags()[-1] == "organization:withdraw_invitation"


def test_a_second_invitation_replaces_the_first(organization, token):
    _invite(organization)
    first = token()
    _invite(organization, roles=[Role.VIEWER])
    user = make_user(EMAIL)
    with pytest.raises(Refused):
        _accept(first, user)
    assert _accept(token(), user).roles == ["viewer"]


def test_a_member_is_not_invited_again(organization):
    member = make_member(organization)
    with pytest.raises(Refused) as refusal:
        _invite(organization, email=member.user.email.upper())
    assert refusal.value.field == "email"


def test_who_joined_by_one_link_does_not_join_by_another(organization, token):
    _invite(organization)
    user = make_user(EMAIL)
    make_member(organization, user)
    with pytest.raises(Refused, match="already"):
        _accept(token(), user)


def test_an_invitation_names_a_role(organization):
    with pytest.raises(Refused, match="at least one role"):
        _invite(organization, roles=[])


def test_the_mail_speaks_the_language_of_a_known_invitee(organization, mails):
    make_user(EMAIL, locale="en")
    _invite(organization)
    assert mails(EMAIL)[0].locale == "en"


def test_roles_are_replaced_and_both_sets_recorded(organization, last_event):
    member = make_member(organization, None, Role.VIEWER)
    with transaction():
        services.set_roles(member, [Role.FINANCE, Role.MANAGER], owner_of(organization))
    assert member.roles == ["manager", "finance"]
    assert last_event().data == {"before": ["viewer"], "after": ["manager", "finance"]}


@pytest.mark.databases("sqlite", "postgresql")
def test_the_last_owner_stays(app, tags):
    organization = make_organization()
    owner = organization.memberships[0]
    make_member(organization, None, Role.MANAGER)
    for act in (
        lambda: services.set_roles(owner, [Role.VIEWER], owner.user),
        lambda: services.leave(owner),
        lambda: services.remove_member(owner, owner.user),
    ):
        with pytest.raises(Refused) as refusal, transaction():
            act()
        assert refusal.value.code == "last_owner"
    assert owner.is_owner
    assert owner.left_at is None
    assert tags() == []


def test_one_of_two_owners_may_leave(organization, tags):
    owner = organization.memberships[0]
    make_member(organization, None, Role.OWNER)
    with transaction():
        services.leave(owner)
    assert owner.user.memberships == []
    assert tags() == ["organization:leave"]


def test_a_former_owner_does_not_count_as_another_owner(organization):
    owner = organization.memberships[0]
    second = make_member(organization, None, Role.OWNER)
    with transaction():
        services.leave(second)
    with pytest.raises(Refused), transaction():
        services.leave(owner)


def test_a_removed_member_keeps_the_statement_that_signatures_rest_on(organization, last_event):
    member = make_member(organization, None, Role.SIGNATORY)
    with transaction():
        services.remove_member(member, owner_of(organization))
    assert not member.may_bind
    assert member.authority_statement
    assert last_event().related == [["users", member.user.public_id]]


def test_the_very_text_of_the_statement_is_kept(organization, last_event):
    member = make_member(organization, None, Role.VIEWER)
    member.set_roles([Role.SIGNATORY])
    db.session.commit()
    with transaction():
        services.state_authority(member, accepted=True)
    assert member.may_bind
    assert member.authority_version == AUTHORITY_STATEMENT.version
    assert organization.name in member.authority_statement
    assert member.user.name in member.authority_statement
    digest = hashlib.sha256(member.authority_statement.encode()).hexdigest()
    assert last_event().data == {"version": AUTHORITY_STATEMENT.version, "text_sha256": digest}


def test_authority_is_not_stated_unticked_or_without_the_role(organization):
    member = make_member(organization, None, Role.VIEWER)
    with pytest.raises(NotAllowed), transaction():
        services.state_authority(member, accepted=True)
    owner = organization.memberships[0]
    owner.authority_stated_at = None
    db.session.commit()
    with pytest.raises(Refused), transaction():
        services.state_authority(owner, accepted=False)
    assert not owner.may_bind
