"""Texts of inbox messages and mails: registered by code, rendered in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale, gettext

from marketplace.types import Money


@dataclass(frozen=True)
class Message:
    """English source texts with ``%(name)s`` places; ``action`` is what the reader should do."""

    subject: str
    body: str
    action: str | None = None


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str
    action: str | None


_MESSAGES: dict[str, Message] = {}


def register_message(code: str, *, subject: str, body: str, action: str | None = None) -> None:
    """Give a code its texts (marked with ``N_``); once per code, at import of the room.

    Parameters whose name ends in ``_fen`` are shown as money, lists joined.
    """
    if code in _MESSAGES:
        raise ValueError(f"message {code!r} is registered twice")
    _MESSAGES[code] = Message(subject, body, action)


def message_for(code: str) -> Message:
    """The registered texts; KeyError for a code that no room registered."""
    return _MESSAGES[code]


def codes() -> list[str]:
    """All registered codes, sorted."""
    return sorted(_MESSAGES)


def render(code: str, params: Mapping[str, Any], locale: str) -> Rendered:
    """The texts of a code in a language (``zh_CN`` or ``en``), with its parameters."""
    return fill(translated(code, locale), params, locale)


def translated(code: str, locale: str) -> Message:
    """The texts of a code in a language, their places still empty."""
    message = message_for(code)
    with force_locale(locale):
        return Message(
            subject=gettext(message.subject),
            body=gettext(message.body),
            action=gettext(message.action) if message.action else None,
        )


def fill(message: Message, params: Mapping[str, Any], locale: str) -> Rendered:
    """Translated texts with their parameters."""
    shown = {name: _shown(name, value, locale) for name, value in params.items()}
    return Rendered(
        subject=message.subject % shown,
        body=message.body % shown,
        action=message.action % shown if message.action else None,
    )


def _shown(name: str, value: Any, locale: str) -> str:
    if name.endswith("_fen"):
        return f"¥{Money(value).yuan()}"
    if isinstance(value, list | tuple):
        return ("、" if locale.startswith("zh") else ", ").join(str(each) for each in value)
    return str(value)
