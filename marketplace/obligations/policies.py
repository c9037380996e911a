"""Who reports, who answers reports, who enters facts."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.policies import sides_of
from marketplace.deeds.queries import terms_in_force
from marketplace.obligations.lines import facts
from marketplace.obligations.models import Fact, FactKind


def may_report(user: Any, agreement: Agreement) -> bool:
    """Finance, owners, managers and signatories of the licensee report figures."""
    return acts_for(user, agreement.licensee)


def may_answer(user: Any, agreement: Agreement) -> bool:
    """Those of the licensor accept or dispute them."""
    return acts_for(user, agreement.present_licensor)


def may_decide(user: Any, agreement: Agreement) -> bool:
    """Those of the licensor hold and release amounts; giving one up takes a signatory."""
    return acts_for(user, agreement.present_licensor)


def is_party(user: Any, agreement: Agreement) -> bool:
    """Members of the two parties: what stands between them is nobody else's business."""
    return bool(sides_of(user, agreement))


def facts_to_enter(user: Any, agreement: Agreement, side: Side | None) -> tuple[str, ...]:
    """The facts that the terms still wait for and this side may enter: the licensee its first
    revenue, each side an accepted milestone."""
    if side is None or not agreement.is_in_force or not acts_for(user, agreement.party(side)):
        return ()
    kinds = []
    if side is Side.LICENSEE and _awaits_revenue(agreement):
        kinds.append(slug(FactKind.FIRST_REVENUE))
    if open_milestones(agreement):
        kinds.append(slug(FactKind.MILESTONE))
    return tuple(kinds)


def open_milestones(agreement: Agreement) -> list[str]:
    """Milestones that the terms name and nobody has entered as accepted."""
    terms = terms_in_force(agreement)
    named = [item.due.milestone for item in terms.instalments]
    named.append(terms.deferral.milestone if terms.deferral else None)
    known = {each.name for each in _standing(agreement, FactKind.MILESTONE)}
    return [name for name in dict.fromkeys(named) if name and name not in known]


def slug(kind: FactKind) -> str:
    """How a kind of fact is written in an address."""
    return kind.value.replace("_", "-")


def _awaits_revenue(agreement: Agreement) -> bool:
    deferral = terms_in_force(agreement).deferral
    wanted = deferral is not None and deferral.on_first_revenue
    return wanted and not _standing(agreement, FactKind.FIRST_REVENUE)


def _standing(agreement: Agreement, kind: FactKind) -> list[Fact]:
    """Facts of a kind that nobody took back, disputed or not."""
    return [each for each in facts(agreement) if each.kind is kind and not each.is_withdrawn]


def acts_for(user: Any, organization: Organization) -> bool:
    """Finance, owners, managers and signatories of an organization."""
    return (
        accounts.may_finance(user, organization)
        or accounts.may_manage(user, organization)
        or accounts.may_sign(user, organization)
    )
