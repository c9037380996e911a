"""Reads for the register."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.agreements.lifecycles import BEFORE_EFFECT, NEVER_MADE
from marketplace.agreements.models import Agreement, AgreementPatent, Side
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.public_register.entries import Entry, entry
from marketplace.public_register.models import RegisterChoice, Shown
from marketplace.terms.enums import Route
from marketplace.terms.routes import ROUTES

_LICENSES = tuple(route for route in Route if not ROUTES[route].passes_right)
"""A sale is no license; the patent register tells of it."""


def listed(patent: Patent | None = None) -> Select[Agreement]:
    """Licenses that took effect, newest first; of one patent where one is given."""
    statement = (
        select(Agreement)
        .where(
            Agreement.effective_on.is_not(None),
            Agreement.status.not_in(BEFORE_EFFECT | NEVER_MADE),
            Agreement.route.in_(_LICENSES),
        )
        .options(
            selectinload(Agreement.subjects).joinedload(AgreementPatent.patent),
            joinedload(Agreement.licensor),
            joinedload(Agreement.licensee),
        )
        .order_by(Agreement.effective_on.desc(), Agreement.public_id)
    )
    if patent is None:
        return statement
    subjects = select(AgreementPatent.agreement_id).where(AgreementPatent.patent_id == patent.id)
    return statement.where(Agreement.id.in_(subjects))


def entries(agreements: Iterable[Agreement]) -> list[Entry]:
    """The lines for these agreements, by their parties' choices."""
    known = list(agreements)
    choices: dict[int, dict[Side, Shown]] = defaultdict(dict)
    rows = db.session.execute(
        select(RegisterChoice.agreement_id, RegisterChoice.side, RegisterChoice.shown).where(
            RegisterChoice.agreement_id.in_([each.id for each in known])
        )
    )
    for row in rows:
        choices[row.agreement_id][row.side] = row.shown
    return [entry(each, choices[each.id]) for each in known]


def of_patent(patent: Patent) -> Sequence[Entry]:
    """The lines about one patent, for its page."""
    return entries(db.session.scalars(listed(patent).limit(20)))


def choice_of(agreement: Agreement, side: Side) -> RegisterChoice | None:
    """What one side chose."""
    return db.session.scalar(
        select(RegisterChoice).where(
            RegisterChoice.agreement_id == agreement.id, RegisterChoice.side == side
        )
    )
