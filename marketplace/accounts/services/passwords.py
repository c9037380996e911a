"""Changing a password, and getting a new one by mail."""

from datetime import timedelta

from marketplace.accounts import passwords, signing
from marketplace.accounts.models import User
from marketplace.accounts.services.inbox import mail_text
from marketplace.accounts.services.people import find_by_email, find_by_token
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused

RESET_LIFE = timedelta(hours=1)


def request_reset(email: str) -> None:
    """Mail a link if the address has an account that is not closed; silent otherwise."""
    user = find_by_email(email)
    if user is None or not user.is_active_flag:
        return
    event = record("user:request_reset", user, SYSTEM)
    token = signing.sign("reset", user.public_id, signing.fingerprint(user))
    mail_text(
        user.email,
        "user:reset_password",
        event=event,
        link=f"/password/{token}",
        locale=user.locale,
        name=user.name,
    )


def user_of_reset(token: str) -> User:
    """Whose password a link may set: bound to the old hash, so it works once; one hour."""
    user = find_by_token(signing.read("reset", token, RESET_LIFE))
    if user is None or not user.is_active_flag:
        raise Refused(
            "reset_void",
            N_("This link was used already or is older than one hour. Ask for a new one."),
            status=410,
        )
    return user


def reset_password(token: str, password: str) -> User:
    """Set the password by a mailed link, which also proves the address; ends every session."""
    user = user_of_reset(token)
    user.confirm_address()
    _set(user, password, tag="user:reset_password")
    return user


def change_password(user: User, password: str) -> None:
    """Set a new password for a user who has just confirmed the old one; ends every session."""
    _set(user, password, tag="user:change_password")


def _set(user: User, password: str, *, tag: str) -> None:
    passwords.require_acceptable(password, user.email)
    user.change_password(passwords.hash_password(password))
    event = record(tag, user, user)
    mail_text(
        user.email,
        "user:password_changed",
        event=event,
        link="/password",
        locale=user.locale,
        name=user.name,
    )
