"""Reads over products; what royalty statements and reports compare with."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Organization
from marketplace.agreements.lifecycles import IN_FORCE
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.products.models import Product, ProductPatent, ProductStatus


def by_public_id(public_id: str) -> Product:
    """The product behind an address; Missing if there is none."""
    product = db.session.scalar(select(Product).where(Product.public_id == public_id))
    if product is None:
        raise Missing()
    return product


def of_organization(organization: Organization) -> Sequence[Product]:
    """The products of a maker, by name."""
    return db.session.scalars(
        select(Product)
        .where(Product.organization_id == organization.id)
        .options(selectinload(Product.uses), selectinload(Product.sales))
        .order_by(Product.name)
    ).all()


def under(agreement: Agreement) -> Sequence[Product]:
    """The products that are made or sold under a license, the newest first."""
    return db.session.scalars(
        select(Product)
        .join(Product.uses)
        .where(
            ProductPatent.agreement_id == agreement.id,
            Product.status != ProductStatus.DISCONTINUED,
        )
        .distinct()
        .order_by(Product.id.desc())
    ).all()


def stated_sales(agreement: Agreement, year: int) -> int | None:
    """Net sales in fen that the licensee stated for a calendar year of all products under the
    license; None where nothing was stated. A royalty statement that lies far below is not plausible.
    """
    found = [
        product.sales_by_year[year].net_sales_fen
        for product in under(agreement)
        if year in product.sales_by_year
    ]
    return sum(found) if found else None


def licenses_of(organization: Organization) -> Sequence[Agreement]:
    """Licenses in force that the maker holds, whose patents may stand in a product."""
    return db.session.scalars(
        select(Agreement)
        .where(Agreement.licensee_id == organization.id, Agreement.status.in_(IN_FORCE))
        .options(selectinload(Agreement.subjects).selectinload(AgreementPatent.patent))
        .order_by(Agreement.id.desc())
    ).all()
