"""API tokens: shown once, kept as SHA-256."""

import hashlib
import secrets

from sqlalchemy import select

from marketplace.accounts import policies
from marketplace.accounts.models import ApiToken, Organization, User
from marketplace.audit.services import record
from marketplace.errors import NotAllowed
from marketplace.extensions import db

PREFIX = "olm_"


def create_token(user: User, organization: Organization, name: str) -> tuple[ApiToken, str]:
    """A key for programs of this user acting for this organization; the text is seen only here."""
    membership = policies.membership_of(user, organization)
    if membership is None:
        raise NotAllowed()
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(user=user, organization=organization, name=name, token_sha256=_digest(text))
    db.session.add(token)
    record("api_token:create", token, membership, related=[user, organization])
    return token, text


def revoke_token(token: ApiToken, by: User) -> None:
    """Make a token worthless at once; again is harmless."""
    if token.revoked_at is None:
        token.revoke()
        record("api_token:revoke", token, by, related=[token.user, token.organization])


def token_for(text: str) -> ApiToken | None:
    """The usable token with this text, or None."""
    token = db.session.scalar(select(ApiToken).where(ApiToken.token_sha256 == _digest(text)))
    return token if token is not None and token.is_usable else None


def user_for_token(text: str) -> User | None:
    """The user a usable token acts as, or None."""
    token = token_for(text)
    return token.user if token is not None else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
