"""Whole pages kept until the next change of anything: one for all visitors, one for each person.

Every change of the site writes an event in its own transaction (ARCHITECTURE), so the number of
committed events names a state of the whole site. A page made in one state is shown again while
that number, the Shanghai day, the language, the address and who looks are the same: it is never
stale. A person's page is kept under the person, the organization chosen in the session, and the
count of unread messages (reading one writes no event); nobody else is ever shown it. Tokens are
not kept at all: each showing of a page has its own.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from marketplace import clock
from marketplace.accounts.acting import chosen_organization, signed_in
from marketplace.accounts.queries import unread_anywhere
from marketplace.audit.sequencer import committed
from marketplace.ids import new_public_id
from marketplace.web import language
from marketplace.web_parts.kept import Kept

P = ParamSpec("P")
R = TypeVar("R")

MOST_PUBLIC = 256
MOST_PERSONAL = 128
LONGEST_QUERY = 200
_VISITOR = frozenset({"language", "csrf_token"})
_PERSON = _VISITOR | {"_user_id", "_fresh", "_id", "organization"}
"""What a session may hold; with anything else in it (messages to show) a page is made anew."""
_EXTENSION = "kept_pages"
_ISSUED_KEYS = "issued_idempotency_keys"

Piece = str | Callable[[], str]


@dataclass(frozen=True)
class Page:
    """A page as it was made in a state, with a maker wherever a token stood."""

    state: Hashable
    pieces: tuple[Piece, ...]

    def text(self) -> str:
        """The page for one showing, with tokens of its own."""
        return "".join(each if isinstance(each, str) else each() for each in self.pieces)


@dataclass(frozen=True)
class _Pages:
    public: Kept[Page] = field(default_factory=lambda: Kept(MOST_PUBLIC))
    personal: Kept[Page] = field(default_factory=lambda: Kept(MOST_PERSONAL))


def kept_page(view: Callable[P, R]) -> Callable[P, R | str]:
    """Show the page as it was made last for this visitor, if nothing was committed since.

    It stands before every other decorator of a view: the state must be named before anything of
    it is read, the signed-in person too.
    """

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> R | str:
        if request.method != "GET" or len(request.query_string) > LONGEST_QUERY or _knows_visitor():
            return view(*args, **kwargs)
        state = (committed(), clock.today())
        who = _who()
        if not set(session.keys()) <= (_PERSON if who else _VISITOR):
            return view(*args, **kwargs)
        kept: _Pages = current_app.extensions[_EXTENSION]
        pages, key = kept.personal if who else kept.public, (who, request.full_path, language())
        found = pages.get(key)
        if found is not None and found.state == state:
            return found.text()
        made = view(*args, **kwargs)
        text = _text(made)
        if text is not None:
            pages.put(key, Page(state, _pieces(text)))
        return made

    return shown


def begin(app: Flask) -> None:
    """Give the application its own, empty."""
    app.extensions[_EXTENSION] = _Pages()
    app.jinja_env.globals["idempotency_key"] = idempotency_key


def idempotency_key() -> str:
    """A new key for a form, remembered with the request, so that it is never shown twice."""
    key = new_public_id()
    g.setdefault(_ISSUED_KEYS, []).append(key)
    return key


def _who() -> Hashable:
    """Everything of the visitor that a page may show and that no event would change; None: nobody
    in particular."""
    user = signed_in()
    if user is None:
        return None
    return user.public_id, chosen_organization(), unread_anywhere(user)


def _knows_visitor() -> bool:
    """Whether the person was read before the state could be named."""
    return "_login_user" in g


def _text(made: Any) -> str | None:
    """The text of a page that succeeded; None for redirects and refusals."""
    text, status = made if isinstance(made, tuple) else (made, 200)
    return text if isinstance(text, str) and status == 200 else None


def _pieces(page: str) -> tuple[Piece, ...]:
    """The page with a maker in the place of each token that this request issued."""
    pieces: Iterable[Piece] = (page,)
    for key in g.get(_ISSUED_KEYS, ()):
        pieces = _without(key, pieces, idempotency_key)
    token = g.get(current_app.config["WTF_CSRF_FIELD_NAME"])
    return tuple(_without(token, pieces, generate_csrf) if token else pieces)


def _without(token: str, pieces: Iterable[Piece], maker: Callable[[], str]) -> Iterator[Piece]:
    for piece in pieces:
        if not isinstance(piece, str):
            yield piece
            continue
        before, *rest = piece.split(token)
        yield before
        for after in rest:
            yield maker
            yield after
