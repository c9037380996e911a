"""What an institution lays down: its reward rules, who is entitled, the shares of an agreement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.payouts import policies
from marketplace.payouts.models import Entitled, EntitledKind, RewardRule, SharePlan
from marketplace.payouts.shares import FLOOR_PPM, WHOLE_PPM


def set_rule(
    organization: Organization,
    by: User,
    *,
    from_on: date,
    inventors_ppm: int,
    agreed: bool,
    basis: str,
    needs_notice: bool,
) -> RewardRule:
    """Lay down what the inventors get of the net income from a Shanghai day on.

    Where nothing is laid down in rules or agreed, Refused below half (促进科技成果转化法 45); an
    institution's own rules may differ, and are named in ``basis``.
    """
    _require(by, organization)
    _require_lawful(inventors_ppm, agreed, basis)
    rule = RewardRule(
        organization=organization,
        from_on=from_on,
        inventors_ppm=inventors_ppm,
        agreed=agreed,
        basis=basis.strip(),
        needs_notice=needs_notice,
        set_by=by,
    )
    db.session.add(rule)
    record(
        "reward_rule:set",
        rule,
        by,
        related=[organization],
        from_on=from_on.isoformat(),
        inventors_ppm=inventors_ppm,
        agreed=agreed,
        basis=rule.basis,
    )
    return rule


def _require_lawful(inventors_ppm: int, agreed: bool, basis: str) -> None:
    if not agreed and inventors_ppm < FLOOR_PPM:
        raise Refused(
            "below_floor",
            N_(
                "Where nothing is laid down or agreed, the inventors get at least half of the net "
                "income (Law on Promoting the Transformation of Scientific Achievements, "
                "Article 45). Enter 50 or more, or name the rule or agreement."
            ),
            status=422,
            field="percent",
        )
    if inventors_ppm and agreed and not basis.strip():
        raise Refused("no_basis", N_("Name the rule or the agreement."), status=422, field="basis")


def name_entitled(
    organization: Organization, by: User, *, kind: EntitledKind, name: str, **account: str
) -> Entitled:
    """Put a person or body on the list; ``account`` holds email, bank, account_number."""
    _require(by, organization)
    found = Entitled(organization=organization, kind=kind, name=name.strip())
    _state(found, account)
    db.session.add(found)
    record("entitled:name", found, by, related=[organization], kind=kind.value)
    return found


def change_entitled(entitled: Entitled, by: User, *, name: str, **account: str) -> None:
    """Correct name, address or account. The trail says that it changed, not to what."""
    _require(by, entitled.organization)
    before = entitled.account_number
    entitled.name = name.strip()
    _state(entitled, account)
    changed = before != entitled.account_number
    record("entitled:change", entitled, by, account_changed=changed)


def close_entitled(entitled: Entitled, by: User) -> None:
    """Take a person off the list for later plans; what was divided stands."""
    _require(by, entitled.organization)
    entitled.closed_at = clock.now()
    record("entitled:close", entitled, by)


def set_plan(
    organization: Organization,
    agreement: Agreement,
    by: User,
    *,
    from_on: date,
    parts: Sequence[tuple[str, EntitledKind, int]],
) -> SharePlan:
    """Lay down the shares of an agreement from a Shanghai day on: (public id, capacity, weight);
    agencies in parts per million of the net income, the others by weight among themselves."""
    _require(by, organization)
    if agreement.licensor_id != organization.id:
        raise NotAllowed()
    if any(weight < 0 for _, _, weight in parts):
        raise Refused("negative_share", N_("A share is not negative."), status=422)
    if sum(weight for _, kind, weight in parts if kind is EntitledKind.AGENCY) > WHOLE_PPM:
        raise Refused("agencies", N_("The agencies take more than the whole."), status=422)
    owners = [
        w for _, kind, w in parts if kind in {EntitledKind.INSTITUTION, EntitledKind.CO_OWNER}
    ]
    if owners and not sum(owners):
        raise Refused("no_owner", N_("Somebody among the owners must have a share."), status=422)
    plan = SharePlan(
        organization=organization,
        agreement=agreement,
        from_on=from_on,
        parts=[
            {"party": party, "kind": kind.value, "weight": weight}
            for party, kind, weight in parts
            if weight or kind is EntitledKind.INSTITUTION
        ],
        set_by_id=by.id,
    )
    db.session.add(plan)
    record("share_plan:set", plan, by, related=[agreement], from_on=from_on.isoformat(),
           parts=plan.parts)  # fmt: skip
    return plan


def _state(entitled: Entitled, account: dict[str, str]) -> None:
    values: dict[str, Any] = {key: (text or "").strip() for key, text in account.items()}
    entitled.email = values.get("email") or None
    entitled.bank = values.get("bank", "")
    entitled.account_number = "".join(values.get("account_number", "").split())


def _require(by: User, organization: Organization) -> None:
    if not policies.may_divide(by, organization):
        raise NotAllowed()
