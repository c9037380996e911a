"""The life of a filing: the whole product of states and actions against a written set."""

from datetime import date

import pytest

from marketplace.errors import TransitionNotAllowed
from marketplace.registration.models import CLOSED, LIFECYCLE, Filing
from marketplace.registration.models import FilingStatus as S
from marketplace.registration.services.following import path

ALLOWED = {
    (S.DUE, "dispense"): S.NOT_NEEDED,
    **{
        (each, "overtake"): S.NOT_NEEDED for each in (S.DUE, S.PREPARED, S.AWAITING_SEAL, S.REFUSED)
    },
    (S.NOT_NEEDED, "need"): S.DUE,
    (S.DUE, "prepare"): S.PREPARED,
    (S.PREPARED, "prepare"): S.PREPARED,
    (S.REFUSED, "prepare"): S.PREPARED,
    (S.PREPARED, "await_seal"): S.AWAITING_SEAL,
    (S.AWAITING_SEAL, "submit"): S.SUBMITTED,
    (S.SUBMITTED, "accept"): S.ACCEPTED,
    (S.SUBMITTED, "require_correction"): S.CORRECTION,
    (S.ACCEPTED, "require_correction"): S.CORRECTION,
    (S.CORRECTION, "resubmit"): S.SUBMITTED,
    (S.SUBMITTED, "complete"): S.DONE,
    (S.ACCEPTED, "complete"): S.DONE,
    (S.SUBMITTED, "refuse"): S.REFUSED,
    (S.ACCEPTED, "refuse"): S.REFUSED,
    (S.DONE, "change"): S.CHANGED,
    (S.CHANGED, "change"): S.CHANGED,
    (S.CHANGED, "cancel"): S.CANCELLED,
    (S.DONE, "cancel"): S.CANCELLED,
    (S.DONE, "renew"): S.DUE,
}


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("action", list(LIFECYCLE.moves))
def test_every_pair_of_state_and_action(status, action):
    filing = Filing(status=status)
    if (status, action) in ALLOWED:
        filing.move(action)
        assert filing.status is ALLOWED[status, action]
    else:
        with pytest.raises(TransitionNotAllowed):
            filing.move(action)
        assert filing.status is status


def test_every_state_is_reached_by_some_action():
    assert set(ALLOWED.values()) == set(S)
    assert {action for _, action in ALLOWED} == set(LIFECYCLE.moves)


@pytest.mark.parametrize("status", list(S))
def test_overdue_is_computed_from_the_day_and_never_closes(status):
    filing = Filing(status=status, due_on=date(2026, 11, 30))
    assert not filing.is_overdue(date(2026, 11, 30))
    assert filing.is_overdue(date(2026, 12, 1)) is (status not in CLOSED)


def test_once_submitted_it_is_no_longer_overdue():
    filing = Filing(status=S.CORRECTION, due_on=date(2026, 11, 30), submitted_on=date(2026, 11, 2))
    assert not filing.is_overdue(date(2027, 1, 1))


def test_the_way_through_the_life_is_the_shortest():
    assert path(S.DUE, S.DONE) == ["prepare", "await_seal", "submit", "complete"]
    assert path(S.SUBMITTED, S.CORRECTION) == ["require_correction"]
    assert path(S.DONE, S.DONE) == []
    with pytest.raises(ValueError, match="no way"):
        path(S.DONE, S.DUE)
