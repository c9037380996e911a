"""The bank's statement (R-41): part, two parts, over, wrong reference, two candidates, reversed, read
twice; what is doubtful waits for a person."""

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import InboxMessage, Role
from marketplace.agreements.lifecycles import AgreementStatus as A
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations.models import ObligationStatus as O
from marketplace.obligations.services import rows_of
from marketplace.payments import bank_known, services
from marketplace.payments.bank_matching import SHOWN, Doubt, Licenses
from marketplace.payments.bank_models import BankRow, BankRowStatus, BankStatement
from marketplace.payments.bank_reading import Entry, Reading
from marketplace.payments.models import Payment, PaymentStatus
from marketplace.payments.services import bank_rows
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_member, owner_of
from tests.declarations.factories import make_patent
from tests.sent import count_of

BOTH = pytest.mark.databases("sqlite", "postgresql")
FEN = deals.LUMP_FEN
NUMBER = "202611270000{:04d}"


@pytest.fixture
def listing(app):
    return deals.published(FeeMode.LUMP_SUM, amount_fen=FEN)


@pytest.fixture
def agreement(listing):
    return deals.noticed(listing)


def entry(agreement, number=1, **values):
    facts = {
        "number": number,
        "value_day": clock.today(),
        "amount_fen": FEN,
        "payer": agreement.licensee.name,
        "reference": NUMBER.format(number),
        "purpose": f"许可使用费 {agreement.public_id.upper()}",
    }
    return Entry(**{**facts, **values})


def read(licensor, *entries, name="a.csv"):
    said = Reading(entries=list(entries))
    key = hashlib.sha256(repr((name, entries)).encode()).hexdigest()
    with transaction():
        return services.import_statement(licensor, name, key, said, owner_of(licensor))


def rows():
    return db.session.scalars(select(BankRow).order_by(BankRow.id)).all()


def payments():
    return db.session.scalars(select(Payment).order_by(Payment.id)).all()


def received(agreement):
    code = AccountCode(AccountKind.RECEIVED, agreement.licensor.public_id, agreement.public_id)
    return balance(str(code))


def suspense(agreement):
    return -balance(str(AccountCode(AccountKind.SUSPENSE, agreement.licensor.public_id)))


@BOTH
def test_an_exact_row_is_booked_on_the_banks_day_and_makes_the_license(agreement):
    statement, is_new = read(agreement.licensor, entry(agreement))
    assert (statement.rows_added, is_new) == (1, True)
    ((row,), (payment,)) = rows(), payments()
    assert (row.status, row.payment) == (BankRowStatus.BOOKED, payment)
    assert (payment.status, payment.value_day) == (PaymentStatus.CONFIRMED, clock.today())
    assert received(agreement) == FEN
    assert agreement.status is A.EFFECTIVE


@BOTH
def test_read_twice_it_adds_nothing(agreement):
    """By its digest the same file, by the rows' identity any other file that holds them."""
    first, second = entry(agreement), entry(agreement, 2, amount_fen=700)
    read(agreement.licensor, first)
    assert read(agreement.licensor, first)[1] is False
    again, _ = read(agreement.licensor, replace(first, number=9), second, name="longer.csv")
    assert (again.rows_added, again.rows_known) == (1, 1)
    camt, _ = read(
        agreement.licensor,
        replace(first, payer="", purpose="as camt", value_day=clock.today() - timedelta(1)),
        name="other.xml",
    )
    assert (camt.rows_added, camt.rows_known) == (0, 1)
    assert received(agreement) + suspense(agreement) == FEN + 700
    assert len(payments()) == 2


def test_control_without_identity_a_row_counts_twice(agreement, monkeypatch):
    read(agreement.licensor, entry(agreement))
    monkeypatch.setattr(
        "marketplace.payments.services.bank_rows.unknown", lambda _organization, kept, _keys: kept
    )
    monkeypatch.setattr(bank_known, "SAME_BOOKING", timedelta(0))
    with pytest.raises(IntegrityError):
        read(agreement.licensor, entry(agreement), name="again.csv")
    assert len(rows()) == 1, "the database alone keeps it from counting twice"


def test_parts_and_more_than_asked(agreement):
    read(agreement.licensor, entry(agreement, 1, amount_fen=FEN - 700))
    (owed,) = rows_of(agreement)
    assert (owed.status, owed.open_fen) == (O.PART_PAID, 700)
    assert agreement.status is A.AWAITING_PAYMENT
    read(agreement.licensor, entry(agreement, 2, amount_fen=700))
    assert (owed.status, agreement.status) == (O.PAID, A.EFFECTIVE)
    read(agreement.licensor, entry(agreement, 3, amount_fen=300))
    assert suspense(agreement) == 300


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ({"purpose": "wrong reference 0000000000000000"}, None),
        ({"payer": "别的公司"}, None),
        ({"payer": "别的公司", "amount_fen": 5}, Doubt.ONE_SIGN),
        ({"payer": "别的公司", "purpose": ""}, Doubt.ONE_SIGN),
        ({"payer": "别的公司", "purpose": "", "amount_fen": 5}, Doubt.NOTHING_FITS),
        ({"purpose": "", "amount_fen": 5}, Doubt.ONE_SIGN),
    ],
)
def test_two_signs_are_a_match_and_one_is_a_persons(agreement, facts, doubt):
    read(agreement.licensor, entry(agreement, **facts))
    (row,) = rows()
    assert row.doubt == (doubt or "")
    assert row.status is (BankRowStatus.UNDECIDED if doubt else BankRowStatus.BOOKED)
    assert received(agreement) == (0 if doubt else FEN)
    told = db.session.scalars(select(InboxMessage.code)).all()
    assert ("bank_rows_to_decide" in told) is bool(doubt)


def test_two_candidates_are_a_persons_and_a_reference_decides(app):
    organization = deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN)
    company = deals.licensee()
    first = deals.accepted(organization, company)
    second = deals.accepted(
        deals.published(
            FeeMode.LUMP_SUM,
            Route.ORDINARY,
            amount_fen=FEN,
            patents=[make_patent(organization.organization)],
        ),
        company,
    )
    assert first.licensor == second.licensor
    read(first.licensor, entry(first, purpose=""))
    assert rows()[0].doubt == Doubt.SEVERAL
    read(first.licensor, entry(second, 2))
    assert (received(first), received(second)) == (0, FEN)
    page = visit(client_of(app, owner_of(first.licensor)), "/money").text
    assert company.name in page
    page = visit(client_of(app, owner_of(first.licensor)), f"/money/rows/{rows()[0].public_id}")
    assert page.send(choice="").status == 422
    assert page.send(choice=f"license-{first.public_id}").status == 303
    db.session.expire_all()
    assert received(first) == FEN
    assert rows()[0].decided_by_id == owner_of(first.licensor).id


@pytest.mark.parametrize("days", [0, 1])
def test_the_row_of_a_stated_transfer_confirms_it_once(app, days):
    """On a contract, where the slip does not count yet, the bank's day replaces the slip's."""
    agreement = deals.accepted(deals.published(FeeMode.LUMP_SUM, Route.ORDINARY, amount_fen=FEN))
    stated = deals.pay(agreement, FEN, clock.today() - timedelta(days))
    read(agreement.licensor, entry(agreement))
    assert payments() == [stated]
    assert (stated.status, stated.value_day) == (PaymentStatus.CONFIRMED, clock.today())
    assert received(agreement) == FEN


def test_a_voucher_that_counts_with_another_day_is_a_persons(app, agreement):
    stated = deals.pay(agreement, FEN, clock.today() - timedelta(1))
    assert agreement.status is A.EFFECTIVE, "confirmation is evidence, never a condition"
    read(agreement.licensor, entry(agreement))
    (row,) = rows()
    assert row.doubt == Doubt.OTHER_DAY
    page = visit(client_of(app, owner_of(agreement.licensor)), f"/money/rows/{row.public_id}")
    assert page.send(choice=f"slip-{stated.public_id}").status == 303
    db.session.expire_all()
    assert stated.status is PaymentStatus.REVERSED
    assert row.payment.value_day == clock.today()
    assert received(agreement) == FEN
    assert agreement.status is A.EFFECTIVE


def test_what_a_person_confirmed_before_is_not_booked_again(agreement):
    stated = deals.pay(agreement, FEN, clock.today(), NUMBER.format(1))
    with transaction():
        services.confirm(stated, owner_of(agreement.licensor))
    read(agreement.licensor, entry(agreement, payer="", purpose=""))
    assert rows()[0].payment == stated
    assert len(payments()) == 1


def test_a_slip_after_its_row_is_the_same_transfer(agreement):
    read(agreement.licensor, entry(agreement))
    for reference, code in (("", "payment_found"), (NUMBER.format(1), "payment_known")):
        with pytest.raises(Refused) as refusal:
            deals.pay(agreement, FEN, clock.today(), reference)
        assert refusal.value.code == code
    assert received(agreement) == FEN


@BOTH
def test_a_reversal_takes_back_what_it_reverses_by_new_entries(agreement):
    read(agreement.licensor, entry(agreement))
    back = entry(agreement, amount_fen=-FEN, purpose="冲正")
    read(agreement.licensor, back)
    assert [row.status for row in rows()] == [BankRowStatus.REVERSED, BankRowStatus.BOOKED]
    assert payments()[0].status is PaymentStatus.REVERSED
    assert (received(agreement), rows_of(agreement)[0].status) == (0, O.DUE)
    read(agreement.licensor, back, name="again.csv")
    assert len(rows()) == 2


def test_a_reversal_that_fits_two_rows_is_a_persons(app, agreement):
    read(agreement.licensor, entry(agreement, 1), entry(agreement, 2))
    read(agreement.licensor, entry(agreement, 3, amount_fen=-FEN, purpose="退汇"))
    last = rows()[-1]
    assert last.doubt == Doubt.SEVERAL
    page = visit(client_of(app, owner_of(agreement.licensor)), f"/money/rows/{last.public_id}")
    assert page.send(choice=f"row-{rows()[1].public_id}").status == 303
    db.session.expire_all()
    assert [each.status for each in payments()] == [PaymentStatus.CONFIRMED, PaymentStatus.REVERSED]
    assert (received(agreement), suspense(agreement)) == (FEN, 0)


def test_spending_that_concerns_no_license_is_not_kept(agreement):
    statement, _ = read(
        agreement.licensor, entry(agreement, amount_fen=-500, payer="电力公司", purpose="电费")
    )
    assert (statement.rows_outgoing, rows()) == (1, [])


def test_a_row_can_be_set_aside_and_still_be_booked_later(app, agreement):
    read(agreement.licensor, entry(agreement, payer="", purpose="", amount_fen=5))
    (row,) = rows()
    client = client_of(app, owner_of(agreement.licensor))
    address = f"/money/rows/{row.public_id}"
    assert visit(client, address).send(choice="unrelated").status == 303
    db.session.expire_all()
    assert row.status is BankRowStatus.UNRELATED
    wrong = visit(client, address).send(choice="other", reference="nothing")
    assert (wrong.status, bool(wrong.error_at("reference"))) == (422, True)
    done = visit(client, address).send(choice="other", reference=f" {agreement.public_id.upper()}")
    assert done.status == 303
    assert received(agreement) == 5


def test_from_the_file_to_the_page(app, agreement):
    from io import BytesIO

    from tests.payments.test_bank_files import TWO_COLUMNS

    day = clock.today().isoformat()
    said = TWO_COLUMNS.format(reference=agreement.public_id).replace("20261103", day)
    said = said.replace("20261106", "没有日期").replace("广州某某有限公司", agreement.licensee.name)
    with clock.at(max(clock.today(), clock.today().replace(year=2026, month=11, day=27))):
        client = client_of(app, owner_of(agreement.licensor))
        page = visit(client, "/money")
        file = (BytesIO(said.encode("gbk")), "明细.csv")
        shown = page.send(file=file).follow()
        assert "没有日期" in shown.text
        assert agreement.title in shown.text
        again = visit(client, "/money").send(file=(BytesIO(said.encode("gbk")), "b.csv"))
        assert "没有新增" in again.follow().text
    assert db.session.scalar(select(func.count(BankStatement.id))) == 1
    assert visit(client, "/money").send(file="").status == 422
    bad = visit(client, "/money").send(file=(BytesIO(b"x,y"), "b.csv"))
    assert (bad.status, bool(bad.error_at("file"))) == (422, True)


def test_only_the_licensors_finance_sees_its_bank(app, agreement):
    read(agreement.licensor, entry(agreement, payer="", purpose="", amount_fen=5))
    (row,) = rows()
    addresses = ["/money", f"/money/rows/{row.public_id}"]
    addresses.append(f"/money/statements/{row.statement.public_id}")
    finance = client_of(app, make_member(agreement.licensor, None, Role.FINANCE).user)
    viewer = client_of(app, make_member(agreement.licensor).user)
    stranger = client_of(app, owner_of(agreement.licensee))
    for address in addresses:
        assert finance.get(address).status_code == 200
        assert viewer.get(address).status_code == 403
        expected = 200 if address == "/money" else 404
        assert stranger.get(address).status_code == expected


@pytest.mark.parametrize("column", ["amount_fen", "value_day", "payer"])
def test_the_banks_words_stay(agreement, column):
    read(agreement.licensor, entry(agreement))
    value = "'2020-01-01'" if column == "value_day" else "'5'"
    with pytest.raises(Exception, match="fixed"), db.engine.begin() as connection:
        connection.execute(text(f"UPDATE bank_rows SET {column} = {value}"))


def test_at_one_price_for_everyone_a_row_costs_no_more_with_many_licensees(listing):
    """Twenty owe the same: the named one is found with as many statements as among two, and a row
    that names nobody offers as many as a person chooses among."""
    few = [deals.noticed(listing) for _ in range(2)]
    asked_among_two = count_of(lambda: read(listing.organization, entry(few[0])))
    many = [deals.noticed(listing) for _ in range(20)]
    asked = count_of(lambda: read(listing.organization, entry(many[7], 2)))
    assert asked <= asked_among_two
    assert many[7].status is A.EFFECTIVE
    nobody = entry(many[0], 3, payer="他人", purpose="许可费")
    read(listing.organization, nobody)
    unclear = rows()[-1]
    assert (unclear.status, unclear.doubt) == (BankRowStatus.UNDECIDED, Doubt.SEVERAL.value)
    assert len(Licenses(listing.organization).candidates(unclear)) == SHOWN


def taken_back(taken, number=2):
    """The bank's row that takes another one back, with its number."""
    return replace(taken, number=number, amount_fen=-taken.amount_fen, purpose="冲正")


@pytest.mark.databases("postgresql")
def test_a_slip_that_is_stated_while_its_row_is_read_is_that_row(app, agreement):
    """R-41 with R-51: the row waits for the license and then finds the slip; so the row that takes the
    money back takes the slip's back."""
    row, began = entry(agreement), threading.Event()

    def state():
        with app.app_context(), transaction():
            mine = db.session.get(Agreement, agreement_id)
            services.state_transfer(
                mine, FEN, clock.today(), row.reference, None, owner_of(mine.licensee)
            )
            began.set()
            time.sleep(0.5)

    agreement_id, licensor = agreement.id, agreement.licensor
    db.session.commit()
    with ThreadPoolExecutor(1) as other:
        stating = other.submit(state)
        assert began.wait(10)
        read(licensor, row, taken_back(row))
        stating.result()
    (slip,) = payments()
    assert [each.payment for each in rows()] == [slip, slip]
    assert slip.status is PaymentStatus.REVERSED
    assert received(agreement) == 0


@pytest.mark.tampers
@pytest.mark.databases("postgresql")
def test_control_without_waiting_and_looking_the_slip_stands_for_money_that_is_gone(
    app, agreement, monkeypatch
):
    monkeypatch.setattr(bank_rows, "locked", lambda agreement: agreement)
    monkeypatch.setattr(bank_rows, "slip_by_reference", lambda _row: None)
    with pytest.raises(AssertionError):
        test_a_slip_that_is_stated_while_its_row_is_read_is_that_row(app, agreement)
    assert received(agreement) == FEN


def test_a_slip_of_a_transfer_that_the_bank_took_back_is_refused(agreement):
    """Nobody could say for which license the row came; then the bank took it back."""
    row = entry(agreement, payer="他人", purpose="")
    read(agreement.licensor, row, taken_back(row))
    assert [each.status for each in rows()] == [BankRowStatus.REVERSED, BankRowStatus.BOOKED]
    with pytest.raises(Refused) as refusal:
        deals.pay(agreement, FEN, clock.today(), row.reference.lower())
    assert (refusal.value.code, refusal.value.field) == ("payment_taken_back", "bank_reference")
    assert payments() == []


def test_two_rows_are_never_one_slip(agreement):
    """The second transfer's row comes first and looks like the first one's slip; the row with the
    slip's own number then waits for a person, and nothing is lost."""
    deals.pay(agreement, FEN, clock.today(), NUMBER.format(1))
    read(agreement.licensor, entry(agreement, 2))
    read(agreement.licensor, entry(agreement, 1), name="b.csv")
    second, first = rows()
    assert second.status is BankRowStatus.BOOKED
    assert (first.status, first.doubt) == (BankRowStatus.UNDECIDED, Doubt.REFERENCE_TAKEN.value)
