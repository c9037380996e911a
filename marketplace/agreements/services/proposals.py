"""Keeping the versions of a negotiation, and telling the other side of each."""

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements import messages
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.proposals import AgreementProposal
from marketplace.audit.models import AuditEvent
from marketplace.extensions import db


def keep_first(agreement: Agreement) -> None:
    """Before the first change: keep what the listing showed as version 1, to compare with."""
    if _last(agreement) == 0:
        _add(agreement, 1, None, None, "")


def keep(agreement: Agreement, by: User, note: str) -> AgreementProposal:
    """Keep the present terms as the next version, proposed by the side of ``by``."""
    side = next((each for each in Side if accounts.membership_of(by, agreement.party(each))), None)
    return _add(agreement, _last(agreement) + 1, side, by, note.strip())


def tell_other_side(proposal: AgreementProposal, event: AuditEvent) -> None:
    """The other side is told where the changes stand."""
    if proposal.side is None:
        return
    agreement = proposal.agreement
    notify(
        agreement.other_party(proposal.side),
        messages.PROPOSED,
        event=event,
        link=f"{messages.link(agreement)}/proposals",
        title=agreement.title,
        other=agreement.party(proposal.side).name,
    )


def _last(agreement: Agreement) -> int:
    statement = select(func.max(AgreementProposal.ordinal)).where(
        AgreementProposal.agreement_id == agreement.id
    )
    return db.session.scalar(statement) or 0


def _add(
    agreement: Agreement, ordinal: int, side: Side | None, by: User | None, note: str
) -> AgreementProposal:
    proposal = AgreementProposal(
        agreement=agreement,
        ordinal=ordinal,
        side=side,
        user=by,
        terms=agreement.terms,
        terms_sha256=agreement.terms_sha256,
        note=note,
        proposed_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal
