"""Imported benchmarks, and observations of what licenses on this site are declared, agreed, paid."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.fees.benchmarks import IndustryStatistics
from marketplace.fees.ranges import MILLION
from marketplace.ids import public_id_column
from marketplace.terms.enums import FeeMode


class FeeBenchmark(db.Model):
    """Published figures of one industry division and period, imported by the operator.

    ``fixed_average`` and ``entry_fee_average`` in fen, terms in thousandths of a year, rates in
    parts per million; None where nothing was published.
    """

    __tablename__ = "fee_benchmarks"
    __table_args__ = (UniqueConstraint("period", "division"),)

    public_id: Mapped[str] = public_id_column()
    period: Mapped[str] = mapped_column(String(20))
    division: Mapped[str] = mapped_column(String(3), index=True)
    name: Mapped[str] = mapped_column(String(80))
    contracts: Mapped[int]
    patents: Mapped[int | None]
    fixed_contracts: Mapped[int | None]
    fixed_average: Mapped[int | None] = mapped_column(BigInteger)
    fixed_term: Mapped[int | None]
    royalty_contracts: Mapped[int | None]
    royalty_base: Mapped[str | None] = mapped_column(String(20))
    royalty_rate: Mapped[int | None]
    entry_fee_average: Mapped[int | None] = mapped_column(BigInteger)
    free_contracts: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(400))
    imported_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def statistics(self) -> IndustryStatistics:
        """The figures as the methods read them: per year and patent, exact."""
        inputs = None
        if self.fixed_average and self.fixed_term and self.patents:
            inputs = (
                Fraction(self.fixed_average),
                Fraction(self.fixed_term, 1000),
                Fraction(self.patents, self.contracts),
            )
        return IndustryStatistics(
            self.period,
            self.division,
            self.name,
            self.contracts,
            self.fixed_contracts,
            Fraction(inputs[0], inputs[1] * inputs[2]) if inputs else None,
            inputs,
            self.royalty_contracts,
            self._sales_rate,
            self.source,
        )

    @property
    def _sales_rate(self) -> Fraction | None:
        if self.royalty_rate is None or self.royalty_base not in {None, "net_sales"}:
            return None
        return Fraction(self.royalty_rate, MILLION)


class PriceStage(StrEnum):
    """Three different prices that statistics never mix (PRODUCT §5.10)."""

    DECLARED = "declared"
    CONTRACTED = "contracted"
    RECEIVED = "received"


class FeeObservation(db.Model):
    """One price seen once: what was declared, agreed or received, by whom, when. Append-only.

    ``fixed_fen`` is everything payable in fixed amounts over ``months``; ``rate_ppm`` a flat
    royalty on ``rate_base``. An observation that was wrong is taken back by another row that
    names it in ``cancels_id``.
    """

    __tablename__ = "fee_observations"
    __table_args__ = (
        Index("ix_fee_observations_group", "stage", "industry", "on_day"),
        Index(
            "uq_fee_observations_once",
            "stage",
            "reference_type",
            "reference_id",
            unique=True,
            sqlite_where=db.text("cancels_id IS NULL"),
            postgresql_where=db.text("cancels_id IS NULL"),
        ),
        CheckConstraint("fixed_fen >= 0", name="fixed_not_negative"),
        CheckConstraint("months > 0", name="some_months"),
        CheckConstraint("patents > 0", name="some_patents"),
    )

    public_id: Mapped[str] = public_id_column()
    stage: Mapped[PriceStage]
    reference_type: Mapped[str] = mapped_column(String(40))
    reference_id: Mapped[str] = mapped_column(String(40))
    contract_ref: Mapped[str | None] = mapped_column(String(16), index=True)
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    industry: Mapped[str | None] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(20))
    route: Mapped[str] = mapped_column(String(20))
    fee_mode: Mapped[FeeMode | None]
    fixed_fen: Mapped[int | None] = mapped_column(BigInteger)
    months: Mapped[int | None]
    patents: Mapped[int] = mapped_column(default=1)
    rate_ppm: Mapped[int | None]
    rate_base: Mapped[str | None] = mapped_column(String(20))
    on_day: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    cancels_id: Mapped[int | None] = mapped_column(ForeignKey("fee_observations.id"), unique=True)

    licensor: Mapped[Organization] = relationship()

    @property
    def annual(self) -> Fraction | None:
        """Fen per year and patent; None where nothing fixed is payable over a known time."""
        if not self.fixed_fen or not self.months:
            return None
        return Fraction(self.fixed_fen * 12, self.months * self.patents)


class FeeGroup(db.Model):
    """Prices that are published only together (``sealing``): closed once, at the end of a quarter.

    Every published figure counts whole groups; a group with a price that was taken back leaves
    all figures for good. Append-only, like its members.
    """

    __tablename__ = "fee_groups"

    public_id: Mapped[str] = public_id_column()
    stage: Mapped[PriceStage]
    closed_through: Mapped[date] = mapped_column(index=True)
    sealed_at: Mapped[datetime] = mapped_column(default=clock.now)

    members: Mapped[list["FeeGroupMember"]] = relationship(back_populates="group")


class FeeGroupMember(db.Model):
    """One price in a group. ``received_fen`` is what had been received under the contract when a
    group of received prices was closed; None in the others."""

    __tablename__ = "fee_group_members"
    __table_args__ = (UniqueConstraint("stage", "observation_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("fee_groups.id"), index=True)
    stage: Mapped[PriceStage]
    observation_id: Mapped[int] = mapped_column(ForeignKey("fee_observations.id"), index=True)
    received_fen: Mapped[int | None] = mapped_column(BigInteger)

    group: Mapped[FeeGroup] = relationship(back_populates="members")
    observation: Mapped[FeeObservation] = relationship()


append_only(FeeObservation.__table__)
append_only(FeeGroup.__table__)
append_only(FeeGroupMember.__table__)
