"""What a sale needs beyond a license: one buyer, a price, and no declaration in force."""

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.lifecycles import IN_FORCE, AgreementStatus
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.database import lock
from marketplace.declarations import checks
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES

_SOLD = IN_FORCE | {AgreementStatus.CONCLUDED}


def require_sellable(agreement: Agreement) -> None:
    """Refuse a signature that would pass a right which cannot pass now.

    Openly declared: withdrawal first (审查指南 5-11-9, LAW 1.17). Sold already: a right passes
    once, so this is decided under the lock of its patents. Open terms: nothing is signed without
    price or shares.
    """
    if not ROUTES[agreement.route].passes_right:
        return
    _require_agreed(agreement.record)
    ids = [patent.id for patent in agreement.patents]
    db.session.execute(lock(select(Patent.id).where(Patent.id.in_(ids)).order_by(Patent.id)))
    for patent in agreement.patents:
        require_none(checks.declared_problems(patent, clock.today()))
        _require_unsold(agreement, patent)


def _require_agreed(terms: Terms) -> None:
    sale = terms.transfer
    if sale is None or (sale.price_fen is None and sale.shares_ppm is None):
        raise Refused(
            "terms_open",
            N_("Price or shares are not agreed yet. One side proposes them, then both sign."),
        )


def _require_unsold(agreement: Agreement, patent: Patent) -> None:
    routes = [route for route, rules in ROUTES.items() if rules.passes_right]
    other = db.session.scalar(
        select(Agreement.id)
        .join(AgreementPatent)
        .where(
            AgreementPatent.patent_id == patent.id,
            Agreement.id != agreement.id,
            Agreement.route.in_(routes),
            Agreement.status.in_(_SOLD),
        )
        .limit(1)
    )
    if other is not None:
        raise Refused(
            "sold_already",
            N_("%(number)s is sold by another contract already. It can be sold only once."),
            number=patent.number,
        )
