"""What a receiver holds beside what it should hold, subject by subject."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.feedback.channels import box_of
from marketplace.feedback.models import (
    BOXES,
    Connector,
    ConnectorKind,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
)
from marketplace.feedback.parcels import FAILURES
from marketplace.feedback.shaping import sha256_of, shaped
from marketplace.witnesses import webhooks

PAGE = 1000
_PAGE_BYTES = 1024 * 1024
_MOST_PAGES = 20_000

State = tuple[int, str]
"""Version and SHA-256 of the message's bytes."""


@dataclass(frozen=True)
class Line:
    """One subject on which the two do not agree. ``missing``: they do not have it; ``older`` and
    ``newer``: their version against ours; ``different``: the same version with other bytes;
    ``unknown``: we never gave it to them; ``parked``: our newest was not taken by them."""

    subject: str
    code: str
    ours: int | None
    theirs: int | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Comparison:
    """Counts of subjects; those that are ``under_way`` are not compared."""

    ours: int = 0
    theirs: int = 0
    under_way: int = 0
    lines: list[Line] = field(default_factory=list)


def compare(connector: Connector) -> Comparison:
    """Ask the receiver what it holds and compare.

    Refused where it cannot be asked (mail, or no list in the folder) or does not answer as agreed.
    """
    try:
        theirs = dict(_held(connector))
    except (*FAILURES, KeyError, TypeError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(
            "feedback_no_list",
            N_("The receiver did not give the list of what it holds: %(error)s"),
            error=f"{type(error).__name__}: {error}"[:200],
        ) from error
    should, under_way, parked = _should_hold(connector)
    found = Comparison(len(should), len(theirs), len(under_way))
    for subject in sorted((should.keys() | theirs.keys() | parked) - under_way):
        line = _line(subject, should.get(subject), theirs.get(subject), subject in parked)
        if line is not None:
            found.lines.append(line)
    return found


def _line(subject: str, ours: State | None, theirs: State | None, parked: bool) -> Line | None:
    versions = (ours[0] if ours else None, theirs[0] if theirs else None)
    if parked:
        return Line(subject, "parked", *versions)
    if ours == theirs:
        return None
    if ours is None:
        return Line(subject, "unknown", *versions)
    if theirs is None:
        return Line(subject, "missing", *versions)
    if ours[0] == theirs[0]:
        return Line(subject, "different", *versions)
    return Line(subject, "older" if theirs[0] < ours[0] else "newer", *versions)


def _should_hold(connector: Connector) -> tuple[dict[str, State], set[str], set[str]]:
    """Per subject the newest message that went; which subjects are under way, which are parked."""
    newest: dict[str, tuple[int, str]] = {}
    under_way: set[str] = set()
    parked: set[str] = set()
    rows = db.session.execute(
        select(FeedbackDelivery.subject, FeedbackDelivery.status, Message.version, Message.body)
        .join(Message, Message.id == FeedbackDelivery.message_id)
        .where(
            FeedbackDelivery.connector_id == connector.id,
            FeedbackDelivery.status != DeliveryStatus.SET_ASIDE,
        )
        .order_by(FeedbackDelivery.message_id)
        .execution_options(yield_per=PAGE)
    )
    for subject, status, version, body in rows:
        parked.discard(subject)
        if status is DeliveryStatus.WAITING:
            under_way.add(subject)
        elif status is DeliveryStatus.PARKED:
            parked.add(subject)
        else:
            newest[subject] = (version, body)
    states = {
        subject: (version, sha256_of(shaped(body, connector)))
        for subject, (version, body) in newest.items()
    }
    return states, under_way, parked


def _held(connector: Connector) -> Iterator[tuple[str, State]]:
    """What the receiver says it holds."""
    if connector.kind is ConnectorKind.HTTPS:
        yield from _listed(connector)
    elif connector.kind in BOXES:
        with closing(box_of(connector)) as box:
            text = box.holding()
        if text is None:
            raise Refused(
                "feedback_no_holding",
                N_("The folder has no file holding.jsonl in which its reader says what it holds."),
            )
        yield from (_state(json.loads(line)) for line in text.splitlines() if line.strip())
    else:
        raise Refused(
            "feedback_mail_list", N_("Who gets messages by mail cannot be asked what it holds.")
        )


def _listed(connector: Connector) -> Iterator[tuple[str, State]]:
    after = ""
    with webhooks.Line(connector.address, *connector.signing_secrets) as line:
        for _ in range(_MOST_PAGES):
            name = f"list_{time.time_ns()}"
            query = f"limit={PAGE}&after={after}"
            status, text = line.send("GET", name, query=query, limit=_PAGE_BYTES)
            if status != 200:
                raise ValueError(f"answered {status}")
            page = json.loads(text)
            yield from (_state(each) for each in page["items"])
            after = page["next"] or ""
            if not after:
                return
    raise ValueError("the list does not end")


def _state(item: dict[str, Any]) -> tuple[str, State]:
    return f"{item['kind']}:{item['id']}", (int(item["version"]), str(item["sha256"]))
