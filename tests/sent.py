"""What a piece of work sends to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from marketplace.extensions import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of a block, as they come."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)


def count_of(work: Callable[[], Any]) -> int:
    """How many statements a piece of work needs."""
    with statements() as sent:
        work()
    return len(sent)


def selects(sent: list[str]) -> list[str]:
    """Those that only read."""
    return [each for each in sent if each.lstrip().upper().startswith("SELECT")]
