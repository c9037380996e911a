"""Work outside requests: followers of the event sequence and periodic tasks, each under a lease."""

import hashlib
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import String, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from marketplace import clock
from marketplace.database import transaction
from marketplace.extensions import db

Handler = Callable[[Sequence[Any]], None]


@dataclass(frozen=True)
class Task:
    """A periodic piece of work; ``run`` is idempotent and opens its own transactions.

    ``is_awaited``, where there is one, tells at little cost whether somebody waits for it now: such
    a task does not queue behind the others, but has a thread of the worker to itself.
    """

    name: str
    run: Callable[[], Any]
    every_seconds: int
    is_awaited: Callable[[], bool] | None = None


@dataclass
class Workforce:
    """What ``flask worker run`` runs in this application."""

    followers: dict[str, Handler] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    clocks: dict[str, Callable[[], int]] = field(default_factory=dict)


def workforce(app: Flask | None = None) -> Workforce:
    """The registry of the given or the current application."""
    return cast(Workforce, (app or current_app).extensions["workforce"])


def register_follower(app: Flask, name: str, handle: Handler) -> None:
    """Have ``handle`` called with committed events in sequence order, at least once each."""
    workforce(app).followers[name] = handle


def register_task(
    app: Flask,
    name: str,
    run: Callable[[], Any],
    every_seconds: int,
    is_awaited: Callable[[], bool] | None = None,
) -> None:
    """Have ``run`` called about every ``every_seconds`` by one worker at a time, and as soon as it
    ``is_awaited``."""
    workforce(app).tasks[name] = Task(name, run, every_seconds, is_awaited)


def register_clock(app: Flask, name: str, run: Callable[[], int]) -> None:
    """Have ``run`` look what the passing of days has made due: idempotent, catching up exactly
    after any downtime; returns how many records took a step. Run in the order of registration."""
    workforce(app).clocks[name] = run


class Lease(db.Model):
    """Who may do a piece of work until when; taken over once it has run out."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    holder: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime]


@contextmanager
def lease(name: str, seconds: int = 60) -> Iterator[bool]:
    """Take the named lease for the block; yields whether it was had. Real time, not the set clock:
    a lease guards against another process, which does not share a moved clock."""
    holder = f"{process_space()}:{os.getpid()}:{secrets.token_hex(4)}"
    taken = _take(name, holder, seconds)
    try:
        yield taken
    finally:
        if taken:
            with transaction() as session:
                session.execute(
                    update(Lease)
                    .where(Lease.name == name, Lease.holder == holder)
                    .values(until=_real_now())
                )


def _take(name: str, holder: str, seconds: int) -> bool:
    until = _real_now() + timedelta(seconds=seconds)
    try:
        with transaction() as session:
            known = session.scalar(select(Lease.holder).where(Lease.name == name))
            if known is None:
                session.execute(insert(Lease).values(name=name, holder=holder, until=until))
                return True
            free = Lease.until <= _real_now()
            if _is_dead(known):
                free = or_(free, Lease.holder == known)
            taken = session.execute(
                update(Lease).where(Lease.name == name, free).values(holder=holder, until=until)
            )
            return cast(Any, taken).rowcount == 1
    except IntegrityError:
        return False


@cache
def process_space() -> str:
    """Where a process number means something: this boot of this kernel, and this namespace.

    Two containers may share a name, and each sees only its own processes: going by the name
    alone, one would take a living worker of the other for dead.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        space = secrets.token_hex(16)  # nothing to tell by: no other process counts as dead
    return f"{socket.gethostname()[:40]}/{hashlib.sha256(space.encode()).hexdigest()[:16]}"


def _is_dead(holder: str) -> bool:
    """Whether the holder was a process of this space that is gone: a killed worker gives back
    nothing, and its successor need not wait for the lease to run out."""
    space, process, _token = holder.rsplit(":", 2)
    if space != process_space():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _real_now() -> datetime:
    return datetime.now(clock.SHANGHAI)
