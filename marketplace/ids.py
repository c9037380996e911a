"""Public ids: 80 random bits as 16 base-32 characters, never reused, revealing no counts."""

import secrets

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16


def new_public_id() -> str:
    """A fresh unguessable id (Crockford base 32, lower case)."""
    bits = secrets.randbits(5 * LENGTH)
    return "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Whether a text can be a public id at all, so that it may be asked of the database."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def public_id_column() -> Mapped[str]:
    """The ``public_id`` column of every record that a URL or an event names.

    By it many new rows are matched with their keys, so that one statement writes them on SQLite too.
    """
    return mapped_column(String(LENGTH), unique=True, default=new_public_id, insert_sentinel=True)
