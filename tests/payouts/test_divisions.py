"""A receipt divided, confirmed, paid, taken back: entries, papers, who may, who sees."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.models import InboxMessage, Role
from marketplace.database import transaction
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.in_house import queries as house
from marketplace.in_house import services as in_house
from marketplace.ledger.checks import check
from marketplace.ledger.queries import balance
from marketplace.payments import services as payments
from marketplace.payouts import papers, queries, services, settings
from marketplace.payouts.models import LIFECYCLE, Distribution, DistributionStatus, EntitledKind
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, make_organization, make_user, owner_of

S, K = DistributionStatus, EntitledKind
FEN = deals.LUMP_FEN


class Scene:
    """An institution with a paid license, a rule, two inventors and an agency."""

    def __init__(self, *, needs_notice=False):
        self.agreement = deals.noticed(deals.published(FeeMode.LUMP_SUM, amount_fen=FEN))
        self.payment = deals.pay(self.agreement, FEN, clock.today(), "BANK-1")
        self.institution = self.agreement.licensor
        self.owner = owner_of(self.institution)
        self.second = make_member(self.institution, None, Role.FINANCE).user
        since = clock.today() - timedelta(days=400)
        with transaction():
            settings.set_rule(
                self.institution, self.owner, from_on=since, inventors_ppm=700_000,
                agreed=True, basis="《成果转化管理办法》第十二条", needs_notice=needs_notice,
            )  # fmt: skip
            self.people = [
                settings.name_entitled(
                    self.institution, self.owner, kind=kind, name=name,
                    email=email, bank="中国银行测试支行", account_number=account,
                )
                for kind, name, email, account in (
                    (K.INVENTOR, "王一", "Wang@example.com", "6217 0001"),
                    (K.INVENTOR, "=李二", "", "62170002"),
                    (K.AGENCY, "测试代理机构", "", "62170003"),
                )
            ]  # fmt: skip
            settings.set_plan(
                self.institution, self.agreement, self.owner, from_on=since,
                parts=[
                    (self.people[0].public_id, K.INVENTOR, 2),
                    (self.people[1].public_id, K.INVENTOR, 1),
                    (self.people[2].public_id, K.AGENCY, 50_000),
                    (self.institution.public_id, K.INSTITUTION, 1),
                ],
            )  # fmt: skip

    def proposed(self, deductions=(("税费", 1_000_00),)) -> Distribution:
        with transaction():
            return services.propose(self.payment, deductions, self.owner)

    def confirmed(self) -> Distribution:
        made = self.proposed()
        with transaction():
            services.confirm(made, self.second)
        return made

    def account(self, kind: str) -> int:
        return balance(f"{kind}:{self.institution.public_id}:{self.agreement.public_id}")


@pytest.fixture
def scene(app) -> Scene:
    return Scene()


def amounts(distribution):
    return {each.name: each.amount_fen for each in distribution.lines}


@pytest.mark.databases("sqlite", "postgresql")
def test_a_receipt_is_divided_confirmed_and_paid(scene):
    made = scene.proposed()
    # 29,000 net; 5 % agency; 70 % of the rest to the inventors, two to one
    assert amounts(made) == {
        "测试代理机构": 1_450_00,
        scene.institution.name: 8_265_00,
        "王一": 12_856_67,
        "=李二": 6_428_33,
    }
    assert queries.left_fen(scene.payment) == 0
    with pytest.raises(NotAllowed), transaction():
        services.confirm(made, scene.owner)
    with transaction():
        services.state_taxes(made, {made.lines[2].public_id: 100_00}, scene.owner)
        services.confirm(made, scene.second)
    assert made.number == f"FP-{clock.today().year}-000001"
    assert (scene.account("shared"), scene.account("owing")) == (20_735_00, -20_735_00)
    with transaction():
        services.pay(made, clock.today(), scene.owner)
    assert (scene.account("owing"), scene.account("passed")) == (0, -20_735_00)
    assert made.status is S.PAID
    assert check().sound


def test_nothing_is_divided_twice_and_no_more_than_came(scene):
    scene.proposed()
    with pytest.raises(Refused) as refusal:
        scene.proposed()
    assert refusal.value.code == "nothing_to_divide"
    other = Scene()
    with pytest.raises(Refused) as refusal:
        other.proposed([("成本费用", FEN + 1)])
    assert refusal.value.code == "deductions"


def test_a_payment_taken_back_takes_its_division_back(scene, session):
    made = scene.confirmed()
    with transaction():
        services.pay(made, clock.today(), scene.owner)
        payments.reverse_payment(scene.payment, "退票", scene.owner)
    assert made.status is S.TAKEN_BACK
    for kind in ("shared", "owing", "passed"):
        assert scene.account(kind) == 0
    assert [line.amount_fen for line in made.lines]  # nothing removed
    assert queries.left_fen(scene.payment) == 0
    told = session.scalars(select(InboxMessage.code)).all()
    assert "distribution_taken_back" in told
    assert check().sound


def test_a_part_given_back_takes_the_division_back_and_the_rest_is_divided_anew(scene):
    made = scene.confirmed()
    with transaction():
        payments.confirm(scene.payment, scene.owner)
    with transaction():
        payments.give_back_by_transfer(
            scene.payment, 10_000_00, clock.today(), "TH0001", "部分退款", scene.owner
        )
    assert made.status is S.TAKEN_BACK
    assert scene.account("owing") == 0
    assert queries.left_fen(scene.payment) == FEN - 10_000_00
    again = scene.proposed()
    assert again.gross_fen == FEN - 10_000_00
    assert check().sound


def test_without_the_signal_the_division_would_stand(scene, monkeypatch):
    """Negative control: with nobody listening the shares stay in the ledger, and it shows."""
    from marketplace.ledger.signals import entry_reversed

    made = scene.confirmed()
    monkeypatch.setattr(entry_reversed, "receivers", {})
    with transaction():
        payments.reverse_payment(scene.payment, "退票", scene.owner)
    assert made.status is S.CONFIRMED
    assert scene.account("owing") != 0


def test_a_rule_that_asks_for_notice_waits_for_it(app):
    scene = Scene(needs_notice=True)
    made = scene.proposed()
    with pytest.raises(Refused) as refusal, transaction():
        services.confirm(made, scene.second)
    assert refusal.value.code == "notice_needed"
    with transaction():
        services.show(made, scene.owner, opened_on=clock.today(), days=15, place="科研处网站")
    assert made.status is S.IN_NOTICE
    notice = house.standing_in(made).notice
    with clock.at(clock.today() + timedelta(days=17)):
        with transaction():
            in_house.add_evidence(notice, scene.owner, files.put(b"screenshot"), clock.today())
            in_house.pass_notice(notice, scene.owner)
        assert made.status is S.READY
        with transaction():
            services.confirm(made, scene.second)
    assert made.status is S.CONFIRMED


def test_a_rule_below_the_floor_needs_an_agreement(scene):
    def lay_down(**values):
        with transaction():
            return settings.set_rule(
                scene.institution, scene.owner,
                **{"from_on": clock.today(), "basis": "", "needs_notice": False, **values},
            )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        lay_down(inventors_ppm=499_999, agreed=False)
    assert refusal.value.code == "below_floor"
    assert lay_down(inventors_ppm=500_000, agreed=False)
    with pytest.raises(Refused):
        lay_down(inventors_ppm=300_000, agreed=True)
    assert lay_down(inventors_ppm=300_000, agreed=True, basis="与发明人的约定")


def test_the_bank_file_in_both_layouts(scene):
    made = scene.proposed()
    with pytest.raises(Refused):
        papers.bank_csv(made)
    with transaction():
        services.state_taxes(made, {made.lines[2].public_id: 100_00}, scene.owner)
        services.confirm(made, scene.second)
    rows = list(csv.reader(io.StringIO(papers.bank_csv(made).decode("utf-8-sig"))))
    assert tuple(rows[0]) == papers.COLUMNS
    assert [row[:2] for row in rows[1:]] == [["1", "测试代理机构"], ["2", "王一"], ["3", "'=李二"]]
    assert [row[4] for row in rows[1:]] == ["1450.00", "12756.67", "6428.33"]
    sheet = load_workbook(io.BytesIO(papers.bank_workbook(made))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sheet["C3"].value == "62170001"
    assert sheet["E3"].value == 12756.67
    with transaction():
        settings.change_entitled(scene.people[1], scene.owner, name="李二", bank="")
    with pytest.raises(Refused) as refusal:
        papers.bank_csv(made)
    assert refusal.value.code == "account_missing"


def test_a_statement_names_nobody_else_and_is_the_persons_own(app, scene):
    made = scene.confirmed()
    line = made.lines[2]
    with transaction():
        papers.request_statement(line, scene.owner)
        assert papers.request_statement(line, scene.owner).public_id
    seal_pending()
    document = current(line, DocumentKind.STATEMENT)
    text = str(document.data)
    assert "12,856.67" in text
    assert "李二" not in text
    address = f"/payouts/lines/{line.public_id}.pdf"
    person = make_user("wang@example.com")
    assert client_of(app, person).get(address).status_code == 200
    assert "12,856.67" in visit(client_of(app, person), "/my/shares").text
    for stranger in (
        make_user("other@example.com"),
        make_user(None, is_auditor=True),
        owner_of(scene.agreement.licensee),
        make_member(scene.institution, None, Role.VIEWER).user,
    ):
        assert client_of(app, stranger).get(address).status_code == 404
    unconfirmed = make_user("unconfirmed@example.com", confirmed_at=None)
    scene.people[0].email = unconfirmed.email
    db.session.commit()
    assert client_of(app, unconfirmed).get(address).status_code in {303, 403, 404}


def test_what_was_divided_is_not_changed(scene):
    made = scene.confirmed()
    made.lines[0].amount_fen += 1
    with pytest.raises(Exception, match="fixed"):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("action", sorted(LIFECYCLE.moves))
def test_a_dropped_division_stays_dropped(scene, action):
    made = Distribution(status=S.DROPPED)
    with pytest.raises(TransitionNotAllowed):
        made.move(action)


def test_in_the_browser(app, scene):
    owner, second = client_of(app, scene.owner), client_of(app, scene.second)
    assert "30,000.00" in visit(owner, "/payouts").text
    path = f"/payouts/payments/{scene.payment.public_id}"
    page = visit(owner, path)
    shown = page.send(costs="100.01", taxes="")
    assert shown.status == 422 or "29,899.99" in shown.text
    shown = visit(owner, path).send(costs="100.01", taxes="0")
    assert "29,899.99" in shown.text
    answer = owner.post(path, data={"costs": "100.01", "taxes": "0", "propose": "1",
                                    "csrf_token": page.soup.select_one("[name=csrf_token]")["value"]})  # fmt: skip
    assert answer.status_code == 303
    made = db.session.scalars(select(Distribution)).one()
    address = f"/payouts/{made.public_id}"
    assert visit(second, address).soup.select_one(f"form[action='{address}/confirmation']")
    assert not visit(owner, address).soup.select_one(f"form[action='{address}/confirmation']")
    for name in ("rules", "entitled", f"agreements/{scene.agreement.public_id}"):
        visit(owner, f"/payouts/{name}")
    stranger = client_of(app, owner_of(make_organization()))
    for other in (address, path, f"/payouts/agreements/{scene.agreement.public_id}",
                  f"/payouts/entitled/{scene.people[0].public_id}", f"{address}/bank.csv"):  # fmt: skip
        assert stranger.get(other).status_code == 404
