"""Sending checkpoints to witnesses: what each has not had yet, again with growing pauses.

It writes no events. The log signs a checkpoint because something happened; were sending one itself
something that happened, the log would grow for ever by being watched.
"""

import http.client
import json
import logging
import os
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.audit import checkpoints, proofs
from marketplace.audit.checkpoints import SignedCheckpoint
from marketplace.audit.models import Checkpoint
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.mail import send_now
from marketplace.witnesses import webhooks
from marketplace.witnesses.models import Witness, WitnessKind, WitnessProgress, WitnessStatus
from marketplace.witnesses.services import keep_receipt
from marketplace.witnesses.texts import MAIL_BODY, MAIL_SUBJECT

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
_RETRY_MINUTES = (1, 5, 30, 120, 720, 1440)
_FAILURES = (
    OSError,
    http.client.HTTPException,
    smtplib.SMTPException,
    webhooks.NotTaken,
    Refused,
    ValueError,
)


def send_due() -> int:
    """Serve every active witness that has something to get and is not to be waited for; returns
    how many took it."""
    now = clock.now()
    due = db.session.scalars(
        select(Witness.id)
        .join(WitnessProgress, WitnessProgress.witness_id == Witness.id)
        .where(
            Witness.status == WitnessStatus.ACTIVE,
            (WitnessProgress.next_attempt_at.is_(None)) | (WitnessProgress.next_attempt_at <= now),
        )
        .order_by(Witness.id)
    ).all()
    return sum(_serve(key) for key in due)


def _serve(witness_id: int) -> bool:
    """Send one witness what it lacks; the network is waited for outside of any transaction."""
    witness = db.session.get_one(Witness, witness_id)
    missing = _missing(witness)
    if not missing or (witness.kind is WitnessKind.MAIL and _had_mail_today(witness)):
        return False
    send = _BY_KIND[witness.kind]
    had, address, secret = witness.progress.size, witness.address, witness.secret
    public_id = witness.public_id
    proof = _proof(had, missing[-1].size)
    db.session.rollback()
    try:
        answer = send(_Parcel(public_id, address, secret, had, missing, proof))
    except _FAILURES as error:
        log.warning("witness %s: %s", public_id, error)
        _note_failure(witness_id, error)
        return False
    _note_success(witness_id, missing[-1].size, answer)
    return True


class _Parcel:
    """What goes to one witness: checkpoints it has not had, and the way there from its last one."""

    def __init__(
        self,
        witness: str,
        address: str,
        secret: str,
        had: int,
        found: Sequence[SignedCheckpoint],
        proof: list[str],
    ) -> None:
        self.witness, self.address, self.secret = witness, address, secret
        self.had, self.found, self.proof = had, found, proof

    @property
    def newest(self) -> SignedCheckpoint:
        return self.found[-1]

    @property
    def lines(self) -> str:
        """The checkpoints as the public feed has them, one a line."""
        return "".join(json.dumps(asdict(each)) + "\n" for each in self.found)


def _by_mail(parcel: _Parcel) -> str:
    """The newest checkpoint, once a day."""
    newest = parcel.newest
    line = json.dumps(asdict(newest))
    values = {"size": newest.size, "root": newest.root, "at": newest.at, "line": line}
    subject = MAIL_SUBJECT % values
    send_now(parcel.address, subject, MAIL_BODY % values, f"checkpoint-{newest.root[:32]}")
    return ""


def _by_webhook(parcel: _Parcel) -> str:
    """All missing checkpoints with the consistency path; the answer may carry a cosignature."""
    body = {
        "type": "checkpoint.signed",
        "timestamp": parcel.newest.at,
        "data": {
            "checkpoints": [asdict(each) for each in parcel.found],
            "consistency": {
                "first": parcel.had,
                "second": parcel.newest.size,
                "proof": parcel.proof,
            },
        },
    }
    name = f"checkpoint-{parcel.newest.size}-{parcel.newest.root[:16]}"
    answer = webhooks.post(parcel.address, parcel.secret, name, json.dumps(body).encode())
    found = answer.get("signature")
    return found if isinstance(found, str) else ""


def _into_file(parcel: _Parcel) -> str:
    """Lines at the end of the witness's file; a repeated line does no harm."""
    folder = current_settings().witness_dir
    if folder is None:
        raise ValueError("no folder for witnesses is set")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{parcel.witness}.jsonl").open("a", encoding="utf-8") as file:
        file.write(parcel.lines)
        file.flush()
        os.fsync(file.fileno())
    return ""


_BY_KIND: dict[WitnessKind, Callable[[_Parcel], str]] = {
    WitnessKind.MAIL: _by_mail,
    WitnessKind.WEBHOOK: _by_webhook,
    WitnessKind.FILE: _into_file,
}


def _missing(witness: Witness) -> list[SignedCheckpoint]:
    """The checkpoints that the witness has not had, oldest first; of a mail only the newest."""
    statement = select(Checkpoint).where(Checkpoint.size > witness.progress.size)
    if witness.kind is WitnessKind.MAIL:
        statement = statement.order_by(Checkpoint.size.desc()).limit(1)
    else:
        statement = statement.order_by(Checkpoint.size).limit(MOST_AT_ONCE)
    return [checkpoints.signed_of(each) for each in db.session.scalars(statement)]


def _had_mail_today(witness: Witness) -> bool:
    last = witness.progress.last_success_at
    return last is not None and clock.shanghai_day(last) >= clock.today()


def _proof(had: int, size: int) -> list[str]:
    return proofs.consistency(had, size) if had else []


def _note_success(witness_id: int, size: int, signature: str) -> None:
    with transaction() as session:
        witness = session.get_one(Witness, witness_id)
        progress = witness.progress
        progress.size, progress.failures = size, 0
        progress.last_success_at = clock.now()
        progress.next_attempt_at = progress.last_error = None
        checkpoint = session.scalar(select(Checkpoint).where(Checkpoint.size == size))
        if signature and checkpoint and not keep_receipt(witness, checkpoint, signature):
            progress.last_error = "answered with a signature that is not that of its key"


def _note_failure(witness_id: int, error: Exception) -> None:
    with transaction() as session:
        progress: Any = session.scalar(
            select(WitnessProgress).where(WitnessProgress.witness_id == witness_id)
        )
        wait = _RETRY_MINUTES[min(progress.failures, len(_RETRY_MINUTES) - 1)]
        progress.failures += 1
        progress.next_attempt_at = clock.now() + timedelta(minutes=wait)
        progress.last_error = f"{type(error).__name__}: {error}"[:1000]
