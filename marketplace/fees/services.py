"""Writing observations. Agreements call this when something is declared, agreed or received."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import Organization
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.fees.observations import Price


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
) -> FeeObservation:
    """Keep one price; seen again under the same stage and reference nothing is written.

    ``reference`` is the table and public id of what showed the price (declaration, agreement,
    payment), ``contract`` the agreement's public id, ``on`` a Shanghai day, ``industries`` GB/T
    4754 codes whose first one is the group that the price counts in.
    """
    known = _standing(stage, reference)
    if known is not None:
        return known
    observation = FeeObservation(
        stage=stage,
        reference_type=reference[0],
        reference_id=reference[1],
        contract_ref=contract,
        licensor_id=licensor.id,
        industry=industries[0][:3] if industries else None,
        kind=kind,
        route=route,
        on_day=on,
        **asdict(price),
    )
    if not _add(observation):
        return _standing_one(stage, reference)
    record("fee_observation:add", observation, by, related=[licensor], stage=stage.value)
    return observation


def _add(observation: FeeObservation) -> bool:
    """Write the row; False where another has written the same price meanwhile."""
    session = db.session()
    session.flush()
    try:
        with session.begin_nested():
            session.add(observation)
    except IntegrityError:
        return False
    return True


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
        patents=observation.patents,
        on_day=observation.on_day,
        cancels_id=observation.id,
    )
    db.session.add(taken_back)
    record("fee_observation:withdraw", taken_back, by, related=[observation])
    return taken_back


def _standing(stage: PriceStage, reference: tuple[str, str]) -> FeeObservation | None:
    return db.session.scalars(_standing_query(stage, reference)).one_or_none()


def _standing_one(stage: PriceStage, reference: tuple[str, str]) -> FeeObservation:
    return db.session.scalars(_standing_query(stage, reference)).one()


def _standing_query(stage: PriceStage, reference: tuple[str, str]) -> Select[FeeObservation]:
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
