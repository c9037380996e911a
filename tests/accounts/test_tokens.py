import pytest

from marketplace.accounts import services
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from tests.accounts.factories import make_organization, make_user, owner_of


@pytest.fixture
def organization(app):
    return make_organization()


def _create(organization):
    with transaction():
        return services.create_token(owner_of(organization), organization, "管理系统")


def test_a_token_acts_as_its_user_for_its_organization(organization, last_event):
    _token, text = _create(organization)
    assert services.user_for_token(text) == owner_of(organization)
    assert services.token_for(text).organization == organization
    assert last_event().tag == "api_token:create"


def test_the_text_is_nowhere_kept(organization, last_event):
    token, text = _create(organization)
    assert text not in token.token_sha256
    assert text not in last_event().canonical.decode()
    assert len(token.token_sha256) == 64


@pytest.mark.parametrize("text", ["", "olm_unknown"])
def test_an_unknown_text_is_nobody(app, text):
    assert services.user_for_token(text) is None


def test_a_revoked_token_is_worthless_and_revoked_once(organization, tags):
    token, text = _create(organization)
    for _ in range(2):
        with transaction():
            services.revoke_token(token, owner_of(organization))
    assert services.user_for_token(text) is None
    assert tags().count("api_token:revoke") == 1


def test_a_token_ends_with_the_membership_and_with_the_account(organization):
    _token, text = _create(organization)
    membership = organization.memberships[0]
    membership.leave()
    db.session.commit()
    assert services.token_for(text) is None
    membership.left_at = None
    membership.user.is_active_flag = False
    db.session.commit()
    assert services.token_for(text) is None


def test_only_members_make_tokens(organization):
    stranger = make_user()
    with pytest.raises(NotAllowed), transaction():
        services.create_token(stranger, organization, "x")
