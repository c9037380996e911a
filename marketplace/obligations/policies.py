"""Who reports, who answers reports, who enters facts."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, Side
from marketplace.deeds.queries import terms_in_force
from marketplace.obligations.lines import facts_of
from marketplace.obligations.models import FactKind
from marketplace.terms.events import FirstRevenue, MilestoneAccepted


def may_report(user: Any, agreement: Agreement) -> bool:
    """Finance, owners, managers and signatories of the licensee report figures."""
    return _acts_for(user, agreement.licensee)


def may_answer(user: Any, agreement: Agreement) -> bool:
    """Those of the licensor accept or dispute them."""
    return _acts_for(user, agreement.present_licensor)


def facts_to_enter(user: Any, agreement: Agreement, side: Side | None) -> tuple[str, ...]:
    """The facts that the terms still wait for and this side may enter: the licensee its first
    revenue, each side an accepted milestone."""
    if side is None or not agreement.is_in_force or not _acts_for(user, agreement.party(side)):
        return ()
    known = facts_of(agreement)
    kinds = []
    if side is Side.LICENSEE and _awaits_revenue(agreement, known):
        kinds.append(slug(FactKind.FIRST_REVENUE))
    if open_milestones(agreement):
        kinds.append(slug(FactKind.MILESTONE))
    return tuple(kinds)


def open_milestones(agreement: Agreement) -> list[str]:
    """Milestones that the terms name and nobody has entered as accepted."""
    terms = terms_in_force(agreement)
    named = [item.due.milestone for item in terms.instalments]
    named.append(terms.deferral.milestone if terms.deferral else None)
    known = {each.name for each in facts_of(agreement) if isinstance(each, MilestoneAccepted)}
    return [name for name in dict.fromkeys(named) if name and name not in known]


def slug(kind: FactKind) -> str:
    """How a kind of fact is written in an address."""
    return kind.value.replace("_", "-")


def _awaits_revenue(agreement: Agreement, known: tuple[Any, ...]) -> bool:
    deferral = terms_in_force(agreement).deferral
    wanted = deferral is not None and deferral.on_first_revenue
    return wanted and not any(isinstance(each, FirstRevenue) for each in known)


def _acts_for(user: Any, organization: Organization) -> bool:
    return (
        accounts.may_finance(user, organization)
        or accounts.may_manage(user, organization)
        or accounts.may_sign(user, organization)
    )
