"""Entering products, their patents and sales; each function is one change in the caller's
transaction."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.policies import may_manage
from marketplace.agreements.lifecycles import IN_FORCE
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.audit.services import record
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.patents.models import Patent
from marketplace.patents.numbers import NumberError, parse
from marketplace.products import policies
from marketplace.products.models import Product, ProductPatent, ProductSales, ProductStatus
from marketplace.products.queries import under
from marketplace.products.signals import product_changed

FIRST_YEAR = 1985
"""The year in which the first Patent Law took effect."""


def enter(
    organization: Organization,
    name: str,
    by: User,
    *,
    models: str = "",
    industry: str | None = None,
    produced_since: date | None = None,
) -> Product:
    """Enter a product that the organization makes or sells. Refused for a name that it has already."""
    if not may_manage(by, organization):
        raise NotAllowed()
    taken = select(Product.id).where(
        Product.organization_id == organization.id, Product.name == name
    )
    if db.session.scalar(taken) is not None:
        raise Refused(
            "product_known",
            N_("You have a product of this name already. Add the model there."),
            status=422,
            field="name",
        )
    product = Product(
        organization=organization,
        name=name,
        models=models,
        industry=industry,
        produced_since=produced_since,
        entered_by_id=by.id,
    )
    db.session.add(product)
    db.session.flush()
    _changed(product, "enter", by)
    return product


def add_patent(product: Product, number: str, role: str, by: User) -> ProductPatent:
    """Say what a patent does in the product. It is the maker's own, or licensed to it today: then the
    license is found and named."""
    _require_editor(product, by)
    patent = _patent(number)
    agreement = _license(product, patent)
    if agreement is None and patent.claimant_id != product.organization_id:
        raise Refused(
            "patent_not_licensed",
            N_(
                "%(number)s is neither yours nor licensed to you on this site. Enter the license first, "
                "also one made on paper."
            ),
            status=422,
            field="number",
            number=patent.number,
        )
    if any(each.patent_id == patent.id for each in product.uses):
        raise Refused(
            "patent_in_product",
            N_("%(number)s stands in this product already."),
            status=422,
            field="number",
            number=patent.number,
        )
    use = ProductPatent(product=product, patent=patent, agreement=agreement, role=role)
    db.session.add(use)
    db.session.flush()
    _changed(product, "add_patent", by, related=[patent, *([agreement] if agreement else [])])
    return use


def state_sales(
    product: Product, year: int, net_sales_fen: int, units: int | None, by: User
) -> ProductSales:
    """State the net sales (fen) and units of a calendar year; again for the same year to correct."""
    _require_editor(product, by)
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Refused(
            "year_unfit",
            N_("Enter a year that has begun."),
            status=422,
            field="year",
        )
    sales = ProductSales(
        product=product, year=year, net_sales_fen=net_sales_fen, units=units, stated_by_id=by.id
    )
    db.session.add(sales)
    db.session.flush()
    _changed(product, "state_sales", by, year=year)
    return sales


def file(product: Product, number: str, day: date, by: Any) -> None:
    """The platform has filed it 专利产品备案: number and Shanghai day of the receipt."""
    _require_papers(product)
    product.move("file")
    product.filing_number, product.filed_on = number, _past(day)
    _changed(product, "file", by, number=number, filed_on=day.isoformat())


def recognize(product: Product, number: str, day: date, by: User) -> None:
    """It was recognized as patent-intensive 专利密集型产品认定: the second step, after the filing."""
    _require_editor(product, by)
    product.move("recognize")
    product.recognition_number, product.recognized_on = number, _past(day)
    _changed(product, "recognize", by, number=number, recognized_on=day.isoformat())


def file_by(product: Product, number: str, day: date, by: User) -> None:
    """The maker enters the filing number itself (filed elsewhere or before)."""
    _require_editor(product, by)
    file(product, number, day, by)


def discontinue(product: Product, by: User) -> None:
    """It is no longer made or sold; what was stated stays."""
    _require_editor(product, by)
    product.move("discontinue")
    product.discontinued_on = clock.today()
    _changed(product, "discontinue", by)


def note_filed(agreement: Agreement, number: str | None, day: date | None, by: Any) -> None:
    """The filing of a license's product came back with its receipt: it stands on the product too."""
    for product in under(agreement):
        if product.status is ProductStatus.ENTERED and number and day:
            file(product, number, day, by)


def _patent(number: str) -> Patent:
    try:
        plain = parse(number).text
    except NumberError as error:
        raise Refused(
            "number_wrong",
            N_("This is no Chinese patent number. Compare it with the certificate."),
            status=422,
            field="number",
        ) from error
    patent = db.session.scalar(select(Patent).where(Patent.number == plain))
    if patent is None:
        raise Refused(
            "patent_unknown",
            N_("%(number)s is not on this site. Import it first."),
            status=422,
            field="number",
            number=plain,
        )
    return patent


def _license(product: Product, patent: Patent) -> Agreement | None:
    return db.session.scalar(
        select(Agreement)
        .join(AgreementPatent, AgreementPatent.agreement_id == Agreement.id)
        .where(
            AgreementPatent.patent_id == patent.id,
            Agreement.licensee_id == product.organization_id,
            or_(Agreement.status.in_(IN_FORCE), Agreement.ended_on == clock.today()),
        )
        .order_by(Agreement.id.desc())
        .limit(1)
    )


def _require_editor(product: Product, by: Any) -> None:
    if not policies.may_edit(by, product):
        raise NotAllowed()


def _require_papers(product: Product) -> None:
    if not product.uses:
        raise Refused("product_without_patent", N_("Name the patents in the product first."))


def _past(day: date) -> date:
    if day > clock.today():
        raise Refused(
            "day_ahead",
            N_("The day %(day)s lies ahead. Enter the day on the paper."),
            status=422,
            field="day",
            day=day.isoformat(),
        )
    return day


def _changed(product: Product, what: str, by: Any, *, related: Any = (), **data: Any) -> None:
    record(f"product:{what}", product, by, related=[product.organization, *related], **data)
    product_changed.send(product, action=what)
