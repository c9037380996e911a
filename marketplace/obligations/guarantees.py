"""Who stands behind the licensee: a reference to the paper of an insurer or guarantor (S064)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations.models import Guarantee, GuaranteeKind
from marketplace.obligations.policies import acts_for


def enter(
    agreement: Agreement,
    side: Side,
    kind: GuaranteeKind,
    institution: str,
    number: str,
    by: User,
    *,
    amount_fen: int | None = None,
    through: date | None = None,
    evidence_sha256: str | None = None,
    note: str = "",
) -> Guarantee:
    """Enter a policy or a letter of guarantee; a claim under it is the parties' own business."""
    if not acts_for(by, agreement.party(side)):
        raise NotAllowed()
    _require_cover(agreement, through)
    made = Guarantee(
        agreement=agreement,
        side=side,
        kind=kind,
        institution=institution,
        number=number,
        amount_fen=amount_fen,
        through=through,
        evidence_sha256=evidence_sha256,
        note=note,
        by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    _note(made, by)
    return made


def _require_cover(agreement: Agreement, through: date | None) -> None:
    begun = agreement.effective_on
    if begun is not None and through is not None and through < begun:
        raise Refused("guarantee_over", N_("It ended before the license began."), field="through")


def _note(made: Guarantee, by: User) -> None:
    record(
        "guarantee:enter",
        made,
        by,
        related=[made.agreement],
        kind=made.kind.value,
        institution=made.institution,
        number=made.number,
        amount=made.amount_fen,
    )


def guarantees_of(agreement: Agreement) -> Sequence[Guarantee]:
    """All that were entered, in order; the later one of the same paper says more."""
    return db.session.scalars(
        select(Guarantee).where(Guarantee.agreement_id == agreement.id).order_by(Guarantee.id)
    ).all()
