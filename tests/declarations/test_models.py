"""The life cycle as a whole product, and on which days a declaration takes notices."""

from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from marketplace.declarations.models import LIFECYCLE, Declaration, DeclarationStatus
from marketplace.errors import Refused, TransitionNotAllowed
from tests.declarations.factories import LUMP_SUM

S = DeclarationStatus

ALLOWED = {
    (S.PREPARING, "submit_for_approval"): S.APPROVING,
    (S.APPROVING, "return"): S.PREPARING,
    (S.IN_HOUSE_NOTICE, "return"): S.PREPARING,
    (S.APPROVING, "open_in_house_notice"): S.IN_HOUSE_NOTICE,
    (S.APPROVING, "approve"): S.READY,
    (S.IN_HOUSE_NOTICE, "pass_in_house_notice"): S.READY,
    (S.READY, "mark_submitted"): S.SUBMITTED,
    (S.PREPARING, "import"): S.SUBMITTED,
    (S.SUBMITTED, "require_correction"): S.CORRECTION,
    (S.CORRECTION, "resubmit"): S.SUBMITTED,
    (S.SUBMITTED, "announce"): S.ANNOUNCED,
    (S.SUBMITTED, "refuse"): S.NOT_ANNOUNCED,
    (S.ANNOUNCED, "request_withdrawal"): S.WITHDRAWING,
    (S.WITHDRAWING, "announce_withdrawal"): S.WITHDRAWN,
    (S.WITHDRAWING, "refuse_withdrawal"): S.ANNOUNCED,
    (S.ANNOUNCED, "end"): S.ENDED,
    (S.WITHDRAWING, "end"): S.ENDED,
    (S.ANNOUNCED, "revoke"): S.REVOKED,
    (S.WITHDRAWING, "revoke"): S.REVOKED,
    (S.ANNOUNCED, "expire"): S.EXPIRED,
    (S.WITHDRAWING, "expire"): S.EXPIRED,
}


@pytest.mark.parametrize(("status", "action"), list(product(S, LIFECYCLE.moves)))
def test_every_action_in_every_state(status, action):
    declaration = Declaration(status=status)
    if (status, action) in ALLOWED:
        declaration.move(action)
        assert declaration.status is ALLOWED[status, action]
        return
    with pytest.raises(TransitionNotAllowed):
        declaration.move(action)
    assert declaration.status is status


def announced(**values):
    checked = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Declaration(
        status=S.ANNOUNCED, announced_on=date(2026, 3, 1), checked_at=checked, **values
    )


@pytest.mark.parametrize(
    ("day", "takes"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2026, 5, 31), True),
        (date(2026, 6, 1), False),
        (date(2027, 1, 1), False),
    ],
)
def test_notices_count_from_announcement_until_the_day_before_withdrawal(day, takes):
    assert announced(withdrawn_on=date(2026, 6, 1)).takes_notices_on(day) is takes


@pytest.mark.parametrize("end", ["withdrawn_on", "ended_on", "revoked_on", "expired_on"])
def test_whatever_ends_it_first_counts(end):
    later = {name: date(2026, 9, 1) for name in ("withdrawn_on", "ended_on")}
    declaration = announced(**(later | {end: date(2026, 4, 1)}))
    assert declaration.closed_on == date(2026, 4, 1)
    assert not declaration.takes_notices_on(date(2026, 4, 1))
    assert declaration.takes_notices_on(date(2026, 3, 31))


def test_a_withdrawal_merely_requested_changes_nothing():
    declaration = announced(withdrawal_requested_on=date(2026, 3, 5))
    declaration.move("request_withdrawal")
    assert declaration.takes_notices_on(date(2026, 3, 20))


def test_an_entry_that_nobody_checked_takes_no_notices():
    declaration = Declaration(status=S.SUBMITTED, announced_on=date(2026, 3, 1))
    assert not declaration.takes_notices_on(date(2026, 3, 2))


def test_terms_are_fixed_once_the_papers_leave_preparation():
    declaration = Declaration(status=S.PREPARING)
    declaration.set_terms(LUMP_SUM)
    declaration.move("submit_for_approval")
    with pytest.raises(Refused) as refusal:
        declaration.set_terms(LUMP_SUM)
    assert refusal.value.code == "declaration_terms_fixed"
    assert declaration.record == LUMP_SUM
