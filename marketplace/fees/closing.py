"""Closing a quarter: prices that wait are sealed into groups, and groups are read back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.fees.cohorts import last_full_quarter
from marketplace.fees.models import FeeGroup, FeeGroupMember, FeeObservation, PriceStage
from marketplace.fees.observations import SEVERAL_KINDS
from marketplace.fees.ranges import MILLION
from marketplace.fees.sealing import Group, Unit, is_safe, seal, standing
from marketplace.terms.enums import RoyaltyBase


def close_quarter(through: date) -> int:
    """Seal what waits at the end of the quarter ``through`` (a Shanghai day); returns how many
    groups were closed. A second call finds nothing left to close."""
    made = 0
    for stage in (PriceStage.DECLARED, PriceStage.CONTRACTED):
        waiting = [_unit(each) for each in db.session.scalars(_waiting(stage, through))]
        for group in seal(waiting, through):
            _write(stage, through, {unit.key: None for unit in group.units})
            made += 1
    for amounts in list(_followed(through)):
        _write(PriceStage.RECEIVED, through, amounts)
        made += 1
    return made


def sealed(stage: PriceStage, through: date, division: str | None = None) -> list[Group]:
    """The groups closed by ``through`` that still stand; of one division only where all their
    prices are of it."""
    return [each.group for each in _standing(stage, through, division)]


@dataclass(frozen=True)
class _Closed:
    """A group as it was written: its prices, and what had been received under each contract."""

    record: FeeGroup
    prices: Sequence[tuple[FeeObservation, int | None]]

    @property
    def group(self) -> Group:
        return Group(tuple(_unit(*price) for price in self.prices))


def _unit(price: FeeObservation, received_fen: int | None = None) -> Unit:
    fee, rate = price.annual, None
    if price.rate_ppm and price.rate_base == RoyaltyBase.NET_SALES:
        rate = Fraction(price.rate_ppm, MILLION)
    if received_fen is not None:
        rate = None
        fee = Fraction(received_fen * 12, (price.months or 1) * price.patents)
    return Unit(
        key=price.id,
        licensor=price.licensor_id,
        on=price.on_day,
        fee=fee,
        rate=rate,
        division=price.industry,
        kind=None if price.kind == SEVERAL_KINDS else price.kind,
        fee_mode=price.fee_mode.value if price.fee_mode else None,
    )


def _waiting(stage: PriceStage, through: date) -> Select[FeeObservation]:
    """Prices of closed quarters that stand in no group yet and were not taken back."""
    taken_back = aliased(FeeObservation)
    return select(FeeObservation).where(
        FeeObservation.stage == stage,
        FeeObservation.on_day <= through,
        FeeObservation.cancels_id.is_(None),
        ~exists().where(taken_back.cancels_id == FeeObservation.id),
        ~exists().where(
            FeeGroupMember.observation_id == FeeObservation.id, FeeGroupMember.stage == stage
        ),
    )


def _write(stage: PriceStage, through: date, prices: Mapping[int, int | None]) -> None:
    group = FeeGroup(stage=stage, closed_through=through)
    group.members = [
        FeeGroupMember(stage=stage, observation_id=key, received_fen=received)
        for key, received in prices.items()
    ]
    db.session.add(group)
    db.session.flush()
    record(
        "fee_group:seal",
        group,
        SYSTEM,
        stage=stage.value,
        through=through.isoformat(),
        prices=len(group.members),
    )


def _standing(stage: PriceStage, through: date, division: str | None = None) -> list[_Closed]:
    prices: dict[FeeGroup, list[tuple[FeeObservation, int | None]]] = defaultdict(list)
    asked = {"stage": stage, "through": through} | ({"division": division} if division else {})
    rows = db.session.execute(_closed_groups(of_division=division is not None), asked)
    for group, observation, received_fen in rows:
        prices[group].append((observation, received_fen))
    if not prices:
        return []
    closed = [_Closed(group, found) for group, found in prices.items()]
    gone = set(db.session.scalars(_taken_back()))
    return [each for each in closed if standing([each.group], gone)]


@cache
def _closed_groups(*, of_division: bool) -> Select[FeeGroup, FeeObservation, int | None]:
    """Groups of ``:stage`` closed by ``:through`` with their prices; of ``:division`` alone."""
    statement = (
        select(FeeGroup, FeeObservation, FeeGroupMember.received_fen)
        .join(FeeGroupMember, FeeGroupMember.group_id == FeeGroup.id)
        .join(FeeObservation, FeeObservation.id == FeeGroupMember.observation_id)
        .where(
            FeeGroup.stage == bindparam("stage"),
            FeeGroup.closed_through <= bindparam("through"),
            FeeGroup.id.not_in(_received_otherwise()),
        )
        .order_by(FeeGroup.id, FeeObservation.id)
    )
    return statement.where(FeeGroup.id.in_(_of_division())) if of_division else statement


def _of_division() -> Select[int]:
    """Groups all of whose prices are of ``:division``."""
    return (
        select(FeeGroupMember.group_id)
        .join(FeeObservation, FeeObservation.id == FeeGroupMember.observation_id)
        .group_by(FeeGroupMember.group_id)
        .having(
            func.min(FeeObservation.industry) == bindparam("division"),
            func.max(FeeObservation.industry) == bindparam("division"),
            func.count(FeeObservation.industry) == func.count(),
        )
    )


@cache
def _taken_back() -> Select[int]:
    """Prices in groups that were taken back since."""
    taken_back = aliased(FeeObservation)
    return select(FeeGroupMember.observation_id).join(
        taken_back, taken_back.cancels_id == FeeGroupMember.observation_id
    )


def _received_otherwise() -> Select[int]:
    """Groups of received prices in which a payment that was counted was reversed since."""
    price, taken_back, contract = (aliased(FeeObservation) for _ in range(3))
    return (
        select(FeeGroupMember.group_id)
        .join(FeeGroup, FeeGroup.id == FeeGroupMember.group_id)
        .join(contract, contract.id == FeeGroupMember.observation_id)
        .join(price, price.contract_ref == contract.contract_ref)
        .join(taken_back, taken_back.cancels_id == price.id)
        .where(
            FeeGroup.stage == PriceStage.RECEIVED,
            price.stage == PriceStage.RECEIVED,
            price.at <= FeeGroup.sealed_at,
            taken_back.at > FeeGroup.sealed_at,
        )
    )


def _followed(through: date) -> Iterator[dict[int, int | None]]:
    """What was received for contracted groups whose time has come: all contracts have been paid
    something, or each had a whole quarter for it. Whole groups again, so that contracted and received figures
    cannot be set off against each other."""
    known = set(
        db.session.scalars(
            select(FeeGroupMember.observation_id).where(FeeGroupMember.stage == PriceStage.RECEIVED)
        )
    )
    money = _received_by_contract(through)
    for each in _standing(PriceStage.CONTRACTED, through):
        if each.prices[0][0].id in known or each.group.units[0].fee is None:
            continue
        found = [(price, money.get(price.contract_ref or "", 0)) for price, _ in each.prices]
        is_due = all(price.on_day <= last_full_quarter(through) for price, _ in found)
        if (is_due or all(fen for _, fen in found)) and is_safe([_unit(*one) for one in found]):
            yield {price.id: fen for price, fen in found}


def _received_by_contract(through: date) -> dict[str, int]:
    """Fen received by contract and through a day, without what was taken back."""
    taken_back = aliased(FeeObservation)
    rows = db.session.execute(
        select(FeeObservation.contract_ref, func.sum(FeeObservation.fixed_fen))
        .where(
            FeeObservation.stage == PriceStage.RECEIVED,
            FeeObservation.on_day <= through,
            FeeObservation.cancels_id.is_(None),
            ~exists().where(taken_back.cancels_id == FeeObservation.id),
        )
        .group_by(FeeObservation.contract_ref)
    )
    return {contract: int(fen or 0) for contract, fen in rows if contract}
