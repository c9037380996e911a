"""Posting, posting again, reversing; what is refused before the database is asked."""

import pytest
from sqlalchemy import func, select

from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.ledger.chart import AccountCode, AccountKind, Line, Reference, into_suspense
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from marketplace.ledger.queries import balance, entries_about
from marketplace.ledger.services import post, reverse
from tests.ledger.conftest import DAY

pytestmark = pytest.mark.databases("sqlite", "postgresql")


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def test_an_entry_moves_the_balances_of_both_sides(session, deal, obligation):
    with transaction():
        post("fee_due", obligation, deal.fee_due(1_200_000), DAY)
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 1_200_000
    assert balance(f"payable:{deal.licensee}:{deal.agreement}") == -1_200_000
    assert check().sound


def test_due_then_paid_leaves_nothing_owed(session, deal, obligation):
    with transaction():
        post("fee_due", obligation, deal.fee_due(500), DAY)
        post("fee_paid", Reference("payments", "payment000000001"), deal.fee_paid(500), DAY)
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0
    assert balance(f"payable:{deal.licensee}:{deal.agreement}") == 0
    assert balance(f"received:{deal.licensor}:{deal.agreement}") == 500
    assert balance(f"paid:{deal.licensee}:{deal.agreement}") == -500


def test_unexplained_money_waits_in_suspense_until_it_is_matched(session, deal, obligation):
    with transaction():
        post("fee_due", obligation, deal.fee_due(300), DAY)
        post(
            "suspense",
            Reference("payments", "payment000000001"),
            into_suspense(deal.licensor, 300),
            DAY,
        )
        assert balance(f"suspense:{deal.licensor}") == -300
        post("matched", Reference("payments", "payment000000001"), deal.suspense_matched(300), DAY)
    assert balance(f"suspense:{deal.licensor}") == 0
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0
    assert balance(f"received:{deal.licensor}") == 300


def test_money_at_a_bank_is_released_for_a_fee_or_given_back(session, deal, obligation):
    held = f"custody:{deal.licensee}:{deal.agreement}"
    with transaction():
        post("fee_due", obligation, deal.fee_due(300), DAY)
        post("held", obligation, deal.held_by_bank(500), DAY)
    assert (balance(held), balance(f"received:{deal.licensor}:{deal.agreement}")) == (500, 0)
    with transaction():
        post("released", obligation, deal.released_by_bank(300), DAY)
        post("given_back", obligation, deal.held_by_bank(-200), DAY)
    assert balance(held) == balance(f"entrusted:{deal.licensee}:{deal.agreement}") == 0
    assert balance(f"received:{deal.licensor}:{deal.agreement}") == 300
    assert balance(f"payable:{deal.licensee}:{deal.agreement}") == 0
    assert check().sound


def test_a_waived_fee_is_owed_no_more(session, deal, obligation):
    with transaction():
        post("fee_due", obligation, deal.fee_due(300), DAY)
        post("fee_waived", obligation, deal.fee_waived(300), DAY)
    assert balance(f"payable:{deal.licensee}:{deal.agreement}") == 0


def test_the_trail_says_what_was_posted(session, deal, obligation):
    with transaction():
        entry = post("fee_due", obligation, deal.fee_due(7), DAY)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.tag, event.subject_id) == ("ledger_entry:post", entry.public_id)
    assert event.data["lines"] == [[*list(line), "CNY"] for line in deal.fee_due(7)]
    assert event.data["value_day"] == "2026-03-02"


def test_posting_again_under_the_same_key_writes_nothing(session, deal, obligation):
    with transaction():
        first = post("fee_due", obligation, deal.fee_due(100), DAY)
    with transaction():
        again = post("fee_due", obligation, list(reversed(deal.fee_due(100))), DAY)
    assert again.public_id == first.public_id
    assert (count(session, LedgerEntry), count(session, LedgerPosting)) == (1, 2)
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 100


def test_the_same_key_with_other_amounts_is_refused(session, deal, obligation):
    with transaction():
        post("fee_due", obligation, deal.fee_due(100), DAY)
    with pytest.raises(Refused) as refusal, transaction():
        post("fee_due", obligation, deal.fee_due(101), DAY)
    assert refusal.value.code == "ledger_key_reused"
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 100


def test_an_unbalanced_entry_is_refused_and_leaves_nothing(session, deal, obligation):
    lines = [*deal.fee_due(100), Line(f"received:{deal.licensor}", 1)]
    with pytest.raises(Refused) as refusal, transaction():
        post("fee_due", obligation, lines, DAY)
    assert refusal.value.code == "ledger_unbalanced"
    assert refusal.value.params["left"] == 1
    assert (count(session, LedgerEntry), count(session, LedgerAccount)) == (0, 0)


@pytest.mark.parametrize("amount", [0, 10**15 + 1])
def test_an_amount_that_is_none_is_refused(session, deal, obligation, amount):
    with pytest.raises(Refused) as refusal, transaction():
        post("fee_due", obligation, deal.fee_due(amount), DAY)
    assert refusal.value.code == "ledger_amount"


def test_one_line_is_no_entry(session, obligation):
    with pytest.raises(Refused) as refusal, transaction():
        post("fee_due", obligation, [], DAY)
    assert refusal.value.code == "ledger_one_sided"


@pytest.mark.parametrize("amount", [1.0, "1", True])
def test_only_integers_are_amounts(session, deal, obligation, amount):
    with pytest.raises(TypeError), transaction():
        post("fee_due", obligation, [("a", amount), ("b", amount)], DAY)


def test_an_account_nobody_can_read_is_refused(session, obligation):
    with pytest.raises(ValueError, match="not an account code"), transaction():
        post("fee_due", obligation, [("cash", 1), ("bank", -1)], DAY)
    assert count(session, LedgerEntry) == 0


def test_a_reversal_takes_the_entry_back(session, deal, obligation):
    with transaction():
        entry = post("fee_due", obligation, deal.fee_due(100), DAY)
    with transaction():
        reversal = reverse(entry, DAY)
    assert entry.reversal is reversal
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0
    assert entries_about(Reference.to(entry)) == [reversal]
    assert check().sound


def test_a_second_reversal_is_refused(session, deal, obligation):
    with transaction():
        entry = post("fee_due", obligation, deal.fee_due(100), DAY)
        reverse(entry, DAY)
    with pytest.raises(Refused) as refusal, transaction():
        reverse(entry, DAY)
    assert refusal.value.code == "ledger_already_reversed"
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0


def test_a_reversal_is_not_reversed(session, deal, obligation):
    with transaction():
        reversal = reverse(post("fee_due", obligation, deal.fee_due(100), DAY), DAY)
    with pytest.raises(Refused) as refusal, transaction():
        reverse(reversal, DAY)
    assert refusal.value.code == "ledger_reversal_stands"


def test_a_failing_change_takes_its_entry_with_it(session, deal, obligation):
    def failing_change():
        with transaction():
            post("fee_due", obligation, deal.fee_due(100), DAY)
            raise RuntimeError("the change failed")

    with pytest.raises(RuntimeError):
        failing_change()
    assert count(session, LedgerEntry) == 0
    assert balance(f"receivable:{deal.licensor}:{deal.agreement}") == 0


def test_account_codes_read_back():
    code = AccountCode(AccountKind.PAYABLE, "licensee", "agreement0000001")
    assert AccountCode.parse(str(code)) == code
