"""The page on which it is decided whether a license took effect, what leads there, and asking unasked."""

import io

import pytest

from marketplace import files
from marketplace.agreements import queries
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.questions import QuestionCause
from marketplace.agreements.services import questions
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.obligations.models import ObligationStatus
from marketplace.obligations.services import rows_of
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_administrator, make_organization, owner_of
from tests.agreements.test_effect import announce, confirm, find, in_parts, late_known
from tests.declarations.factories import manager_of


def test_what_is_void_is_not_in_the_picture_of_the_cost(app):
    agreement = in_parts()
    client = client_of(app, owner_of(agreement.licensee))
    page = f"/agreements/{agreement.public_id}"
    assert "费用走势" in visit(client, page).text
    announce(agreement.declaration, agreement.effective_on)
    confirm(agreement, find(agreement), manager_of(agreement.licensor))
    assert "费用走势" not in visit(client, page).text


def test_the_page_from_the_question_to_the_decision(app):
    agreement = late_known()
    address = f"/agreements/{agreement.public_id}/effect"
    owner, manager = owner_of(agreement.licensor), manager_of(agreement.licensor)
    licensee, stranger = owner_of(agreement.licensee), owner_of(make_organization())
    assert visit(client_of(app, stranger), address).status == 404

    heard = visit(client_of(app, licensee), address)
    assert "2026" in heard.text
    with pytest.raises(AssertionError):  # the licensee does not find
        heard.form(f"{address}/finding")
    assert heard.send(f"{address}/statement", view="款项于前一日到账").status == 303

    first = visit(client_of(app, owner), address)
    assert "款项于前一日到账" in first.text
    refused = first.send(f"{address}/finding", finding="stands", text="已按时付款")
    assert (refused.status, bool(refused.error_at("evidence"))) == (422, True)
    assert first.send(f"{address}/finding", finding="never", text="通知在后").status == 303
    own = visit(client_of(app, owner), address)
    with pytest.raises(AssertionError):  # nor does the first person decide
        own.form(f"{address}/decision")

    second = visit(client_of(app, manager), address)
    assert second.send(f"{address}/decision").status == 303
    db.session.rollback()
    db.session.refresh(agreement)
    assert agreement.status is S.SET_ASIDE
    desk = visit(client_of(app, licensee), f"/agreements/{agreement.public_id}")
    assert "通知在后" in desk.text
    assert desk.soup.select_one(f".action-bar a[href='{address}']")
    assert visit(client_of(app, licensee), address).status == 200


def test_the_question_stands_on_the_lists_of_those_who_can_act(app):
    agreement = late_known()
    address = f"/agreements/{agreement.public_id}/effect"
    staff = visit(client_of(app, make_administrator()), "/admin/queues/effect")
    assert staff.soup.select_one(f"a[href='{address}']")
    for party in (agreement.licensor, agreement.licensee):
        page = visit(client_of(app, owner_of(party)), f"/agreements/{agreement.public_id}")
        assert page.soup.select_one(f".action-bar a[href='{address}']")


def test_where_nothing_is_asked_the_page_is_for_whoever_may_ask(app):
    agreement = deals.noticed(deals.published())
    address = f"/agreements/{agreement.public_id}/effect"
    assert visit(client_of(app, owner_of(agreement.licensee)), address).status == 404
    page = visit(client_of(app, owner_of(agreement.licensor)), address)
    values = {"cause": "voucher_false", "text": "凭证不实"}
    assert page.send(f"{address}/doubt", **values).error_at("evidence")
    sent = page.send(f"{address}/doubt", evidence=(io.BytesIO(b"%PDF-1.7"), "回函.pdf"), **values)
    assert sent.status == 303
    paper = sent.follow().soup.select_one(f"a[href*='{address}/papers/']")
    client = client_of(app, owner_of(agreement.licensee))
    assert client.get(paper["href"]).data == b"%PDF-1.7"


def test_a_false_voucher_is_found_without_being_asked(app):
    agreement = in_parts()
    owner = owner_of(agreement.licensor)
    causes = (QuestionCause.PAYMENT_REVERSED, QuestionCause.VOUCHER_FALSE)
    assert questions.causes(agreement) == causes
    with pytest.raises(Refused) as refusal, transaction():
        questions.doubt(agreement, QuestionCause.VOUCHER_FALSE, "凭证不实", None, owner)
    assert refusal.value.code == "evidence_missing"
    assert queries.open_question(agreement) is None
    with transaction():
        proof = files.put(b"reply of the bank")
        question = questions.doubt(agreement, QuestionCause.VOUCHER_FALSE, "凭证不实", proof, owner)
    assert rows_of(agreement)[1].status is ObligationStatus.ON_HOLD
    assert questions.causes(agreement) == ()
    confirm(agreement, question.found, manager_of(agreement.licensor))
    assert agreement.status is S.SET_ASIDE
