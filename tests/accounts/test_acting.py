"""What views ask before anything else."""

import pytest
from flask_login import login_user

from marketplace.accounts import acting
from marketplace.accounts.models import Role
from marketplace.errors import NotAllowed
from tests.accounts.factories import (
    PASSWORD,
    make_administrator,
    make_member,
    make_organization,
    make_user,
)


@pytest.fixture
def signed_in(app):
    with app.test_request_context("/"):
        yield login_user


def _page():
    return "page"


@pytest.mark.parametrize(
    ("flag", "staff", "supervisor"),
    [
        ("is_administrator", True, True),
        ("is_auditor", False, True),
        ("is_active_flag", False, False),
    ],
)
def test_staff_pages_open_for_staff_only(signed_in, flag, staff, supervisor):
    signed_in(make_user(**{flag: True}))
    for guard, allowed in (
        (acting.administrator_required, staff),
        (acting.supervisor_required, supervisor),
    ):
        if allowed:
            assert guard(_page)() == "page"
        else:
            with pytest.raises(NotAllowed):
                guard(_page)()


def test_staff_pages_lead_visitors_to_sign_in(app):
    with app.test_request_context("/"):
        assert acting.administrator_required(_page)().status_code == 303


def test_a_member_page_may_ask_for_a_role(signed_in):
    organization = make_organization()
    signed_in(make_member(organization, None, Role.FINANCE).user)
    assert acting.acting_organization() == organization
    assert acting.member_required(_page)() == "page"
    assert acting.member_required(Role.OWNER, Role.FINANCE)(_page)() == "page"
    with pytest.raises(NotAllowed):
        acting.member_required(Role.SIGNATORY)(_page)()


def test_nobody_acts_for_an_organization_before_signing_in(app):
    with app.test_request_context("/"):
        assert acting.acting_organization() is None
        with pytest.raises(NotAllowed):
            acting.reauthenticated(PASSWORD)


def test_the_right_password_names_the_person(signed_in, tags):
    user = make_administrator()
    signed_in(user)
    assert acting.reauthenticated(PASSWORD) == user
    assert tags() == []
