"""Passwords: what is acceptable, hashed with argon2id, compared in constant effort."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.config import current_settings
from marketplace.errors import N_, Refused

MINIMUM_LENGTH = 10
MAXIMUM_LENGTH = 200


def require_acceptable(password: str, email: str) -> None:
    """Refuse a password that is too short, too long, or the address itself."""
    if len(password) < MINIMUM_LENGTH:
        raise Refused(
            "password_short",
            N_("Choose a password of at least %(minimum)s characters."),
            status=422,
            field="password",
            minimum=MINIMUM_LENGTH,
        )
    if len(password) > MAXIMUM_LENGTH:
        raise Refused(
            "password_long",
            N_("Choose a password of at most %(maximum)s characters."),
            status=422,
            field="password",
            maximum=MAXIMUM_LENGTH,
        )
    if password.casefold() == email.casefold():
        raise Refused(
            "password_is_address",
            N_("Choose a password that is not your email address."),
            status=422,
            field="password",
        )


def hash_password(password: str) -> str:
    """The argon2id hash with its parameters and salt; differs at every call."""
    return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password fits the hash; None costs as much as a real comparison."""
    try:
        _hasher().verify(password_hash or _nobody(_costs()), password[: MAXIMUM_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with parameters other than today's."""
    return _hasher().check_needs_rehash(password_hash)


def _costs() -> tuple[int, int]:
    """Passes over the memory, and the memory in KiB."""
    settings = current_settings()
    return settings.argon2_time_cost, settings.argon2_memory_kib


def _hasher() -> PasswordHasher:
    time_cost, memory_kib = _costs()
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib)


@lru_cache
def _nobody(costs: tuple[int, int]) -> str:
    time_cost, memory_kib = costs
    hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib)
    return hasher.hash("nobody has this password")
