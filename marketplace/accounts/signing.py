"""Links that stand in mails: signed, of limited life, each for one purpose only."""

import hashlib
from datetime import timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.config import current_settings


def sign(purpose: str, *values: Any) -> str:
    """A URL-safe token over the values and the present instant."""
    return _serializer(purpose).dumps([int(clock.now().timestamp()), *values])


def read(purpose: str, token: str, life: timedelta) -> list[Any] | None:
    """The values of a token made for this purpose, or None if it is forged or too old."""
    try:
        made, *values = _serializer(purpose).loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    age = clock.now().timestamp() - made
    return values if age + 1 >= 0 and age < life.total_seconds() else None


def fingerprint(user: User) -> str:
    """Changes with the password, so that what is bound to it works once."""
    return hashlib.sha256(user.password_hash.encode()).hexdigest()[:20]


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key, salt=f"accounts.{purpose}")
