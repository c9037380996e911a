"""Public ids: 80 random bits as 16 base-32 characters, never reused, revealing no counts."""

import secrets

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
_OF_BYTE = "".join(ALPHABET[byte % len(ALPHABET)] for byte in range(256)).encode()
"""The letter for each random byte: 256 is a multiple of 32, so every letter is as likely."""


def new_public_id() -> str:
    """A fresh unguessable id (Crockford base 32, lower case)."""
    return secrets.token_bytes(LENGTH).translate(_OF_BYTE).decode()


def is_public_id(text: str) -> bool:
    """Whether a text can be a public id at all, so that it may be asked of the database."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def public_id_column() -> Mapped[str]:
    """The ``public_id`` column of every record that a URL or an event names.

    By it many new rows are matched with their keys, so that one statement writes them on SQLite too.
    """
    return mapped_column(String(LENGTH), unique=True, default=new_public_id, insert_sentinel=True)
