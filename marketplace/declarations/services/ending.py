"""How a declaration ends. Licenses already obtained stay as they are (专利法 50(2), LAW 1.16)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.actors import SYSTEM
from marketplace.declarations import materials
from marketplace.declarations.material_models import FileKind
from marketplace.declarations.models import IN_FORCE, LIFECYCLE, Declaration
from marketplace.declarations.prices import keep_declared
from marketplace.declarations.problems import require_none
from marketplace.declarations.services.materials import add_file
from marketplace.declarations.services.steps import changed, require_evidence, step
from marketplace.extensions import db
from marketplace.inputs import require_past, require_text
from marketplace.patents import life
from marketplace.patents.models import Patent
from marketplace.patents.numbers import parse


def prepare_withdrawal(
    declaration: Declaration, by: User, reason: str, proof: str | None = None, name: str = ""
) -> None:
    """Write the request of withdrawal: its reason and the proof of it (SHA-256 of a kept file).

    Nothing is withdrawn by this. Another reason than before voids the co-owners' statements on
    the withdrawal, for they were about the earlier one.
    """
    LIFECYCLE.after(declaration.status, "request_withdrawal")
    declaration.withdrawal_reason = require_text(reason, "reason")
    changed(declaration, "prepare_withdrawal", by, reason=declaration.withdrawal_reason)
    if proof is not None:
        title = name or "proof"
        add_file(declaration, FileKind.WITHDRAWAL_PROOF, proof, title, by)


def request_withdrawal(
    declaration: Declaration, by: User, day: date, reason: str = "", proof: str | None = None
) -> None:
    """Note that the withdrawal was requested on `day`; until the office announces it, notice and
    payment still make licenses.

    Refused while reason, its proof or a co-owner's statement is wanting (LAW 1.16, 12.6).
    """
    LIFECYCLE.after(declaration.status, "request_withdrawal")
    if reason:
        prepare_withdrawal(declaration, by, reason, proof)
    require_none(materials.missing_for_withdrawal(declaration))
    declaration.withdrawal_requested_on = require_past(
        day, "day", not_before=declaration.announced_on
    )
    step(
        declaration,
        "request_withdrawal",
        by,
        tell="declaration:withdrawal_requested",
        day=day.isoformat(),
        reason=declaration.withdrawal_reason,
    )


def announce_withdrawal(
    declaration: Declaration, by: User, withdrawn_on: date, gazette_issue: str, evidence: str
) -> None:
    """Enter the office's announcement of the withdrawal, with its evidence (SHA-256 of a file).

    From `withdrawn_on` (that day included) no notice makes a license.
    """
    require_evidence(evidence)
    declaration.withdrawn_on = require_past(
        withdrawn_on, "withdrawn_on", not_before=declaration.withdrawal_requested_on
    )
    declaration.withdrawal_gazette_issue = require_text(gazette_issue, "gazette_issue", limit=64)
    declaration.withdrawal_evidence_sha256 = evidence
    step(
        declaration,
        "announce_withdrawal",
        by,
        tell="declaration:withdrawn",
        withdrawn_on=withdrawn_on.isoformat(),
        gazette_issue=declaration.withdrawal_gazette_issue,
        evidence=evidence,
    )


def refuse_withdrawal(declaration: Declaration, by: User, day: date, reason: str = "") -> None:
    """Enter the office's decision not to announce the withdrawal: the declaration goes on."""
    declaration.withdrawal_refused_on = require_past(
        day, "day", not_before=declaration.withdrawal_requested_on
    )
    declaration.withdrawal_refusal = reason.strip() or None
    step(
        declaration,
        "refuse_withdrawal",
        by,
        tell="declaration:withdrawal_refused",
        day=day.isoformat(),
        reason=declaration.withdrawal_refusal,
    )


def end(declaration: Declaration, by: User, day: date, evidence: str) -> None:
    """Enter that the office ended the declaration, which should have been withdrawn (终止);
    `evidence` is the SHA-256 of the office's notice."""
    declaration.ended_on = _decided(declaration, by, day, evidence)
    step(declaration, "end", by, tell="declaration:ended", day=day.isoformat(), evidence=evidence)


def revoke(declaration: Declaration, by: User, day: date, evidence: str) -> None:
    """Enter that the office revoked the declaration for false material (撤销), with its notice."""
    declaration.revoked_on = _decided(declaration, by, day, evidence)
    step(
        declaration,
        "revoke",
        by,
        tell="declaration:revoked",
        day=day.isoformat(),
        evidence=evidence,
    )
    keep_declared(declaration, by)


def expire(declaration: Declaration, by: Any, day: date) -> None:
    """Close the declaration because the patent's life is over; `day` is the first day after it."""
    declaration.expired_on = require_past(day, "day", not_before=declaration.announced_on)
    step(declaration, "expire", by, tell="declaration:expired", day=day.isoformat())


def expire_due() -> int:
    """Close every declaration in force whose patent's certain life is over; returns how many."""
    today = clock.today()
    due = db.session.scalars(
        select(Declaration)
        .join(Patent, Patent.id == Declaration.patent_id)
        .where(Declaration.status.in_(IN_FORCE), Patent.expires_on < today)
        .order_by(Declaration.id)
    ).all()
    over = [declaration for declaration in due if declaration.patent.is_expired(today)]
    for declaration in over:
        expire(declaration, SYSTEM, _first_day_after(declaration.patent))
    return len(over)


def _decided(declaration: Declaration, by: User, day: date, evidence: str) -> date:
    LIFECYCLE.after(declaration.status, "end")
    require_evidence(evidence)
    add_file(declaration, FileKind.OFFICE_NOTICE, evidence, "office-notice", by)
    return require_past(day, "day", not_before=declaration.announced_on)


def _first_day_after(patent: Patent) -> date:
    """The first day on which no term that could apply to the patent is running."""
    last_day = life.latest_end(patent.kind, patent.filing_on, parse(patent.number).filing_year)
    return last_day + timedelta(days=1)
