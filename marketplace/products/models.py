"""A product with its patents and its sales by year; from entry to filing and recognition."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.patents.models import Patent
from marketplace.types import BigId


class ProductStatus(StrEnum):
    ENTERED = "entered"
    FILED = "filed"
    RECOGNIZED = "recognized"
    DISCONTINUED = "discontinued"


S = ProductStatus

LIFECYCLE = Lifecycle(
    "product",
    {
        "file": (frozenset({S.ENTERED}), S.FILED),
        "recognize": (frozenset({S.FILED}), S.RECOGNIZED),
        "discontinue": (frozenset({S.ENTERED, S.FILED, S.RECOGNIZED}), S.DISCONTINUED),
    },
    initial=S.ENTERED,
)
"""专利产品备案 comes first; 专利密集型产品认定 is a second, later step."""


class Product(db.Model):
    """A product of the organization that makes or sells it.

    ``models`` are its models as the maker names them, one a line. Columns ending in ``_on`` are
    Shanghai days as on the papers of the platform where it is filed.
    """

    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    models: Mapped[str] = mapped_column(Text, default="")
    industry: Mapped[str | None] = mapped_column(String(5))
    produced_since: Mapped[date | None]
    status: Mapped[ProductStatus] = mapped_column(default=S.ENTERED, index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    filing_number: Mapped[str | None] = mapped_column(String(80))
    filed_on: Mapped[date | None]
    recognition_number: Mapped[str | None] = mapped_column(String(80))
    recognized_on: Mapped[date | None]
    discontinued_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    uses: Mapped[list[ProductPatent]] = relationship(
        back_populates="product", order_by="ProductPatent.id"
    )
    sales: Mapped[list[ProductSales]] = relationship(
        back_populates="product", order_by="ProductSales.id"
    )

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    @property
    def sales_by_year(self) -> dict[int, ProductSales]:
        """What was stated last for each calendar year, the newest year first."""
        latest = {each.year: each for each in self.sales}
        return dict(sorted(latest.items(), reverse=True))

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class ProductPatent(db.Model):
    """A patent in a product: what it does there, and the license under which it is used (None: the
    maker's own patent)."""

    __tablename__ = "product_patents"
    __table_args__ = (UniqueConstraint("product_id", "patent_id"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    role: Mapped[str] = mapped_column(Text)

    product: Mapped[Product] = relationship(back_populates="uses")
    patent: Mapped[Patent] = relationship()
    agreement: Mapped[Agreement | None] = relationship()


class ProductSales(db.Model):
    """Sales of one calendar year as stated: net sales in fen and units. A later statement about the
    same year stands in its place; nothing stated is changed."""

    __tablename__ = "product_sales"
    __table_args__ = (
        CheckConstraint("net_sales_fen >= 0", name="sales_not_negative"),
        CheckConstraint("units IS NULL OR units >= 0", name="units_not_negative"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    year: Mapped[int]
    net_sales_fen: Mapped[int] = mapped_column(BigId)
    units: Mapped[int | None] = mapped_column(BigId)
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stated_at: Mapped[datetime] = mapped_column(default=clock.now)

    product: Mapped[Product] = relationship(back_populates="sales")
    stated_by: Mapped[User] = relationship()


append_only(ProductSales.__table__)
