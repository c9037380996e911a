"""Each room shows something to whom it concerns."""

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.custody.models import Custody, CustodyStatus
from marketplace.deeds.models import Deed, DeedKind, DeedStatus
from marketplace.extensions import db
from marketplace.feedback.models import Connector, DeliveryStatus
from marketplace.feedback.queries import standings
from marketplace.invoices.models import InvoicePaper, InvoiceRequest, InvoiceStatus
from marketplace.obligations.models import (
    BillKind,
    DemandStatus,
    Inspection,
    PaymentDemand,
    RoyaltyBill,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.on_paper.models import PaperContract, PaperStatus
from marketplace.payouts.models import Distribution, DistributionStatus, RewardRule
from marketplace.products.models import Product, ProductStatus
from marketplace.reports.models import Report
from tests.accounts.factories import client_of, owner_of


def _one(model, *conditions):
    return db.session.scalars(select(model).where(*conditions)).first()


def _staff():
    return _one(User, User.is_administrator)


def _performance(agreement):
    return f"/agreements/{agreement.public_id}/performance"


def _invoice(status):
    found = _one(InvoiceRequest, InvoiceRequest.status == status)
    return owner_of(found.issuer), f"/invoices/{found.public_id}", found.title


def _invoice_in_red():
    paper = _one(InvoicePaper, InvoicePaper.is_red)
    return owner_of(paper.request.buyer), f"/invoices/{paper.request.public_id}", paper.reason


def _rule():
    rule = _one(RewardRule, RewardRule.needs_notice)
    return owner_of(rule.organization), "/payouts/rules", rule.basis


def _division():
    found = _one(Distribution, Distribution.status == DistributionStatus.CONFIRMED)
    path = f"/payouts/{found.public_id}/bank.csv"
    return owner_of(found.organization), path, found.lines[-1].name


def _custody(status):
    found = _one(Custody, Custody.status == status)
    return owner_of(found.party("licensee")), f"/custody/{found.public_id}", found.conditions


def _deed(kind, status):
    found = _one(Deed, Deed.kind == kind, Deed.status == status)
    return owner_of(found.party("licensee")), f"/deeds/{found.public_id}", found.words


def _on_paper():
    found = _one(PaperContract, PaperContract.status == PaperStatus.CONFIRMED)
    assert found.checked_by_id != found.entered_by_id
    return owner_of(found.other), f"/paper-contracts/{found.public_id}", found.contract_number


def _scan():
    found = _one(PaperContract)
    return owner_of(found.organization), f"/paper-contracts/{found.public_id}/scan", "%PDF"


def _product(status, number):
    found = _one(Product, Product.status == status)
    assert found.uses
    assert found.sales
    return owner_of(found.organization), f"/products/{found.public_id}", getattr(found, number)


def _feedback():
    found = _one(Connector)
    counts = standings([found])[0].counts
    assert counts[DeliveryStatus.ACKNOWLEDGED] > counts[DeliveryStatus.HANDED_OVER] > 0
    return _staff(), f"/admin/feedback/{found.public_id}", "对方没有"


def _report():
    found = _one(Report)
    assert found.data["targets"]
    return _staff(), f"/reports/{found.public_id}", "目标"


def _dispute():
    found = _one(RoyaltyStatement, RoyaltyStatement.status == StatementStatus.DISPUTED)
    return owner_of(found.agreement.licensor), _performance(found.agreement), "异议"


def _credit_note():
    found = _one(RoyaltyBill, RoyaltyBill.kind == BillKind.CREDIT_NOTE)
    agreement = found.obligation.agreement
    return owner_of(agreement.licensee), _performance(agreement), found.number


def _inspection():
    found = _one(Inspection)
    return owner_of(found.agreement.licensee), _performance(found.agreement), found.scope


def _demand():
    found = _one(PaymentDemand, PaymentDemand.status == DemandStatus.SERVED)
    return owner_of(found.agreement.licensee), _performance(found.agreement), "催告"


SHOWN = {
    "invoice asked for": lambda: _invoice(InvoiceStatus.REQUESTED),
    "invoice issued": lambda: _invoice(InvoiceStatus.ISSUED),
    "invoice in red": _invoice_in_red,
    "reward rule": _rule,
    "division": _division,
    "money held": lambda: _custody(CustodyStatus.HELD),
    "money released": lambda: _custody(CustodyStatus.ENDED),
    "amendment": lambda: _deed(DeedKind.AMENDMENT, DeedStatus.IN_FORCE),
    "renewal": lambda: _deed(DeedKind.AMENDMENT, DeedStatus.SIGNED_BY_ONE),
    "termination": lambda: _deed(DeedKind.TERMINATION_NOTICE, DeedStatus.IN_FORCE),
    "contract on paper": _on_paper,
    "its scan": _scan,
    "product filed": lambda: _product(ProductStatus.FILED, "filing_number"),
    "product recognized": lambda: _product(ProductStatus.RECOGNIZED, "recognition_number"),
    "feedback": _feedback,
    "report": _report,
    "statement disputed": _dispute,
    "credit note": _credit_note,
    "inspection": _inspection,
    "demand": _demand,
}


@pytest.mark.parametrize("what", SHOWN)
def test_a_room_shows_its_data(market, what):
    user, path, words = SHOWN[what]()
    answer = client_of(market, user).get(path)
    assert answer.status_code == 200
    assert words in answer.data.decode("utf-8", "replace")
