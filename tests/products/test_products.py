"""A product from entry to recognition; its patents are own or licensed; sales are stated by year."""

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace import clock, files
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.products import queries, services
from marketplace.products.models import LIFECYCLE, Product, ProductSales, ProductStatus
from marketplace.registration import queries as filings
from marketplace.registration import services as registration
from marketplace.registration.models import FilingStatus, Note
from marketplace.terms.routes import Duty
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes

S = ProductStatus
ALLOWED = {
    (S.ENTERED, "file"): S.FILED,
    (S.FILED, "recognize"): S.RECOGNIZED,
    (S.ENTERED, "discontinue"): S.DISCONTINUED,
    (S.FILED, "discontinue"): S.DISCONTINUED,
    (S.RECOGNIZED, "discontinue"): S.DISCONTINUED,
}


def test_recognition_is_the_second_step():
    for status in S:
        for action in LIFECYCLE.moves:
            product = Product(status=status)
            if (status, action) in ALLOWED:
                product.move(action)
                assert product.status is ALLOWED[status, action]
            else:
                with pytest.raises(TransitionNotAllowed):
                    product.move(action)


def test_a_product_under_a_license_goes_the_whole_way(app):
    agreement = scenes.free()
    maker, by = agreement.licensee, owner_of(agreement.licensee)
    filing = filings.one(agreement, Duty.PRODUCT_FILING)
    assert filing.note is Note.NO_PRODUCT_YET
    with transaction():
        product = services.enter(maker, "液冷板", by, models="YL-1\nYL-2", industry="C3841")
    number = agreement.patents[0].number
    with transaction():
        use = services.add_patent(product, f"ZL {number}", "降低温升", by)
    assert use.agreement == agreement
    assert filing.note is None  # its filing waits for nothing any more
    with transaction():
        services.state_sales(product, 2025, 120_000_000, 300, by)
        services.state_sales(product, 2026, 50_000_000, None, by)
    with transaction():
        services.state_sales(product, 2025, 130_000_000, 320, by)
    assert list(queries.under(agreement)) == [product]
    assert queries.stated_sales(agreement, 2025) == 130_000_000
    assert queries.stated_sales(agreement, 2024) is None

    sheet = scenes.prepared(scenes.filing(agreement, Duty.PRODUCT_FILING))
    fields = {
        field["key"]: field["text"]
        for group in sheet.package.data["groups"]
        for field in group["fields"]
    }
    assert fields["product_model"] == "YL-1、YL-2"
    assert "1,300,000.00元" in fields["sales"]
    assert "降低温升" in fields["patent_role"]
    with transaction():
        registration.mark_awaiting_seal(sheet, by)
        registration.mark_submitted(sheet, clock.today(), by)
        paper = files.put(scenes.RECEIPT)
        registration.complete(sheet, "CP2026001", clock.today(), paper, by)
    db.session.refresh(product)
    assert sheet.status is FilingStatus.DONE
    assert (product.status, product.filing_number) == (S.FILED, "CP2026001")
    with transaction():
        services.recognize(product, "MJ2026001", clock.today(), by)
    assert product.status is S.RECOGNIZED
    client = client_of(app, by)
    for lang in ("zh_CN", "en"):
        for path in ("/products", f"/products/{product.public_id}"):
            page = visit(client, f"{path}?lang={lang}")
            assert page.status == 200
            assert "液冷板" in page.text
    licensor = client_of(app, owner_of(agreement.licensor))
    assert licensor.get(f"/products/{product.public_id}").status_code == 404  # sales are private


def test_what_is_neither_own_nor_licensed_is_refused(app):
    maker = make_organization()
    by = owner_of(maker)
    with transaction():
        product = services.enter(maker, "液冷板", by)
    foreign = make_patent(make_patentee())
    cases = {"patent_not_licensed": foreign.number, "number_wrong": "12345"}
    for code, number in cases.items():
        with pytest.raises(Refused) as refusal, transaction():
            services.add_patent(product, number, "作用", by)
        assert (refusal.value.code, refusal.value.field) == (code, "number")
    with pytest.raises(Refused) as refusal, transaction():
        services.file(product, "CP1", clock.today(), by)
    assert refusal.value.code == "product_without_patent"
    own = make_patent(maker)
    with transaction():
        services.add_patent(product, own.number, "作用", by)
    with pytest.raises(Refused) as refusal, transaction():
        services.enter(maker, "液冷板", by)
    assert refusal.value.code == "product_known"
    viewer = make_member(maker).user
    with pytest.raises(NotAllowed), transaction():
        services.state_sales(product, 2025, 1, None, viewer)


@pytest.mark.databases("sqlite", "postgresql")
def test_stated_sales_are_never_changed(app):
    maker = make_organization()
    by = owner_of(maker)
    with transaction():
        product = services.enter(maker, "液冷板", by)
        services.state_sales(product, 2025, 100, None, by)
    row = db.session.scalars(db.select(ProductSales)).one()
    row.net_sales_fen = 1
    with pytest.raises(Exception, match="append-only"):
        db.session.commit()
    db.session.rollback()
    with pytest.raises((IntegrityError, Refused)), transaction():
        services.state_sales(product, 2025, -1, None, by)


def test_a_product_in_the_browser(app):
    maker = make_organization()
    patent = make_patent(maker)
    client = client_of(app, owner_of(maker))
    page = visit(client, "/products")
    wrong = page.send(name="液冷板", industry="不存在的行业")
    assert wrong.error_at("industry")
    page = page.send(name="液冷板", industry="C3841", produced_since="2026-01-01").follow()
    product = db.session.scalars(db.select(Product)).one()
    path = f"/products/{product.public_id}"
    use = {"use-number": patent.number, "use-role": "降低温升"}
    page = page.send(f"{path}/patents", **use).follow()
    wrong = page.send(f"{path}/patents", **use)
    assert wrong.error_at("use-number")
    sales = {"sales-year": "2025", "sales-net_sales": "1.2万", "sales-units": "3"}
    page = page.send(f"{path}/sales", **sales).follow()
    assert product.sales_by_year[2025].net_sales_fen == 1_200_000
    today = clock.today().isoformat()
    page = page.send(f"{path}/filing", **{"filing-number": "CP9", "filing-day": today}).follow()
    assert product.filing_number == "CP9"
    page.send(f"{path}/end").follow()
    assert product.status is S.DISCONTINUED
