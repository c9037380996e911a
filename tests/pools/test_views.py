"""The pages of a pool: who sees what, joining with a password, statements as page, CSV and PDF."""

import csv
import io
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_document
from marketplace.documents.verification import VerdictKind, verify
from marketplace.extensions import db
from marketplace.payments import services as payments
from marketplace.payments.splitting import receipts_of
from marketplace.payments.statements import request_statement, statement_of
from marketplace.pools.models import MemberStatus
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_user, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.pools.factories import found, invited, running
from tests.pools.test_license import FEN, paid, published


def send(client, address, page=None, **values):
    token = visit(client, page or address).soup.select_one("input[name=csrf_token]")["value"]
    data = {"csrf_token": token, **values}
    return client.post(address, data=data, headers={"Referer": "http://localhost/"})


def browser(app, organization):
    return client_of(app, owner_of(organization))


def test_a_pool_is_laid_down_and_a_member_invited(app):
    operator, other = make_patentee(), make_patentee()
    client = browser(app, operator)
    answer = send(
        client, "/my/pools/new", name="储能专利池", purpose="储能", notice_days="60", added=""
    )
    assert answer.status_code == 303
    page = visit(client, answer.location)
    assert "储能专利池" in page.text
    added = send(client, f"{answer.location}/members", answer.location, code=other.code, weight="3")
    assert added.status_code == 303
    assert other.name in visit(client, answer.location).text


def test_what_was_typed_wrongly_is_said_at_its_field_and_kept(app):
    pool = found()
    client = browser(app, pool.operator)
    address = f"/pools/{pool.public_id}"
    answer = send(client, f"{address}/members?lang=en", address, code="9" * 18, weight="2")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "No organization with this code is registered here." in text
    assert "9" * 18 in text


def test_a_signatory_reads_chooses_and_joins_with_the_password(app):
    pool = found()
    member = invited(pool, weight=2)
    patent = make_patent(member.organization)
    client = browser(app, member.organization)
    address = f"/pools/{pool.public_id}/joining"
    page = visit(client, address)
    assert pool.text_sha256 in page.text
    sent = {"shown_sha256": pool.text_sha256, "patents": patent.number, "read": "y"}
    assert send(client, address, password="falsch", **sent).status_code == 422
    assert send(client, address, password=PASSWORD, **sent).status_code == 303
    db.session.expire_all()
    assert member.status is MemberStatus.JOINED


def test_shares_are_for_members_and_staff_only(app):
    pool = running(3, 2)
    guest = invited(pool)
    address = f"/pools/{pool.public_id}"
    assert browser(app, make_patentee()).get(address).status_code == 404
    assert app.test_client().get(address).status_code in (302, 303, 401)
    only_invited = visit(browser(app, guest.organization), address)
    member = visit(browser(app, pool.members[0].organization), address)
    name = pool.members[1].organization.name
    assert name in member.text
    assert "60.00%" in member.text
    assert name not in only_invited.text
    receipts = f"{address}/receipts"
    assert browser(app, guest.organization).get(receipts).status_code == 404
    assert browser(app, make_patentee()).get(receipts).status_code == 404


def test_strangers_and_members_do_not_operate(app):
    pool = running(3, 2)
    member = browser(app, pool.members[0].organization)
    address = f"/pools/{pool.public_id}"
    for step in ("closure", "start", "members"):
        assert send(member, f"{address}/{step}", "/my/pools/new").status_code == 403
    listing = f"/my/listings/pool/{pool.public_id}"
    assert send(member, listing, "/my/pools/new").status_code == 403
    stranger = browser(app, make_patentee())
    assert send(stranger, listing, "/my/pools/new").status_code == 404


def test_new_shares_and_notice_through_the_pages(app):
    pool = running(3, 2, 2)
    client = browser(app, pool.operator)
    address, later = f"/pools/{pool.public_id}", clock.today() + timedelta(10)
    units = {f"units-{member.public_id}": "4" for member in pool.members}
    wrong = {**units, f"units-{pool.members[0].public_id}": "0"}
    form = {"effective_on": later.isoformat(), "reason": "按贡献"}
    assert send(client, f"{address}/shares", **form, **wrong).status_code == 422
    assert send(client, f"{address}/shares", **form, **units).status_code == 303
    change = pool.changes[0]
    for member in pool.members:
        own = browser(app, member.organization)
        page = f"{address}/shares/{change.public_id}"
        shown = visit(own, page).soup.select_one("input[name=shown_sha256]")["value"]
        sent = {"shown_sha256": shown, "read": "y", "password": PASSWORD}
        assert send(own, page, **sent).status_code == 303
    db.session.expire_all()
    assert change.status.value == "adopted"
    leaver = browser(app, pool.members[2].organization)
    sent = {"shown_sha256": pool.text_sha256, "read": "y", "password": PASSWORD}
    soon = clock.today().isoformat()
    assert send(leaver, f"{address}/leaving", last_day=soon, **sent).status_code == 422
    day = (clock.today() + timedelta(30)).isoformat()
    assert send(leaver, f"{address}/leaving", last_day=day, **sent).status_code == 303


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_page_csv_and_pdf_of_a_receipt_say_the_same(app, lang):
    pool = running(3, 2, 2)
    payment = paid(deals.accepted(published(pool)), FEN)
    client = browser(app, pool.members[0].organization)
    address = f"/pools/{pool.public_id}/receipts"
    assert "10,000.01" in visit(client, f"{address}?lang={lang}").text
    page = visit(client, f"{address}/{payment.public_id}?lang={lang}")
    for amount in ("4,285.72", "2,857.15", "2,857.14", "10,000.01"):
        assert amount in page.text
    table = client.get(f"{address}/{payment.public_id}/statement.csv?lang={lang}")
    rows = list(csv.reader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert [row[-1] for row in rows[1:]] == ["4285.72", "2857.15", "2857.14"]
    assert client.get(f"{address}/{payment.public_id}/statement.pdf").status_code == 404
    asked = send(
        client, f"{address}/{payment.public_id}/statement", f"{address}/{payment.public_id}"
    )
    assert asked.status_code == 303
    (receipt,) = receipts_of(pool)
    document = statement_of(receipt)
    assert [row["value"] for row in document.data["facts"]][2:] == [
        "¥4,285.72",
        "¥2,857.15",
        "¥2,857.14",
        "¥10,000.01",
    ]
    assert client.get(f"{address}/{payment.public_id}/statement.pdf").status_code == 409
    seal_document(document.id)
    pdf = client.get(f"{address}/{payment.public_id}/statement.pdf?lang={lang}")
    assert pdf.data.startswith(b"%PDF")
    assert verify(pdf.data).verdict is VerdictKind.GENUINE
    assert "attachment" in pdf.headers["Content-Disposition"]


def test_a_statement_is_made_anew_only_when_the_division_has_changed(app):
    pool = running(3, 2)
    payment = paid(deals.accepted(published(pool)), FEN)
    (receipt,) = receipts_of(pool)
    by = owner_of(pool.operator)
    with transaction():
        first = request_statement(pool, receipt, by)
    with transaction():
        assert request_statement(pool, receipt, by) == first
    with transaction():
        payments.reverse_payment(payment, "银行退回", by)
    (receipt,) = receipts_of(pool)
    with transaction():
        second = request_statement(pool, receipt, by)
    assert second.supersedes == first
    assert second.data["facts"][-1]["value"] == "¥0.00"


def test_who_only_supervises_has_no_statement_made(app):
    pool = running(1, 1)
    payment = paid(deals.accepted(published(pool)), FEN)
    auditor = client_of(app, make_user(is_auditor=True))
    page = f"/pools/{pool.public_id}/receipts/{payment.public_id}"
    assert visit(auditor, page).soup.select_one(f"form[action='{page}/statement']") is None
    token = visit(auditor, page).soup.select_one("input[name=csrf_token]")["value"]
    answer = auditor.post(
        f"{page}/statement",
        data={"csrf_token": token},
        headers={"Referer": "http://localhost/"},
    )
    assert answer.status_code == 403


def test_a_name_that_looks_like_a_formula_is_no_formula(app):
    """R-96."""
    pool = running(1, 1)
    pool.members[0].organization.name = "=HYPERLINK(1)"
    db.session.commit()
    paid(deals.accepted(published(pool)), FEN)
    client = browser(app, pool.operator)
    table = client.get(f"/pools/{pool.public_id}/receipts.csv")
    assert "'=HYPERLINK(1)" in table.get_data().decode("utf-8-sig")
