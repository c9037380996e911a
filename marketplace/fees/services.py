"""Writing observations: the rooms above call this when something is declared, agreed, received."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from marketplace.accounts.models import Organization
from marketplace.audit.services import record
from marketplace.database import add_once
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.fees.observations import Price, Subject
from marketplace.terms.enums import FeeMode
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES


def observe(
    stage: PriceStage,
    reference: tuple[str, str],
    price: Price,
    *,
    licensor: Organization,
    kind: str,
    route: str,
    on: date,
    by: Any,
    industries: Sequence[str] = (),
    contract: str | None = None,
    mode: FeeMode | None = None,
) -> FeeObservation:
    """Keep one price; seen again under the same stage and reference nothing is written.

    ``reference`` is the table and public id of what showed the price (declaration, agreement,
    payment), ``contract`` the agreement's public id, ``on`` a Shanghai day, ``mode`` how the fee
    is built; the first of ``industries`` (GB/T 4754) is the group that the price counts in.
    """
    values = {
        "stage": stage,
        "reference_type": reference[0],
        "reference_id": reference[1],
        "contract_ref": contract,
        "licensor_id": licensor.id,
        "industry": industries[0][:3] if industries else None,
        "kind": kind,
        "route": route,
        "fee_mode": mode,
        "on_day": on,
        **asdict(price),
    }
    observation: FeeObservation | None = add_once(FeeObservation, values)
    if observation is None:
        return db.session.scalars(_standing(stage, reference)).one()
    record("fee_observation:add", observation, by, related=[licensor], stage=stage.value)
    return observation


@dataclass(frozen=True)
class Deal:
    """Whose license at which terms a price belongs to; ``contract`` once there is one."""

    terms: Terms
    subject: Subject
    licensor: Organization
    contract: str | None = None

    @property
    def counts(self) -> bool:
        """Whether statistics count it: prices of licenses, not of sales or open source."""
        return ROUTES[self.terms.route].priced_license


def keep(
    stage: PriceStage,
    reference: tuple[str, str],
    deal: Deal,
    price: Price | None,
    on: date,
    by: Any,
) -> None:
    """Let the standing price of a reference be ``price``, or none: what stood and differs is
    taken back. Called as often as one likes, it writes only what has changed."""
    if not deal.counts:
        return
    seen = _all_of(stage, reference, deal)
    standing = next((each for each in seen if not _cancelled(each)), None)
    if standing is not None:
        if price is not None and standing.fixed_fen == price.fixed_fen:
            return
        withdraw(standing, by)
    if price is None:
        return
    number = f"{reference[1]}.{len(seen) + 1}" if seen else reference[1]
    observe(
        stage,
        (reference[0], number),
        price,
        licensor=deal.licensor,
        kind=deal.subject.kind,
        route=deal.terms.route.value,
        on=on,
        by=by,
        industries=deal.subject.industries,
        contract=deal.contract,
        mode=deal.terms.fee_mode,
    )


def withdraw_contract(contract: str, by: Any) -> None:
    """Take back every standing price of a contract that was set aside."""
    for observation in db.session.scalars(
        select(FeeObservation).where(
            FeeObservation.contract_ref == contract, FeeObservation.cancels_id.is_(None)
        )
    ).all():
        if not _cancelled(observation):
            withdraw(observation, by)


def _all_of(stage: PriceStage, reference: tuple[str, str], deal: Deal) -> Sequence[FeeObservation]:
    """Every price ever kept for a reference, the first as it is, later ones numbered; looked up among
    the few of the same contract, or of the same licensor."""
    kind, key = reference
    near = FeeObservation.contract_ref == deal.contract
    if deal.contract is None:
        near = FeeObservation.licensor_id == deal.licensor.id
    return db.session.scalars(
        select(FeeObservation)
        .where(
            near,
            FeeObservation.stage == stage,
            FeeObservation.reference_type == kind,
            (FeeObservation.reference_id == key)
            | FeeObservation.reference_id.startswith(f"{key}."),
            FeeObservation.cancels_id.is_(None),
        )
        .order_by(FeeObservation.id)
    ).all()


def withdraw(observation: FeeObservation, by: Any) -> FeeObservation:
    """Take a price back that turned out wrong (an agreement set aside); the row itself stays."""
    if observation.cancels_id is not None or _cancelled(observation):
        raise Refused(
            "observation_withdrawn", N_("This price has been taken out of the statistics already.")
        )
    taken_back = FeeObservation(
        stage=observation.stage,
        reference_type=FeeObservation.__tablename__,
        reference_id=observation.public_id,
        contract_ref=observation.contract_ref,
        licensor_id=observation.licensor_id,
        industry=observation.industry,
        kind=observation.kind,
        route=observation.route,
        fee_mode=observation.fee_mode,
        patents=observation.patents,
        on_day=observation.on_day,
        cancels_id=observation.id,
    )
    db.session.add(taken_back)
    record("fee_observation:withdraw", taken_back, by, related=[observation])
    return taken_back


def _standing(stage: PriceStage, reference: tuple[str, str]) -> Select[FeeObservation]:
    return select(FeeObservation).where(
        FeeObservation.stage == stage,
        FeeObservation.reference_type == reference[0],
        FeeObservation.reference_id == reference[1],
        FeeObservation.cancels_id.is_(None),
    )


def _cancelled(observation: FeeObservation) -> bool:
    found = db.session.scalar(
        select(FeeObservation.id).where(FeeObservation.cancels_id == observation.id)
    )
    return found is not None
