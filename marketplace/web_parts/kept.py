"""Parts of pages kept between requests: what a pure macro makes of values that never change.

A part is known by its name and by everything that it is made of (frozen values, digests) with
the reader's language; so nothing kept can be stale, and nobody sees what is not made of the very
values that their own page was about to show.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from flask_babel import get_locale

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """The most recently used ``most`` values by key; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Made | None:
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def put(self, key: Hashable, value: Made) -> Made:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


MOST_PARTS = 512
_parts: Kept[str] = Kept(MOST_PARTS)


def forget() -> None:
    """Forget every part."""
    _parts.clear()


def kept_part(language: str, key: Hashable, make: Callable[[], str]) -> str:
    """The part of this key in this language, made when it is not there.

    A key of None, or one that holds something changeable, is never kept.
    """
    whole = (language, key)
    try:
        found = None if key is None else _parts.get(whole)
    except TypeError:
        return make()
    if found is not None:
        return found
    made = make()
    return made if key is None else _parts.put(whole, made)


def kept(key: Hashable, macro: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """What a pure macro makes of ``args``, kept under ``key`` in the reader's language.

    ``key`` names the part and everything it is made of: frozen values, digests, the day. A macro
    that prints tokens, names of the visitor or the time must not be kept.
    """
    return kept_part(str(get_locale()), key, lambda: macro(*args, **values))
