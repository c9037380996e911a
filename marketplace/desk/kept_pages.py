"""Whole pages for visitors who are not signed in, kept until the next change of anything.

Every change of the site writes an event in its own transaction (ARCHITECTURE), so the number of
committed events names a state of the whole site. A page made in one state is shown again while
that number, the Shanghai day, the language and the address are the same: it is never stale, and
nobody's private page is ever kept.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import current_app, g, request, session
from flask_login import current_user

from marketplace import clock
from marketplace.audit.sequencer import committed
from marketplace.web import language
from marketplace.web_parts.kept import Kept

P = ParamSpec("P")

MOST_PAGES = 256
LONGEST_QUERY = 200
_PUBLIC = frozenset({"language", "csrf_token"})
"""What a session may hold without the page showing anything of it but the language."""
_EXTENSION = "kept_pages"


def kept_for_visitors(view: Callable[P, str]) -> Callable[P, str]:
    """Show a visitor the page as it was made last, if nothing was committed since."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> str:
        if not _is_plain_visit():
            return view(*args, **kwargs)
        pages: Kept[tuple[object, str]] = current_app.extensions[_EXTENSION]
        key = (request.full_path, language())
        state = (committed(), clock.today())
        found = pages.get(key)
        if found is not None and found[0] == state:
            return found[1]
        made = view(*args, **kwargs)
        return made if _holds_token() else pages.put(key, (state, made))[1]

    return shown


def begin(app: object) -> None:
    """Give the application its own, empty."""
    app.extensions[_EXTENSION] = Kept(MOST_PAGES)  # type: ignore[attr-defined]


def _holds_token() -> bool:
    """Whether a form of the page carries this visitor's own token: it would fail for others."""
    return g.get(current_app.config["WTF_CSRF_FIELD_NAME"]) is not None


def _is_plain_visit() -> bool:
    known = set(session.keys()) <= _PUBLIC
    short = len(request.query_string) <= LONGEST_QUERY
    return known and short and request.method == "GET" and not current_user.is_authenticated
