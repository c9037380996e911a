"""People and organizations for tests: valid, minimal, made through the services where rules apply."""

from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from marketplace import clock
from marketplace.accounts import passwords, uscc
from marketplace.accounts.models import (
    Membership,
    Organization,
    OrganizationKind,
    OrganizationStatus,
    Role,
    User,
)
from marketplace.accounts.texts import AUTHORITY_STATEMENT
from marketplace.extensions import db
from tests.kept_scenes import kept_scene

PASSWORD = "correct horse battery"

_numbers = count(1)
_hashes: list[str] = []


def credit_code(number: int | None = None) -> str:
    """A sound credit code that no other test has."""
    body = f"91440101{(number or next(_numbers)):09d}"
    return body + uscc.check_character(body)


@kept_scene
def make_user(email: str | None = None, *, commit: bool = True, **values) -> User:
    """A confirmed person whose password is ``PASSWORD``."""
    if not _hashes:
        _hashes.append(passwords.hash_password(PASSWORD))
    number = next(_numbers)
    defaults = {
        "email": email or f"person{number}@example.com",
        "name": f"张{number}",
        "password_hash": _hashes[0],
        "confirmed_at": clock.now(),
    }
    user = User(**{**defaults, **values})
    db.session.add(user)
    _save(commit)
    return user


def make_administrator(**values) -> User:
    return make_user(is_administrator=True, **values)


@kept_scene
def make_organization(
    owner: User | None = None, *, verified: bool = True, commit: bool = True, **values
) -> Organization:
    """A company with one owner who holds every role and has stated authority."""
    kind = values.get("kind", OrganizationKind.COMPANY)
    number = next(_numbers)
    defaults = {
        "name": f"第{number}测试有限公司",
        "kind": kind,
        "code": credit_code(number) if kind.has_code else None,
        "region": "440100" if kind.has_code else None,
        "status": OrganizationStatus.VERIFIED if verified else OrganizationStatus.REGISTERED,
    }
    organization = Organization(**{**defaults, **values})
    db.session.add(organization)
    db.session.flush()
    make_member(organization, owner or make_user(commit=False), *Role, commit=False)
    _save(commit)
    return organization


@kept_scene
def make_member(
    organization: Organization,
    user: User | None = None,
    *roles: Role,
    commit: bool = True,
) -> Membership:
    """A member with the roles (viewer by default); a signatory has stated authority."""
    user = user or make_user(commit=False)
    membership = Membership(user=user, organization=organization, roles=[])
    db.session.add(membership)
    membership.set_roles(roles or (Role.VIEWER,))
    if membership.has(Role.SIGNATORY):
        membership.state_authority("本人有权代表本单位签署。", AUTHORITY_STATEMENT.version)
    _save(commit)
    return membership


def owner_of(organization: Organization) -> User:
    return next(each.user for each in organization.memberships if each.is_owner)


def client_of(app: Flask, user: User) -> FlaskClient:
    """A browser in which the user is signed in."""
    return app.test_client(user=user)


def _save(commit: bool) -> None:
    if commit:
        db.session.commit()
    else:
        db.session.flush()
