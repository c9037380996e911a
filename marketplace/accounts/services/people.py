"""Registering, confirming an address, signing in and out, a person's own settings."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts import passwords, signing
from marketplace.accounts.models import MailPreference, User
from marketplace.accounts.services.inbox import mail_text
from marketplace.accounts.texts import PROCESSING_RULES
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db

CONFIRMATION_LIFE = timedelta(days=3)
LOCALES = ("zh_CN", "en")


def register(
    email: str,
    name: str,
    password: str,
    *,
    consented: bool,
    locale: str = "zh_CN",
    next_path: str = "",
) -> User | None:
    """Register an address and mail it a link for confirmation.

    Whoever asks sees the same outcome for a known and an unknown address: a confirmed owner is
    told by mail and None is returned; an unconfirmed account is taken over, its old link void.
    """
    email = normalize_email(email)
    passwords.require_acceptable(password, email)
    if not consented:
        raise Refused(
            "consent_missing",
            N_("Agree to the rules on personal information, or leave without an account."),
            status=422,
            field="consent",
        )
    password_hash = passwords.hash_password(password)
    user = find_by_email(email) or _insert(email, name, password_hash, locale)
    if user.confirmed_at is not None:
        _tell_owner(user)
        return None
    user.name, user.password_hash, user.locale = name, password_hash, locale
    user.consent_version, user.consented_at = PROCESSING_RULES.version, clock.now()
    event = record("user:register", user, user, consent=PROCESSING_RULES.version)
    token = signing.sign("confirm", user.public_id, signing.fingerprint(user), next_path)
    link = f"/confirm/{token}"
    mail_text(email, "user:confirm_address", event=event, link=link, locale=locale, name=name)
    return user


def create_user(
    email: str,
    name: str,
    password: str,
    *,
    by: Any = SYSTEM,
    locale: str = "zh_CN",
    is_administrator: bool = False,
    is_auditor: bool = False,
) -> User:
    """Make a confirmed account on the operator's word; Refused if the address has one."""
    email = normalize_email(email)
    passwords.require_acceptable(password, email)
    if find_by_email(email) is not None:
        raise _taken(email)
    user = _insert(email, name, passwords.hash_password(password), locale)
    user.is_administrator, user.is_auditor = is_administrator, is_auditor
    user.confirm_address()
    record("user:create", user, by, administrator=is_administrator, auditor=is_auditor)
    return user


def user_of_confirmation(token: str) -> tuple[User, str]:
    """Whose address a confirmation link confirms, and the path to go on to."""
    values = signing.read("confirm", token, CONFIRMATION_LIFE)
    user = find_by_token(values)
    if user is None or user.confirmed_at is not None:
        raise Refused(
            "confirmation_void",
            N_(
                "This link is no longer valid. Sign in if you confirmed already, or register "
                "again with the same address."
            ),
            status=410,
        )
    return user, str(values[2]) if values else ""


def confirm_address(token: str, password: str) -> User | None:
    """Confirm the address of whoever also knows the chosen password; None if it is wrong.

    The link alone is not enough: else the owner of an address would confirm, by one click,
    an account that a stranger registered with a password of their own.
    """
    user, _ = user_of_confirmation(token)
    if not passwords.matches(user.password_hash, password):
        record("user:sign_in_failed", user, SYSTEM, reason="confirmation")
        return None
    user.confirm_address()
    record("user:confirm", user, user)
    return user


def authenticate(email: str, password: str) -> User | None:
    """The active user with these credentials, else None; both are recorded.

    One outcome for an unknown address, a wrong password and an unconfirmed or closed account.
    """
    user = find_by_email(email)
    fits = passwords.matches(user.password_hash if user else None, password)
    if user is None:
        return None
    if not fits or not user.is_active:
        record("user:sign_in_failed", user, SYSTEM, reason="password" if not fits else "inactive")
        return None
    if passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    record("user:sign_in", user, user)
    return user


def sign_out(user: User) -> None:
    """Record the end of a session; the view forgets it."""
    record("user:sign_out", user, user)


def set_locale(user: User, locale: str) -> None:
    """Keep the language for pages and mails; ValueError for one the site does not speak."""
    if locale not in LOCALES:
        raise ValueError(f"no such language: {locale!r}")
    if user.locale != locale:
        user.locale = locale
        record("user:set_locale", user, user, locale=locale)


def edit_profile(user: User, *, name: str, locale: str, mail_preference: MailPreference) -> None:
    """Change what a person decides about themselves."""
    user.name, user.mail_preference = name, mail_preference
    set_locale(user, locale)
    record("user:edit", user, user, mail_preference=mail_preference.value)


def set_active(user: User, active: bool, by: Any, *, reason: str) -> None:
    """Close an account or open it again; closing ends its sessions."""
    user.is_active_flag = active
    if not active:
        user.session_epoch += 1
    record("user:open" if active else "user:close", user, by, reason=reason)


def normalize_email(email: str) -> str:
    """The form in which an address is stored and compared."""
    return email.strip().lower()


def find_by_email(email: str) -> User | None:
    """The account of an address in any writing."""
    return db.session.scalar(select(User).where(User.email == normalize_email(email)))


def _tell_owner(user: User) -> None:
    event = record("user:register_again", user, SYSTEM)
    mail_text(
        user.email,
        "user:already_registered",
        event=event,
        link="/sign-in",
        locale=user.locale,
        name=user.name,
    )


def _insert(email: str, name: str, password_hash: str, locale: str) -> User:
    user = User(email=email, name=name, password_hash=password_hash, locale=locale)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:
        found = find_by_email(email)
        if found is None:
            raise _taken(email) from error
        return found
    return user


def find_by_token(values: list[Any] | None) -> User | None:
    """The user of a token, if the password is still the one it was made for."""
    if not values:
        return None
    user = db.session.scalar(select(User).where(User.public_id == values[0]))
    return user if user is not None and signing.fingerprint(user) == values[1] else None


def _taken(email: str) -> Refused:
    return Refused(
        "email_taken",
        N_("%(email)s already has an account. Choose another address."),
        field="email",
        email=email,
    )
