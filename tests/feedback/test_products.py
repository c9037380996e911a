"""Product filings as they are fed back: from the filing on, corrected, and taken back."""

import json

from marketplace import clock, files
from marketplace.agreements import services as agreements
from marketplace.database import transaction
from marketplace.feedback import parts
from marketplace.feedback.models import Change
from marketplace.feedback.receiver import SCHEMA, faults
from marketplace.feedback.reconciling import compare
from marketplace.feedback.shaping import shaped
from marketplace.products import services
from marketplace.registration import services as registration
from marketplace.terms.routes import Duty
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent, manager_of
from tests.feedback.scenes import follow, send, told
from tests.feedback.test_building import Everything, Nothing
from tests.registration import scenes

WHOLE = json.loads(SCHEMA.read_text(encoding="utf-8"))
CONTACTS = "散热，找王工 13800138000 或 wang@example.com，证号 11010519491231002X"


def entered(agreement, name="液冷板"):
    """A product under the license and under a patent of the maker's own, with sales."""
    maker, by = agreement.licensee, owner_of(agreement.licensee)
    own = make_patent(maker)
    with transaction():
        product = services.enter(maker, name, by, models="YL-1\n\nYL-2", industry="C3841")
        services.add_patent(product, agreement.patents[0].number, CONTACTS, by)
        services.add_patent(product, own.number, "密封", by)
        services.state_sales(product, 2025, 120_000_000, 300, by)
    return product, by


def handed_in(agreement, by):
    sheet = scenes.prepared(scenes.filing(agreement, Duty.PRODUCT_FILING))
    with transaction():
        registration.mark_awaiting_seal(sheet, by)
        registration.mark_submitted(sheet, clock.today(), by)
    return sheet


def messages(product):
    found = [each for each in told() if each.subject_id == product.public_id]
    for each in found:
        for receiver in (Everything, Nothing):
            body = json.loads(shaped(each.body, receiver))
            assert list(faults(WHOLE, body, WHOLE)) == []
    return [(each.change, json.loads(each.body)["data"]) for each in found]


def test_a_product_is_told_from_its_filing_on_corrected_and_taken_back(app, connector, partner):
    agreement = scenes.free()
    product, by = entered(agreement)
    follow()
    assert messages(product) == []  # not filed: the maker's own matter
    sheet = handed_in(agreement, by)
    follow()
    ((change, data),) = messages(product)
    assert (change, data["status"], data["number"]) == (Change.NEW, "entered", None)
    assert data["submitted_on"] == clock.today().isoformat()
    assert data["models"] == ["YL-1", "YL-2"]
    assert [each["agreement"] for each in data["patents"]] == [agreement.public_id, None]
    with transaction():
        registration.complete(sheet, "CP2026001", clock.today(), files.put(scenes.RECEIPT), by)
    with transaction():
        services.recognize(product, "RD2026001", clock.today(), by)
    follow()
    change, data = messages(product)[-1]
    assert (change, data["number"]) == (Change.CHANGED, "CP2026001")
    assert (data["status"], data["recognition_number"]) == ("recognized", "RD2026001")
    with transaction():
        services.state_sales(product, 2025, 130_000_000, None, by)
    follow()
    change, data = messages(product)[-1]
    assert change is Change.CORRECTED
    assert data["confidential"]["sales"] == {
        "2025": {"net_sales": {"amount": 130_000_000, "currency": "CNY"}, "units": None}
    }
    send()
    licensor = agreement.licensor
    with transaction():
        agreements.set_aside(agreement, "合同未生效", owner_of(licensor), manager_of(licensor))
    follow()
    send()
    change, data = messages(product)[-1]
    assert (change, data["cancelled"]) == (Change.CANCELLED, "set_aside")
    assert partner.receiver.held("product", product.public_id)["data"] == data
    assert compare(connector).lines == []


def test_sales_only_to_those_entitled_and_contacts_to_nobody(app):
    agreement = scenes.free()
    product, by = entered(agreement, "液冷板 0571-88886666")
    handed_in(agreement, by)
    follow()
    message = next(each for each in told() if each.subject_id == product.public_id)
    whole, bare = (shaped(message.body, each).decode() for each in (Everything, Nothing))
    assert "120000000" in whole
    assert "120000000" not in bare
    assert json.loads(bare)["withheld"] == ["confidential"]
    for contact in ("13800138000", "wang@", "11010519491231002X", "88886666"):
        assert contact not in whole
    assert json.loads(bare)["data"]["patents"][0]["role"] == "散热，找王工 … 或 …，证号 …"


def test_control_contacts_leave_where_nobody_takes_them_out(app, monkeypatch):
    monkeypatch.setattr("marketplace.feedback.contents.without_contacts", lambda text: text)
    agreement = scenes.free()
    _, by = entered(agreement)
    handed_in(agreement, by)
    follow()
    assert any("13800138000" in each.body for each in told())


def test_figures_that_are_no_contacts_stay():
    for text in ("温升降低 12%，寿命 20000 小时", "型号 YL-138001380001234", "202110000001.5"):
        assert parts.without_contacts(text) == text


def test_a_product_under_own_patents_alone_is_no_transaction(app):
    agreement = scenes.free()
    maker, by = agreement.licensee, owner_of(agreement.licensee)
    own = make_patent(maker)
    with transaction():
        product = services.enter(maker, "外壳", by)
        services.add_patent(product, own.number, "外形", by)
        services.file_by(product, "CP1", clock.today(), by)
    follow()
    assert messages(product) == []
