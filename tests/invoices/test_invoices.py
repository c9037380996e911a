"""Invoices asked for, issued, taken back in red letters; who may, what is refused, who is told."""

from io import BytesIO
from itertools import product

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage, OrganizationKind, Role
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.invoices import services
from marketplace.invoices.models import (
    LIFECYCLE,
    InvoiceKind,
    InvoicePaper,
    InvoiceRequest,
    InvoiceStatus,
)
from marketplace.invoices.services import Paper
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import (
    client_of,
    credit_code,
    make_member,
    make_organization,
    make_user,
    owner_of,
)

S = InvoiceStatus
FEN = deals.LUMP_FEN
ALLOWED = {
    (S.REQUESTED, "issue"): S.ISSUED,
    (S.CORRECTED, "issue"): S.ISSUED,
    (S.ISSUED, "correct"): S.CORRECTED,
    (S.REQUESTED, "refuse"): S.REFUSED,
    (S.REFUSED, "ask_again"): S.REQUESTED,
    (S.REQUESTED, "withdraw"): S.WITHDRAWN,
    (S.REFUSED, "withdraw"): S.WITHDRAWN,
    (S.CORRECTED, "withdraw"): S.WITHDRAWN,
}


@pytest.fixture
def agreement(app):
    return deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))


def ask(agreement, **values) -> InvoiceRequest:
    given = {
        "kind": InvoiceKind.ORDINARY,
        "title": agreement.licensee.name,
        "tax_number": agreement.licensee.code,
        "amount_fen": FEN,
        **values,
    }
    with transaction():
        return services.ask(agreement, owner_of(agreement.licensee), **given)


def paper(number="26317000000123456789", **values) -> Paper:
    return Paper(number, clock.today(), **values)


def test_every_action_in_every_state():
    for status, action in product(S, LIFECYCLE.moves):
        request = InvoiceRequest(status=status)
        if (status, action) in ALLOWED:
            request.move(action)
            assert request.status is ALLOWED[status, action]
        else:
            with pytest.raises(TransitionNotAllowed):
                request.move(action)


@pytest.mark.databases("sqlite", "postgresql")
def test_issued_taken_back_and_issued_anew(agreement, session):
    request = ask(agreement)
    issuer = owner_of(agreement.licensor)
    with transaction():
        services.issue(request, issuer, paper(tax_fen=169_811, tax_note="6%"))
    with transaction():
        services.correct(request, issuer, paper("RED-1"), "抬头有误")
    assert request.standing is None
    with pytest.raises(Refused) as refusal, transaction():
        services.issue(request, issuer, paper())
    assert refusal.value.code == "number_taken"
    with transaction():
        services.issue(request, issuer, paper("26317000000123456790"))
    rows = session.scalars(select(InvoicePaper).order_by(InvoicePaper.id)).all()
    assert [(each.amount_fen, each.is_red, each.tax_fen) for each in rows] == [
        (FEN, False, 169_811),
        (-FEN, True, None),
        (FEN, False, None),
    ]
    told = set(session.scalars(select(InboxMessage.code)))
    assert {"invoice_requested", "invoice_issued", "invoice_corrected"} <= told
    rows[0].tax_fen = 1
    with pytest.raises(Exception, match="append-only"):
        session.commit()
    session.rollback()


@pytest.mark.parametrize(
    "number", ["", "1234", "91440101MA5CLYUH0", "91440101MA5CLYUH00", "９１４４", "91440101-a5cly"]
)
def test_what_cannot_be_a_tax_number_is_refused(agreement, number):
    with pytest.raises(Refused) as refusal:
        ask(agreement, tax_number=number)
    assert refusal.value.field == "tax_number"


def test_a_sound_tax_number_is_kept_in_its_plain_form(agreement):
    code = credit_code()
    assert ask(agreement, tax_number=f" {code[:8].lower()} {code[8:]} ").tax_number == code
    assert ask(agreement, tax_number="440101199001011").tax_number == "440101199001011"


def test_without_the_check_character_a_typing_error_passes(agreement, monkeypatch):
    """Negative control: with the check character ignored a wrong digit is taken."""
    wrong = "91440101MA5CLYUH00"
    monkeypatch.setattr(services.uscc, "is_valid", lambda _: True)
    assert ask(agreement, tax_number=wrong).tax_number == wrong


def test_only_a_public_body_gives_public_receipts(agreement):
    agreement.licensor.kind = OrganizationKind.COMPANY
    agreement.licensor.is_state_institution = False
    db.session.commit()
    with pytest.raises(Refused) as refusal:
        ask(agreement, kind=InvoiceKind.PUBLIC_RECEIPT)
    assert refusal.value.code == "no_public_body"
    agreement.licensor.kind = OrganizationKind.UNIVERSITY
    db.session.commit()
    assert ask(agreement, kind=InvoiceKind.PUBLIC_RECEIPT).status is S.REQUESTED


def test_each_side_does_its_own_part_only(agreement):
    request = ask(agreement)
    buyer = owner_of(agreement.licensee)
    viewer = make_member(agreement.licensor, None, Role.VIEWER).user
    for wrong in (buyer, viewer):
        with pytest.raises(NotAllowed), transaction():
            services.issue(request, wrong, paper())
    with pytest.raises(NotAllowed), transaction():
        services.withdraw(request, owner_of(agreement.licensor))
    with transaction():
        services.refuse(request, owner_of(agreement.licensor), "税号与名称不符")
    with transaction():
        services.ask_again(request, buyer, title="新名称", tax_number=credit_code())
    assert (request.status, request.title, request.reason) == (S.REQUESTED, "新名称", "")


def test_in_the_browser(app, agreement):
    buyer, issuer = (
        client_of(app, owner_of(each)) for each in (agreement.licensee, agreement.licensor)
    )
    page = visit(buyer, f"/agreements/{agreement.public_id}/invoices/new")
    assert page.soup.select_one("input[name=title]")["value"] == agreement.licensee.name
    wrong = page.send(amount="30000", tax_number="123")
    assert wrong.status == 422
    assert wrong.error_at("tax_number")
    assert wrong.soup.select_one("input[name=amount]")["value"] == "30000"
    shown = page.send(amount="30000").follow()
    request = db.session.scalars(select(InvoiceRequest)).one()
    address = f"/invoices/{request.public_id}"
    assert not shown.soup.select(f"form[action='{address}/issue']")
    entered = visit(issuer, address).send(
        f"{address}/issue", number="263170001", tax="abc", file=(BytesIO(b"%PDF-"), "a.pdf")
    )
    assert entered.status == 422
    assert "263170001" in str(entered.soup)
    entered = visit(issuer, address).send(
        f"{address}/issue", number="263170001", file=(BytesIO(b"%PDF-"), "a.pdf")
    )
    assert entered.status == 303
    link = visit(buyer, address).soup.select_one("td a[href*=papers]")["href"]
    answer = buyer.get(link)
    assert answer.data == b"%PDF-"
    assert "attachment" in answer.headers["Content-Disposition"]
    red = visit(issuer, address).send(f"{address}/correction", number="263170002", reason="=退款")
    assert red.status == 303
    assert "=退款" in visit(buyer, address).text
    for client in (buyer, issuer):
        assert agreement.title in visit(client, "/invoices").text
    stranger = client_of(app, owner_of(make_organization()))
    for other in (address, link, f"/agreements/{agreement.public_id}/invoices/new"):
        assert stranger.get(other).status_code == 404
    assert stranger.post(f"{address}/withdrawal").status_code in {400, 404}
    assert visit(client_of(app, make_user(is_auditor=True)), address).status == 200
