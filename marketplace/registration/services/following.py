"""Filings of a declaration follow the declaration's own life, step by step."""

from collections import deque
from datetime import date
from typing import Any

from marketplace.audit.actors import SYSTEM
from marketplace.declarations.models import Declaration
from marketplace.declarations.models import DeclarationStatus as D
from marketplace.registration import queries
from marketplace.registration.models import LIFECYCLE, Filing
from marketplace.registration.models import FilingStatus as S
from marketplace.registration.services.acts import step
from marketplace.registration.services.opening import open_for_declaration
from marketplace.terms.routes import Duty

_DECLARED = {
    D.READY: S.DUE,
    D.SUBMITTED: S.SUBMITTED,
    D.CORRECTION: S.CORRECTION,
    D.ANNOUNCED: S.DONE,
    D.NOT_ANNOUNCED: S.REFUSED,
}
_WITHDRAWN = {D.WITHDRAWING: S.SUBMITTED, D.WITHDRAWN: S.DONE}

REFUSAL_NOT_ANNOUNCED = "not_announced"
REFUSAL_WITHDRAWAL = "withdrawal_not_announced"


def follow(declaration: Declaration) -> None:
    """Bring the filings of a declaration to where the declaration stands."""
    wanted = _DECLARED.get(declaration.status)
    if wanted is not None:
        known = queries.one(declaration, Duty.DECLARATION)
        if known is None or known.is_open:
            filing = known or open_for_declaration(declaration, Duty.DECLARATION)
            _bring(filing, wanted, declaration)
    _follow_withdrawal(declaration)


def path(status: S, wanted: S) -> list[str]:
    """The shortest way through the life cycle, without the steps that a person alone decides on."""
    ways: deque[tuple[S, list[str]]] = deque([(status, [])])
    seen = {status}
    while ways:
        here, steps = ways.popleft()
        if here is wanted:
            return steps
        for action in LIFECYCLE.actions(here):
            there = LIFECYCLE.after(here, action)
            if action not in _BY_PERSONS and there not in seen:
                seen.add(there)
                ways.append((there, [*steps, action]))
    raise ValueError(f"no way from {status} to {wanted}")


_BY_PERSONS = frozenset({"dispense", "change", "cancel", "renew"})


def _follow_withdrawal(declaration: Declaration) -> None:
    wanted = _WITHDRAWN.get(declaration.status)
    if wanted is None and declaration.status is not D.ANNOUNCED:
        return
    filing = queries.one(declaration, Duty.WITHDRAWAL)
    if wanted is not None:
        filing = filing or open_for_declaration(declaration, Duty.WITHDRAWAL)
        _bring(filing, wanted, declaration)
    elif filing is not None and filing.status is S.SUBMITTED:
        filing.refusal_code = REFUSAL_WITHDRAWAL
        _bring(filing, S.REFUSED, declaration)


def _bring(filing: Filing, wanted: S, declaration: Declaration) -> None:
    for action in path(filing.status, wanted):
        for name, value in _values(filing, action, declaration).items():
            setattr(filing, name, value)
        step(filing, action, SYSTEM, declaration=declaration.public_id)


def _values(filing: Filing, action: str, declaration: Declaration) -> dict[str, Any]:
    """The dated columns of one step, from the declaration's own."""
    withdrawal = filing.kind is Duty.WITHDRAWAL
    submitted_on: date | None = (
        declaration.withdrawal_requested_on if withdrawal else declaration.submitted_on
    )
    if action == "complete" and withdrawal:
        return {
            "done_on": declaration.withdrawn_on,
            "receipt_sha256": declaration.withdrawal_evidence_sha256,
        }
    values: dict[str, dict[str, Any]] = {
        "submit": {"submitted_on": submitted_on},
        "require_correction": {
            "correction_on": declaration.correction_on,
            "correction_note": declaration.correction_note,
        },
        "resubmit": {"resubmitted_on": declaration.resubmitted_on},
        "complete": {
            "number": declaration.number,
            "done_on": declaration.announced_on,
            "receipt_sha256": declaration.evidence_sha256,
        },
        "refuse": {
            "refused_on": declaration.withdrawal_refused_on or declaration.not_announced_on,
            "refusal_code": filing.refusal_code or REFUSAL_NOT_ANNOUNCED,
            "refusal_note": declaration.not_announced_reason,
            "submitted_on": None,
        },
    }
    return values.get(action, {})
