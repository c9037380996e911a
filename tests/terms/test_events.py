"""Facts that cannot be are refused where they are made."""

from datetime import date

import pytest

from marketplace.terms.events import StatementAccepted


def test_a_loss_is_stated_as_zero():
    with pytest.raises(ValueError, match="stated as 0"):
        StatementAccepted(date(2027, 1, 1), date(2027, 6, 30), -1)


def test_a_statement_ends_after_it_begins():
    with pytest.raises(ValueError, match="on or after"):
        StatementAccepted(date(2027, 1, 2), date(2027, 1, 1), 1)
